package dev.plumb.dtls;

/** The timers of a connection. */
enum DtlsTimer {
    /** The flight that was sent has had no answer. */
    RETRANSMIT,
    /** A flight of the peer's has come in part, and the rest has not followed. */
    ACK,
    /** The handshake has taken too long. */
    HANDSHAKE,
    /**
     * An unencrypted message or alert said that the handshake cannot go on, and none of the peer's messages was
     * accepted since.
     */
    DOUBT
}
