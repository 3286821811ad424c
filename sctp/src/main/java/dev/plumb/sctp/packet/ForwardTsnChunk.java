package dev.plumb.sctp.packet;

import dev.plumb.base.bytes.BigEndian;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The chunk that tells the receiver to wait no longer for abandoned messages.
 *
 * <pre>
 * +---------------+---------------+-------------------------------+
 * |  Type = 192   |   Flags = 0   |            Length             |
 * +---------------+---------------+-------------------------------+
 * |                      New Cumulative TSN                       |
 * +-------------------------------+-------------------------------+
 * |           Stream #1           |      Stream Sequence #1       |
 * +-------------------------------+-------------------------------+
 * </pre>
 *
 * @param skipped the skipped streams, of ordered messages only
 * @spec https://www.rfc-editor.org/rfc/rfc3758#section-3.2 RFC 3758 3.2, Forward Cumulative TSN Chunk
 */
public record ForwardTsnChunk(long newCumulativeTsn, List<SkippedStream> skipped) implements SkipChunk {
    public static final int TYPE = 192;
    public static final int FIXED_BYTES = 8;
    private static final int ENTRY_BYTES = 4;

    public static @Nullable ForwardTsnChunk parse(byte[] a, int at, int length) {
        if (length < FIXED_BYTES) {
            return null;
        }
        List<SkippedStream> skipped = new ArrayList<>((length - FIXED_BYTES) / ENTRY_BYTES);
        for (int entry = at + FIXED_BYTES; entry + ENTRY_BYTES <= at + length; entry += ENTRY_BYTES) {
            skipped.add(new SkippedStream(BigEndian.u16(a, entry), false, BigEndian.u16(a, entry + 2)));
        }
        return new ForwardTsnChunk(BigEndian.u32(a, at + 4), skipped);
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
            BigEndian.put16(a, entry + 2, (int) stream.messageNumber());
            entry += ENTRY_BYTES;
        }
    }

    @Override
    public String toString() {
        return "FORWARD TSN[" + newCumulativeTsn + ", skipped " + skipped + "]";
    }
}
