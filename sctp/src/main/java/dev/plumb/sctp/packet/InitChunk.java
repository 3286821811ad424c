package dev.plumb.sctp.packet;

import org.jspecify.annotations.Nullable;

/**
 * INIT: type 1, then {@link InitFields}.
 *
 * <pre>
 * +---------------+---------------+-------------------------------+
 * |   Type = 1    |   Flags = 0   |            Length             |
 * +---------------+---------------+-------------------------------+
 * |                          InitFields                           |
 * +---------------------------------------------------------------+
 * </pre>
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9260#section-3.3.2 RFC 9260 3.3.2, Initiation (INIT)
 */
public record InitChunk(InitFields fields) implements SctpChunk {
    public static final int TYPE = 1;

    public static @Nullable InitChunk parse(byte[] a, int at, int length) {
        InitFields fields = InitFields.parse(a, at, length);
        return fields == null ? null : new InitChunk(fields);
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
