package dev.plumb.dtls;

/**
 * Extensions of the hellos that mean something to us; others are ignored.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc5246#section-7.4.1.4 RFC 5246 7.4.1.4, Hello Extensions
 */
final class ExtensionType {
    static final int SUPPORTED_GROUPS = 10;
    static final int EC_POINT_FORMATS = 11;
    static final int SIGNATURE_ALGORITHMS = 13;
    static final int USE_SRTP = 14;
    static final int EXTENDED_MASTER_SECRET = 23;
    static final int SUPPORTED_VERSIONS = 43;
    static final int COOKIE = 44;
    static final int KEY_SHARE = 51;
    static final int RENEGOTIATION_INFO = 0xff01;

    private ExtensionType() {}
}
