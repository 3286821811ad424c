package dev.plumb.objects;

/**
 * A kind of RTCP feedback.
 *
 * @param type the type, such as {@code nack}, {@code ccm}, {@code goog-remb} or {@code transport-cc}
 * @param parameter the parameter, such as {@code pli} or {@code fir}; empty for none
 * @spec https://draft.ortc.org/#rtcrtcpfeedback* ORTC, The RTCRtcpFeedback Dictionary
 */
public record RTCRtcpFeedback(String type, String parameter) {
    /**
     * Checks that no member is null.
     *
     * @throws RTCException TypeError where a member is null
     */
    public RTCRtcpFeedback {
        RTCException.requirePresent("RTCRtcpFeedback", "type", type, "parameter", parameter);
    }

    /** Creates feedback without a parameter. */
    public RTCRtcpFeedback(String type) {
        this(type, "");
    }
}
