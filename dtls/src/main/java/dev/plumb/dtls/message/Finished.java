package dev.plumb.dtls.message;

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
public record Finished(byte[] verifyData) implements HandshakeMessage {
    /** The length of the verify data in DTLS 1.2. */
    public static final int VERIFY_DATA_BYTES_12 = 12;

    public static @Nullable Finished parse(byte[] body) {
        return switch (body.length) {
            case VERIFY_DATA_BYTES_12, 32, 48 -> new Finished(body);
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
