/** Buffers of what arrives: packets to frames of video, packets of audio to a steady beat. */
@NullMarked
package dev.plumb.rtp.jitter;

import org.jspecify.annotations.NullMarked;
