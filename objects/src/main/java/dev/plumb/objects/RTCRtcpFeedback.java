package dev.plumb.objects;

/**
 * A kind of RTCP feedback.
 *
 * @param type such as {@code nack}, {@code ccm}, {@code goog-remb} or {@code transport-cc}
 * @param parameter such as {@code pli} or {@code fir}; empty for none
 * @spec https://draft.ortc.org/#rtcrtcpfeedback* ORTC, The RTCRtcpFeedback Dictionary
 */
public record RTCRtcpFeedback(String type, String parameter) {
    /** Without parameter. */
    public RTCRtcpFeedback(String type) {
        this(type, "");
    }
}
