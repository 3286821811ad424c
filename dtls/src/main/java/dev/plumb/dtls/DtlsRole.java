package dev.plumb.dtls;

/** Which side of the handshake an end is. */
public enum DtlsRole {
    /** It sends the ClientHello. */
    CLIENT,
    /** It waits for one. */
    SERVER;

    /** The other end's role. */
    public DtlsRole other() {
        return this == CLIENT ? SERVER : CLIENT;
    }
}
