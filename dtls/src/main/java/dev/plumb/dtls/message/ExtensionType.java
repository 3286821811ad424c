package dev.plumb.dtls.message;

/**
 * Extensions of the hellos that mean something to us; others are ignored.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc5246#section-7.4.1.4 RFC 5246 7.4.1.4, Hello Extensions
 */
public final class ExtensionType {
    public static final int SUPPORTED_GROUPS = 10;
    public static final int EC_POINT_FORMATS = 11;
    public static final int SIGNATURE_ALGORITHMS = 13;
    public static final int USE_SRTP = 14;
    public static final int EXTENDED_MASTER_SECRET = 23;
    public static final int SUPPORTED_VERSIONS = 43;
    public static final int COOKIE = 44;
    public static final int KEY_SHARE = 51;
    public static final int RENEGOTIATION_INFO = 0xff01;

    private ExtensionType() {}
}
