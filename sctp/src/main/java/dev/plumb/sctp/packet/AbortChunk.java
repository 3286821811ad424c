package dev.plumb.sctp.packet;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The chunk that ends the association at once.
 *
 * <pre>
 * +---------------+-------------+-+-------------------------------+
 * |   Type = 6    |  Reserved   |T|            Length             |
 * +---------------+-------------+-+-------------------------------+
 * |                   zero or more Error Causes                   |
 * +---------------------------------------------------------------+
 * </pre>
 *
 * @param reflectedTag the T bit: the packet's tag is the one that the receiver itself sends with
 * @spec https://www.rfc-editor.org/rfc/rfc9260#section-3.3.7 RFC 9260 3.3.7, Abort Association (ABORT)
 */
public record AbortChunk(boolean reflectedTag, List<ErrorCause> causes) implements SctpChunk {
    public static final int TYPE = 6;

    public static @Nullable AbortChunk parse(byte[] a, int at, int flags, int length) {
        List<ErrorCause> causes = ErrorCause.parseAll(a, at + HEADER_BYTES, at + length);
        return causes == null ? null : new AbortChunk((flags & 1) != 0, causes);
    }

    @Override
    public int byteLength() {
        return HEADER_BYTES + Tlv.byteLengthOf(ErrorCause.toTlvs(causes));
    }

    @Override
    public void write(byte[] a, int at) {
        SctpChunk.writeHeader(a, at, TYPE, reflectedTag ? 1 : 0, byteLength());
        Tlv.writeAll(ErrorCause.toTlvs(causes), a, at + HEADER_BYTES);
    }
}
