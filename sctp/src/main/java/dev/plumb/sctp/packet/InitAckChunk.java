package dev.plumb.sctp.packet;

import org.jspecify.annotations.Nullable;

/**
 * INIT ACK: type 2, then {@link InitFields}.
 *
 * <pre>
 * +---------------+---------------+-------------------------------+
 * |   Type = 2    |   Flags = 0   |            Length             |
 * +---------------+---------------+-------------------------------+
 * |                          InitFields                           |
 * +---------------------------------------------------------------+
 * </pre>
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9260#section-3.3.3 RFC 9260 3.3.3, Initiation Acknowledgement (INIT ACK)
 */
public record InitAckChunk(InitFields fields) implements SctpChunk {
    public static final int TYPE = 2;

    public static @Nullable InitAckChunk parse(byte[] a, int at, int length) {
        InitFields fields = InitFields.parse(a, at, length);
        return fields == null ? null : new InitAckChunk(fields);
    }

    @Override
    public int byteLength() {
        return fields.byteLength();
    }

    @Override
    public void write(byte[] a, int at) {
        fields.write(a, at, TYPE);
    }
}
