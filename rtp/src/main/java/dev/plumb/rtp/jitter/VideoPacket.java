package dev.plumb.rtp.jitter;

import dev.plumb.rtp.payload.PayloadFormat;

/**
 * One packet of video.
 *
 * @param sequence unwrapped
 * @param rtpTimestamp unsigned 32 bits
 * @param payload without padding; empty for a packet that is padding only; not copied
 */
public record VideoPacket(
        long sequence,
        long rtpTimestamp,
        boolean marker,
        int payloadType,
        PayloadFormat format,
        byte[] payload,
        long arrivalNanos) {
    /** Returns whether the packet has no payload. Such a packet belongs to no frame. */
    public boolean isPadding() {
        return payload.length == 0;
    }
}
