package dev.plumb.dtls.message;

import org.jspecify.annotations.Nullable;

/**
 * The message that ends the server's flight. It is empty.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc5246#section-7.4.5 RFC 5246 7.4.5, Server Hello Done
 */
public record ServerHelloDone() implements HandshakeMessage {
    public static @Nullable ServerHelloDone parse(byte[] body) {
        return body.length == 0 ? new ServerHelloDone() : null;
    }

    @Override
    public int type() {
        return HandshakeType.SERVER_HELLO_DONE;
    }

    @Override
    public byte[] toBytes() {
        return new byte[0];
    }
}
