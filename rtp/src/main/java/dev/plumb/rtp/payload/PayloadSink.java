package dev.plumb.rtp.payload;

import dev.plumb.base.bytes.Packet;

/** Takes a frame's payloads from a {@link Packetizer}, one packet after the other. */
public interface PayloadSink {
    /** A packet with its header written, to append the payload to; {@link #end} must follow. */
    Packet begin();

    /** The packet of {@link #begin} is complete. */
    void end(boolean lastOfFrame);
}
