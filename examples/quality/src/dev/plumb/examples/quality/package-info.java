/** S6: from a low rate to full quality in one frame's time. */
@NullMarked
package dev.plumb.examples.quality;

import org.jspecify.annotations.NullMarked;
