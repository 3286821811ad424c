package dev.plumb.transport.dtls;

/** The timers of a connection. */
enum DtlsTimer {
    /** The flight that was sent has had no answer. */
    RETRANSMIT,
    /** The handshake has taken too long. */
    HANDSHAKE
}
