package dev.plumb.signal.jsep;

import dev.plumb.objects.SpecName;

/**
 * The state of the offer/answer exchange.
 *
 * @spec https://www.w3.org/TR/webrtc/#dom-rtcsignalingstate WebRTC, RTCSignalingState Enum
 */
public enum RTCSignalingState implements SpecName {
    /** Nothing under way. */
    STABLE,
    /** Our offer waits for an answer. */
    HAVE_LOCAL_OFFER,
    /** The peer's offer waits for ours. */
    HAVE_REMOTE_OFFER,
    /** We answered for the time being. */
    HAVE_LOCAL_PRANSWER,
    /** The peer answered for the time being. */
    HAVE_REMOTE_PRANSWER,
    /** The connection is closed. */
    CLOSED
}
