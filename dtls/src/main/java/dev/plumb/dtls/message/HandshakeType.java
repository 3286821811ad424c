package dev.plumb.dtls.message;

/**
 * Types of handshake messages.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc6347#section-4.3.2 RFC 6347 4.3.2, Handshake Protocol
 * @spec https://www.rfc-editor.org/rfc/rfc8446#section-4 RFC 8446 4, Handshake Protocol
 */
public final class HandshakeType {
    public static final int HELLO_REQUEST = 0;
    public static final int CLIENT_HELLO = 1;
    public static final int SERVER_HELLO = 2;
    public static final int HELLO_VERIFY_REQUEST = 3;
    public static final int NEW_SESSION_TICKET = 4;
    public static final int ENCRYPTED_EXTENSIONS = 8;
    public static final int CERTIFICATE = 11;
    public static final int SERVER_KEY_EXCHANGE = 12;
    public static final int CERTIFICATE_REQUEST = 13;
    public static final int SERVER_HELLO_DONE = 14;
    public static final int CERTIFICATE_VERIFY = 15;
    public static final int CLIENT_KEY_EXCHANGE = 16;
    public static final int FINISHED = 20;
    public static final int KEY_UPDATE = 24;

    /** Never sent: stands for a first ClientHello in DTLS 1.3's hashes. */
    public static final int MESSAGE_HASH = 254;

    private HandshakeType() {}
}
