package dev.plumb.objects;

/**
 * The kind of credential for a TURN server.
 *
 * @spec https://draft.ortc.org/#rtcicecredentialtype* ORTC, The RTCIceCredentialType Enum
 */
public enum RTCIceCredentialType implements SpecName {
    /** A user name and a password. */
    PASSWORD,
    /** A token (RFC 7635). */
    OAUTH
}
