package dev.plumb.sctp.packet;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reports what went wrong without ending the association.
 *
 * <pre>
 * +---------------+---------------+-------------------------------+
 * |   Type = 9    |   Flags = 0   |            Length             |
 * +---------------+---------------+-------------------------------+
 * |                    one or more Error Causes                   |
 * +---------------------------------------------------------------+
 * </pre>
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9260#section-3.3.10 RFC 9260 3.3.10, Operation Error (ERROR)
 */
public record ErrorChunk(List<ErrorCause> causes) implements SctpChunk {
    public static final int TYPE = 9;

    public static @Nullable ErrorChunk parse(byte[] a, int at, int length) {
        List<ErrorCause> causes = ErrorCause.parseAll(a, at + HEADER_BYTES, at + length);
        return causes == null ? null : new ErrorChunk(causes);
    }

    @Override
    public int byteLength() {
        return HEADER_BYTES + Tlv.byteLengthOf(ErrorCause.toTlvs(causes));
    }

    @Override
    public void write(byte[] a, int at) {
        SctpChunk.writeHeader(a, at, TYPE, 0, byteLength());
        Tlv.writeAll(ErrorCause.toTlvs(causes), a, at + HEADER_BYTES);
    }
}
