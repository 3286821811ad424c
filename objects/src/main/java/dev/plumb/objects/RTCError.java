package dev.plumb.objects;

import java.util.Locale;
import java.util.OptionalInt;

/**
 * An error of a transport or channel.
 *
 * @param detail the kind of error
 * @param message a human-readable message
 * @param receivedAlert the DTLS alert that the peer sent
 * @param sentAlert the DTLS alert that we sent
 * @param sctpCauseCode the SCTP cause code of an abort
 * @spec https://www.w3.org/TR/webrtc/#rtcerror-interface WebRTC 11.1, RTCError Interface
 */
public record RTCError(
        Detail detail, String message, OptionalInt receivedAlert, OptionalInt sentAlert, OptionalInt sctpCauseCode) {
    /**
     * Checks that no member is null.
     *
     * @throws RTCException TypeError where a member is null
     */
    public RTCError {
        RTCException.requirePresent(
                "RTCError",
                "detail",
                detail,
                "message",
                message,
                "receivedAlert",
                receivedAlert,
                "sentAlert",
                sentAlert,
                "sctpCauseCode",
                sctpCauseCode);
    }

    /** Creates an error without codes. */
    public RTCError(Detail detail, String message) {
        this(detail, message, OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty());
    }

    /** Kinds of errors. */
    public enum Detail {
        /** The data channel or its association broke. */
        DATA_CHANNEL_FAILURE,
        /** DTLS failed, or the peer sent a fatal alert. */
        DTLS_FAILURE,
        /** The peer's certificate is not the announced one. */
        FINGERPRINT_FAILURE,
        /** SCTP failed. */
        SCTP_FAILURE,
        /** An encoder does not take the parameters. */
        HARDWARE_ENCODER_ERROR;

        /** Returns its name in the specification. */
        public String spec() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
