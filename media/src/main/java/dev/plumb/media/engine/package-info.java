/** What joins sources, codecs and sinks to RTP: the voice and the video engine. */
@NullMarked
package dev.plumb.media.engine;

import org.jspecify.annotations.NullMarked;
