package dev.plumb.rtp.payload;

import dev.plumb.base.bytes.Packet;

/** A consumer of a frame's payloads from a {@link Packetizer}, one packet after the other. */
public interface PayloadSink {
    /** Returns a packet with its header written, to which the payload is appended. {@link #end} must follow. */
    Packet begin();

    /** Completes the packet of {@link #begin}. */
    void end(boolean lastOfFrame);
}
