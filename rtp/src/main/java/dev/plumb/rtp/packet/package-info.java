/** The RTP header as a view over a packet, its extensions, and sequence numbers that do not wrap. */
@NullMarked
package dev.plumb.rtp.packet;

import org.jspecify.annotations.NullMarked;
