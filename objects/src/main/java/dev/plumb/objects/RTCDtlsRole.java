package dev.plumb.objects;

/**
 * Who begins the DTLS handshake.
 *
 * @spec https://draft.ortc.org/#rtcdtlsrole* ORTC, The RTCDtlsRole Enum
 */
public enum RTCDtlsRole implements SpecName {
    /** The ICE-controlled side. */
    AUTO,
    /** This side. */
    CLIENT,
    /** The other side. */
    SERVER
}
