package dev.plumb.rtp.rtp;

import dev.plumb.rtp.packet.HeaderExtensionIds;
import java.util.List;
import java.util.Map;

/**
 * The configuration of one receiver: one media description, one or more encodings.
 *
 * @param mid the MID of its media description; empty for none
 * @param encodings the streams that were announced; may be empty
 * @param payloads the payloads by payload type number
 * @param rtx retransmission payload types, each with the payload type that it repairs
 * @param extensions the header extensions negotiated
 * @param video whether the media is video
 */
public record ReceiverConfig(
        String mid,
        List<Encoding> encodings,
        Map<Integer, Payload> payloads,
        Map<Integer, Integer> rtx,
        HeaderExtensionIds extensions,
        boolean video) {
    /** No such SSRC. */
    public static final long NONE = -1;

    public ReceiverConfig {
        encodings = List.copyOf(encodings);
        payloads = Map.copyOf(payloads);
        rtx = Map.copyOf(rtx);
        for (Integer repaired : rtx.values()) {
            if (!payloads.containsKey(repaired)) {
                throw new IllegalArgumentException(
                        "retransmissions of payload type " + repaired + ", which is unknown");
            }
        }
    }

    /**
     * A stream that was announced.
     *
     * @param ssrc the SSRC, or {@link #NONE}
     * @param rtxSsrc the SSRC of its retransmissions, or {@link #NONE}
     * @param rid the name of the encoding; empty for none
     */
    public record Encoding(long ssrc, long rtxSsrc, String rid) {}

    /**
     * A payload type and its feedback.
     *
     * @param type the payload type
     * @param nack whether to ask for lost packets
     * @param pli whether to ask for key frames with PLI
     * @param fir whether to ask with FIR where PLI is not supported
     * @param transportCc whether arrivals are fed back
     * @param remb whether REMB is sent
     */
    public record Payload(PayloadType type, boolean nack, boolean pli, boolean fir, boolean transportCc, boolean remb) {
        /** Returns a payload type without feedback. */
        public static Payload plain(PayloadType type) {
            return new Payload(type, false, false, false, false, false);
        }

        /** Returns a payload type with NACK, PLI, FIR and transport-wide feedback. */
        public static Payload withFeedback(PayloadType type) {
            return new Payload(type, true, true, true, true, false);
        }
    }

    /** Returns whether this receiver takes packets of a payload type. */
    boolean takes(int payloadType) {
        return payloads.containsKey(payloadType) || rtx.containsKey(payloadType);
    }

    /** Returns whether any encoding names its SSRC. */
    boolean namesSsrcs() {
        return encodings.stream().anyMatch(e -> e.ssrc() != NONE);
    }
}
