package dev.plumb.objects;

/** State of a DTLS transport. */
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
