package dev.plumb.transport.dtls;

/**
 * Types of handshake messages.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc6347#section-4.3.2 RFC 6347 4.3.2, Handshake Protocol
 */
final class HandshakeType {
    static final int HELLO_REQUEST = 0;
    static final int CLIENT_HELLO = 1;
    static final int SERVER_HELLO = 2;
    static final int HELLO_VERIFY_REQUEST = 3;
    static final int CERTIFICATE = 11;
    static final int SERVER_KEY_EXCHANGE = 12;
    static final int CERTIFICATE_REQUEST = 13;
    static final int SERVER_HELLO_DONE = 14;
    static final int CERTIFICATE_VERIFY = 15;
    static final int CLIENT_KEY_EXCHANGE = 16;
    static final int FINISHED = 20;

    private HandshakeType() {}
}
