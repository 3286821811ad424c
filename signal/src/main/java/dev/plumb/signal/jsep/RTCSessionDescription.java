package dev.plumb.signal.jsep;

/**
 * A session description.
 *
 * @param type what it is
 * @param sdp its text; empty for a rollback
 */
public record RTCSessionDescription(RTCSdpType type, String sdp) {
    /** An offer. */
    public static RTCSessionDescription offer(String sdp) {
        return new RTCSessionDescription(RTCSdpType.OFFER, sdp);
    }

    /** An answer. */
    public static RTCSessionDescription answer(String sdp) {
        return new RTCSessionDescription(RTCSdpType.ANSWER, sdp);
    }
}
