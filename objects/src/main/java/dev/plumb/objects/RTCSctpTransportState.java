package dev.plumb.objects;

/**
 * State of an SCTP transport.
 *
 * @spec https://www.w3.org/TR/webrtc/#dom-rtcsctptransportstate WebRTC, RTCSctpTransportState Enum
 */
public enum RTCSctpTransportState implements SpecName {
    /** Not started. */
    NEW,
    /** Association being made. */
    CONNECTING,
    /** Channels can be used. */
    CONNECTED,
    /** The transport is closed. */
    CLOSED
}
