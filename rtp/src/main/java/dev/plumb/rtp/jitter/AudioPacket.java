package dev.plumb.rtp.jitter;

import dev.plumb.rtp.payload.PayloadFormat;
import java.util.List;

/**
 * One audio packet as it was received; immutable, to be handed to another thread.
 *
 * @param ssrc the stream
 * @param csrcs the contributing sources
 * @param payloadType the payload type of its packet
 * @param format the payload format of the codec
 * @param clockRateHz the clock rate of its timestamps
 * @param sequence 16 bits
 * @param rtpTimestamp unsigned 32 bits
 * @param marker set on the first packet after silence
 * @param payload not copied
 * @param audioLevelDbov 0 (loudest) to 127, or -1 where the sender does not tell
 * @param csrcLevelsDbov the levels of its contributing sources, as far as the sender tells them
 * @param arrivalNanos monotonic time
 * @param captureWallNanos the time at which the sender captured it, in nanoseconds since 1970 by the sender's clock;
 *     {@link EncodedFrame#UNKNOWN} before its first sender report
 */
public record AudioPacket(
        long ssrc,
        List<Long> csrcs,
        int payloadType,
        PayloadFormat format,
        int clockRateHz,
        int sequence,
        long rtpTimestamp,
        boolean marker,
        byte[] payload,
        int audioLevelDbov,
        List<Integer> csrcLevelsDbov,
        long arrivalNanos,
        long captureWallNanos) {
    public AudioPacket {
        csrcs = List.copyOf(csrcs);
        csrcLevelsDbov = List.copyOf(csrcLevelsDbov);
    }

    /** Returns a copy with another payload, as a transform returns it. */
    public AudioPacket withPayload(byte[] newPayload) {
        return new AudioPacket(
                ssrc,
                csrcs,
                payloadType,
                format,
                clockRateHz,
                sequence,
                rtpTimestamp,
                marker,
                newPayload,
                audioLevelDbov,
                csrcLevelsDbov,
                arrivalNanos,
                captureWallNanos);
    }

    @Override
    public String toString() {
        return "AudioPacket[ssrc=" + Long.toHexString(ssrc) + " seq=" + sequence + " ts=" + rtpTimestamp + " "
                + payload.length + " bytes]";
    }
}
