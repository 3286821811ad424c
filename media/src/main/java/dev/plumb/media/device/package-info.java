/** Sources and sinks of media: what captures and what renders, replaceable by an implementer. */
@NullMarked
package dev.plumb.media.device;

import org.jspecify.annotations.NullMarked;
