/** The voice and video engines, which join sources, codecs and sinks to RTP. */
@NullMarked
package dev.plumb.media.engine;

import org.jspecify.annotations.NullMarked;
