package dev.plumb.signal.jsep;

import dev.plumb.objects.SpecName;

/**
 * The type of a session description.
 *
 * @spec https://www.w3.org/TR/webrtc/#dom-rtcsdptype WebRTC, RTCSdpType Enum
 */
public enum RTCSdpType implements SpecName {
    /** Proposes. */
    OFFER,
    /** Agrees for the time being. */
    PRANSWER,
    /** Agrees. */
    ANSWER,
    /** A rollback of the offer under way. */
    ROLLBACK
}
