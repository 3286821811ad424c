package dev.plumb.rtp.rtp;

import dev.plumb.rtp.packet.HeaderExtensionIds;

/**
 * One stream to send.
 *
 * @param ssrc unsigned 32 bits, unique on the transport
 * @param rtxSsrc the SSRC of its retransmissions, or {@link #NONE}
 * @param payload the payload type to send at first
 * @param rtxPayloadType the payload type of its retransmissions, or {@link #NONE}
 * @param video whether the media is video, whose packets wait for the pacer
 * @param nack whether to keep sent packets for retransmission
 * @param mid the MID of its media description; empty for none
 * @param rid the name of the encoding; empty for none
 * @param extensions the header extensions negotiated
 * @param rateBps the expected rate, in bits per second; the pacer works from the sum
 */
public record SendStreamConfig(
        long ssrc,
        long rtxSsrc,
        PayloadType payload,
        int rtxPayloadType,
        boolean video,
        boolean nack,
        String mid,
        String rid,
        HeaderExtensionIds extensions,
        long rateBps) {
    /** No such SSRC, no such payload type. */
    public static final int NONE = -1;

    public SendStreamConfig {
        checkSsrc(ssrc);
        if (rtxSsrc != NONE) {
            checkSsrc(rtxSsrc);
        }
        if (rtxSsrc == ssrc) {
            throw new IllegalArgumentException("retransmissions need an SSRC of their own");
        }
        if ((rtxSsrc == NONE) != (rtxPayloadType == NONE)) {
            throw new IllegalArgumentException("retransmissions need an SSRC and a payload type, or neither");
        }
        if (rateBps <= 0) {
            throw new IllegalArgumentException("rateBps must be above 0, not " + rateBps);
        }
    }

    static void checkSsrc(long ssrc) {
        if (ssrc < 0 || ssrc > 0xffff_ffffL) {
            throw new IllegalArgumentException("an SSRC must be between 0 and 4294967295, not " + ssrc);
        }
    }

    /** Returns the configuration of audio without repair. */
    public static SendStreamConfig audio(
            long ssrc, PayloadType payload, String mid, HeaderExtensionIds extensions, long rateBps) {
        return new SendStreamConfig(ssrc, NONE, payload, NONE, false, false, mid, "", extensions, rateBps);
    }

    /** Returns the configuration of video with NACK, and without a stream for retransmissions. */
    public static SendStreamConfig video(
            long ssrc, PayloadType payload, String mid, HeaderExtensionIds extensions, long rateBps) {
        return new SendStreamConfig(ssrc, NONE, payload, NONE, true, true, mid, "", extensions, rateBps);
    }

    /** Returns a copy with a stream for retransmissions (RFC 4588). */
    public SendStreamConfig withRtx(long newRtxSsrc, int newRtxPayloadType) {
        return new SendStreamConfig(
                ssrc, newRtxSsrc, payload, newRtxPayloadType, video, nack, mid, rid, extensions, rateBps);
    }

    /** Returns a copy with the name of its encoding. */
    public SendStreamConfig withRid(String newRid) {
        return new SendStreamConfig(
                ssrc, rtxSsrc, payload, rtxPayloadType, video, nack, mid, newRid, extensions, rateBps);
    }

    /** Returns a copy that answers NACK or not. */
    public SendStreamConfig withNack(boolean newNack) {
        return new SendStreamConfig(
                ssrc, rtxSsrc, payload, rtxPayloadType, video, newNack, mid, rid, extensions, rateBps);
    }

    /** Returns whether retransmissions have a stream of their own. */
    public boolean hasRtx() {
        return rtxSsrc != NONE;
    }
}
