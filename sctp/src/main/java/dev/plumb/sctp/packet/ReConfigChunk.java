package dev.plumb.sctp.packet;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The chunk that requests stream resets, or answers such a request.
 *
 * <pre>
 * +---------------+---------------+-------------------------------+
 * |  Type = 130   |   Flags = 0   |            Length             |
 * +---------------+---------------+-------------------------------+
 * |                one or two Re-configuration Parameters         |
 * +---------------------------------------------------------------+
 * </pre>
 *
 * @spec https://www.rfc-editor.org/rfc/rfc6525#section-3.1 RFC 6525 3.1, RE-CONFIG Chunk
 */
public record ReConfigChunk(List<SctpParameter> parameters) implements SctpChunk {
    public static final int TYPE = 130;

    public static @Nullable ReConfigChunk parse(byte[] a, int at, int length) {
        List<SctpParameter> parameters = SctpParameter.parseAll(a, at + HEADER_BYTES, at + length);
        return parameters == null ? null : new ReConfigChunk(parameters);
    }

    @Override
    public int byteLength() {
        return HEADER_BYTES + SctpParameter.byteLengthOf(parameters);
    }

    @Override
    public void write(byte[] a, int at) {
        SctpChunk.writeHeader(a, at, TYPE, 0, byteLength());
        SctpParameter.writeAll(parameters, a, at + HEADER_BYTES);
    }
}
