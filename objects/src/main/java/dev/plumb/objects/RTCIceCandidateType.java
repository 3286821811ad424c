package dev.plumb.objects;

/**
 * The type of a candidate: how its address was found.
 *
 * @spec https://www.w3.org/TR/webrtc/#dom-rtcicecandidatetype WebRTC, RTCIceCandidateType Enum
 */
public enum RTCIceCandidateType implements SpecName {
    /** An address of the agent. */
    HOST,
    /** Seen by a STUN server. */
    SRFLX,
    /** Seen by the peer. */
    PRFLX,
    /** An address of a TURN server. */
    RELAY
}
