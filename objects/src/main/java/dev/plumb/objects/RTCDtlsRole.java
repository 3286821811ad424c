package dev.plumb.objects;

/**
 * The role in the DTLS handshake: the client begins it.
 *
 * @spec https://draft.ortc.org/#rtcdtlsrole* ORTC, The RTCDtlsRole Enum
 */
public enum RTCDtlsRole implements SpecName {
    /** The ICE-controlled side. */
    AUTO,
    /** This side begins the handshake. */
    CLIENT,
    /** The other side. */
    SERVER
}
