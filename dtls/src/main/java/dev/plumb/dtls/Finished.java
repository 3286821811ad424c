package dev.plumb.dtls;

import org.jspecify.annotations.Nullable;

/**
 * The message that ends a side's part of the handshake, encrypted.
 *
 * <pre>
 * +---------------------+
 * | verify data         |
 * +---------------------+
 * </pre>
 *
 * @param verifyData proves that both saw the same messages: 12 bytes in DTLS 1.2, a hash's length in DTLS 1.3
 * @spec https://www.rfc-editor.org/rfc/rfc5246#section-7.4.9 RFC 5246 7.4.9, Finished
 */
record Finished(byte[] verifyData) implements HandshakeMessage {
    static @Nullable Finished parse(byte[] body) {
        return switch (body.length) {
            case KeySchedule12.VERIFY_DATA_BYTES, 32, 48 -> new Finished(body);
            default -> null;
        };
    }

    @Override
    public int type() {
        return HandshakeType.FINISHED;
    }

    @Override
    public byte[] toBytes() {
        return verifyData;
    }
}
