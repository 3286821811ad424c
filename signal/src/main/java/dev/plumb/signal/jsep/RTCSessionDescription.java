package dev.plumb.signal.jsep;

import dev.plumb.objects.RTCException;

/**
 * A session description.
 *
 * @param type the type of the description
 * @param sdp the text of the description; empty for a rollback, and where the connection is to create it
 * @spec https://www.w3.org/TR/webrtc/#rtcsessiondescription-class WebRTC, RTCSessionDescription Class
 */
public record RTCSessionDescription(RTCSdpType type, String sdp) {
    /**
     * Checks that no member is null.
     *
     * @throws RTCException TypeError where a member is null
     */
    public RTCSessionDescription {
        RTCException.requirePresent("RTCSessionDescription", "type", type, "sdp", sdp);
    }

    /** A rollback of the offer under way. */
    public static final RTCSessionDescription ROLLBACK = new RTCSessionDescription(RTCSdpType.ROLLBACK, "");

    /** Creates an offer. */
    public static RTCSessionDescription offer(String sdp) {
        return new RTCSessionDescription(RTCSdpType.OFFER, sdp);
    }

    /** Creates an answer. */
    public static RTCSessionDescription answer(String sdp) {
        return new RTCSessionDescription(RTCSdpType.ANSWER, sdp);
    }

    /** Creates a provisional answer. */
    public static RTCSessionDescription pranswer(String sdp) {
        return new RTCSessionDescription(RTCSdpType.PRANSWER, sdp);
    }
}
