package dev.plumb.dtls.record;

/**
 * The types of record content.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc5246#section-6.2.1 RFC 5246 6.2.1, Fragmentation
 */
public final class ContentType {
    public static final int CHANGE_CIPHER_SPEC = 20;
    public static final int ALERT = 21;
    public static final int HANDSHAKE = 22;
    public static final int APPLICATION_DATA = 23;
    public static final int ACK = 26;

    private ContentType() {}
}
