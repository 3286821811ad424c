package dev.plumb.dtls;

/** The side of the handshake that an end is. */
public enum DtlsRole {
    /** It sends the ClientHello. */
    CLIENT,
    /** It waits for one. */
    SERVER;

    /** Returns the role of the other end. */
    public DtlsRole other() {
        return this == CLIENT ? SERVER : CLIENT;
    }
}
