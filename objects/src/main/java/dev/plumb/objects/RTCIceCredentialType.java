package dev.plumb.objects;

/**
 * How one proves oneself to a TURN server.
 *
 * @spec https://draft.ortc.org/#rtcicecredentialtype* ORTC, The RTCIceCredentialType Enum
 */
public enum RTCIceCredentialType implements SpecName {
    /** By a user name and a password. */
    PASSWORD,
    /** By a token (RFC 7635). */
    OAUTH
}
