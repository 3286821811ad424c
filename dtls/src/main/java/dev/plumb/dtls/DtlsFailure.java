package dev.plumb.dtls;

/** Why a connection failed. */
public enum DtlsFailure {
    /** The peer's certificate is not the one that signalling announced. */
    FINGERPRINT,
    /** The handshake took longer than it may. */
    TIMEOUT,
    /** The peer sent a fatal alert. */
    ALERT_RECEIVED,
    /** The peer broke the protocol, or there is nothing in common with it. */
    HANDSHAKE
}
