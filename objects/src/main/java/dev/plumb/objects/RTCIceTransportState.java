package dev.plumb.objects;

/**
 * State of an ICE transport.
 *
 * @spec https://www.w3.org/TR/webrtc/#dom-rtcicetransportstate WebRTC 5.6.6, RTCIceTransportState Enum
 */
public enum RTCIceTransportState implements SpecName {
    /** There are no remote candidates yet. Checks are answered. */
    NEW,
    /** Looks for a pair that works. */
    CHECKING,
    /** A pair works. */
    CONNECTED,
    /** A pair works and all others were tried. */
    COMPLETED,
    /** The peer is silent, or all pairs failed and others may come. */
    DISCONNECTED,
    /** No pair works. */
    FAILED,
    /** The transport is closed. */
    CLOSED
}
