package dev.plumb.objects;

/**
 * State of a DTLS transport.
 *
 * @spec https://www.w3.org/TR/webrtc/#dom-rtcdtlstransportstate WebRTC, RTCDtlsTransportState Enum
 */
public enum RTCDtlsTransportState implements SpecName {
    /** Not started. */
    NEW,
    /** Handshake under way. */
    CONNECTING,
    /** Keys agreed and fingerprint verified. */
    CONNECTED,
    /** Ended by either side. */
    CLOSED,
    /** Ended by an error, such as a wrong fingerprint. */
    FAILED
}
