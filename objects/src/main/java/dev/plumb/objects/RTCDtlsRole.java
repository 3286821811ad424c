package dev.plumb.objects;

/** Who begins the DTLS handshake. */
public enum RTCDtlsRole implements SpecName {
    /** The ICE-controlled side. */
    AUTO,
    /** This side. */
    CLIENT,
    /** The other side. */
    SERVER
}
