package dev.plumb.sctp.packet;

import dev.plumb.base.bytes.BigEndian;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * FORWARD TSN where messages interleave.
 *
 * <pre>
 * +---------------+---------------+-------------------------------+
 * |  Type = 194   |   Flags = 0   |            Length             |
 * +---------------+---------------+-------------------------------+
 * |                      New Cumulative TSN                       |
 * +-------------------------------+-----------------------------+-+
 * |       Stream Identifier       |           Reserved          |U|
 * +-------------------------------+-----------------------------+-+
 * |                      Message Identifier                       |
 * +---------------------------------------------------------------+
 * </pre>
 *
 * @spec https://www.rfc-editor.org/rfc/rfc8260#section-2.3.1 RFC 8260 2.3.1, Extension to the FORWARD-TSN Chunk
 */
public record IForwardTsnChunk(long newCumulativeTsn, List<SkippedStream> skipped) implements SkipChunk {
    public static final int TYPE = 194;
    public static final int FIXED_BYTES = 8;
    private static final int ENTRY_BYTES = 8;

    public static @Nullable IForwardTsnChunk parse(byte[] a, int at, int length) {
        if (length < FIXED_BYTES) {
            return null;
        }
        List<SkippedStream> skipped = new ArrayList<>((length - FIXED_BYTES) / ENTRY_BYTES);
        for (int entry = at + FIXED_BYTES; entry + ENTRY_BYTES <= at + length; entry += ENTRY_BYTES) {
            boolean unordered = (BigEndian.u16(a, entry + 2) & 1) != 0;
            skipped.add(new SkippedStream(BigEndian.u16(a, entry), unordered, BigEndian.u32(a, entry + 4)));
        }
        return new IForwardTsnChunk(BigEndian.u32(a, at + 4), skipped);
    }

    @Override
    public int byteLength() {
        return FIXED_BYTES + ENTRY_BYTES * skipped.size();
    }

    @Override
    public void write(byte[] a, int at) {
        SctpChunk.writeHeader(a, at, TYPE, 0, byteLength());
        BigEndian.put32(a, at + 4, newCumulativeTsn);
        int entry = at + FIXED_BYTES;
        for (SkippedStream stream : skipped) {
            BigEndian.put16(a, entry, stream.streamId());
            BigEndian.put16(a, entry + 2, stream.unordered() ? 1 : 0);
            BigEndian.put32(a, entry + 4, stream.messageNumber());
            entry += ENTRY_BYTES;
        }
    }

    @Override
    public String toString() {
        return "I-FORWARD TSN[" + newCumulativeTsn + ", skipped " + skipped + "]";
    }
}
