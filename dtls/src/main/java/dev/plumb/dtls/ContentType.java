package dev.plumb.dtls;

/**
 * The types of record content.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc5246#section-6.2.1 RFC 5246 6.2.1, Fragmentation
 */
final class ContentType {
    static final int CHANGE_CIPHER_SPEC = 20;
    static final int ALERT = 21;
    static final int HANDSHAKE = 22;
    static final int APPLICATION_DATA = 23;
    static final int ACK = 26;

    private ContentType() {}
}
