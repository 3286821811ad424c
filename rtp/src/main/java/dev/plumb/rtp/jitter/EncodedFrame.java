package dev.plumb.rtp.jitter;

import dev.plumb.rtp.payload.PayloadFormat;
import java.util.List;

/**
 * One whole encoded picture as it was received.
 *
 * @param data the bytes as the decoder takes them (H.264: byte stream format); not copied
 * @param keyFrame whether it can be decoded without any before it
 * @param format the payload format of the codec
 * @param payloadType the payload type of its packets
 * @param ssrc the stream
 * @param rid the name of the encoding; empty for none
 * @param csrcs the contributing sources
 * @param firstSequence the sequence number of its first packet, 16 bits
 * @param rtpTimestamp unsigned 32 bits
 * @param width pixels, 0 where not known
 * @param height pixels, 0 where not known
 * @param receivedNanos monotonic time of its last packet's arrival
 * @param captureWallNanos the time at which the sender captured it, in nanoseconds since 1970 by the sender's clock,
 *     from its sender reports; {@link #UNKNOWN} before the first report
 */
public record EncodedFrame(
        byte[] data,
        boolean keyFrame,
        PayloadFormat format,
        int payloadType,
        long ssrc,
        String rid,
        List<Long> csrcs,
        int firstSequence,
        long rtpTimestamp,
        int width,
        int height,
        long receivedNanos,
        long captureWallNanos) {
    public EncodedFrame {
        csrcs = List.copyOf(csrcs);
    }

    /** No capture time is known. */
    public static final long UNKNOWN = Long.MIN_VALUE;

    /** Returns this frame with other bytes. */
    public EncodedFrame withData(byte[] newData) {
        return new EncodedFrame(
                newData,
                keyFrame,
                format,
                payloadType,
                ssrc,
                rid,
                csrcs,
                firstSequence,
                rtpTimestamp,
                width,
                height,
                receivedNanos,
                captureWallNanos);
    }

    @Override
    public String toString() {
        return "EncodedFrame[" + format + " " + data.length + " bytes" + (keyFrame ? " key" : "") + " ts="
                + rtpTimestamp + "]";
    }
}
