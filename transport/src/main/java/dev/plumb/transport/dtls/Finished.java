package dev.plumb.transport.dtls;

import org.jspecify.annotations.Nullable;

/**
 * Ends a side's part of the handshake, encrypted.
 *
 * <pre>
 * +---------------------+
 * | verify data (12 B)  |
 * +---------------------+
 * </pre>
 *
 * @param verifyData proves that both saw the same messages
 * @spec https://www.rfc-editor.org/rfc/rfc5246#section-7.4.9 RFC 5246 7.4.9, Finished
 */
record Finished(byte[] verifyData) implements HandshakeMessage {
    static @Nullable Finished parse(byte[] body) {
        return body.length == KeySchedule12.VERIFY_DATA_BYTES ? new Finished(body) : null;
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
