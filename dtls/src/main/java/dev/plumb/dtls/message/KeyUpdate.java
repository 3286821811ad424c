package dev.plumb.dtls.message;

import org.jspecify.annotations.Nullable;

/**
 * The announcement that the sender changes to new keys. It may ask the other side for the same.
 *
 * <pre>
 * +-------------------+
 * | asks for one (8)  |
 * +-------------------+
 * </pre>
 *
 * @param isRequested whether the other side is to update, too
 * @spec https://www.rfc-editor.org/rfc/rfc9147#section-8 RFC 9147 8, Key Updates
 */
public record KeyUpdate(boolean isRequested) implements HandshakeMessage {
    public static @Nullable KeyUpdate parse(byte[] body) {
        return body.length == 1 && (body[0] & 0xfe) == 0 ? new KeyUpdate(body[0] == 1) : null;
    }

    @Override
    public int type() {
        return HandshakeType.KEY_UPDATE;
    }

    @Override
    public byte[] toBytes() {
        return new byte[] {(byte) (isRequested ? 1 : 0)};
    }
}
