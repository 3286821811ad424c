package dev.plumb.dtls.message;

import org.jspecify.annotations.Nullable;

/**
 * The client's ephemeral public key.
 *
 * <pre>
 * +-----------------------+
 * | length (8) public key |
 * +-----------------------+
 * </pre>
 *
 * @param publicKey the key as the group writes it
 * @spec https://www.rfc-editor.org/rfc/rfc8422#section-5.7 RFC 8422 5.7, Client Key Exchange
 */
public record ClientKeyExchange(byte[] publicKey) implements HandshakeMessage {
    public static @Nullable ClientKeyExchange parse(byte[] body) {
        WireReader in = new WireReader(body);
        byte[] publicKey = in.vector8();
        return in.complete() ? new ClientKeyExchange(publicKey) : null;
    }

    @Override
    public int type() {
        return HandshakeType.CLIENT_KEY_EXCHANGE;
    }

    @Override
    public byte[] toBytes() {
        return new WireWriter().vector8(publicKey).toByteArray();
    }
}
