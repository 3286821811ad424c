/** When packets leave. */
@NullMarked
package dev.plumb.rtp.pacing;

import org.jspecify.annotations.NullMarked;
