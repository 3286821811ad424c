package dev.plumb.transport.sctp;

import dev.plumb.base.bytes.BigEndian;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Tells the receiver to wait no longer for abandoned messages.
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
 * @param skipped stream and last skipped sequence number of each stream in turn; ordered messages only
 * @spec https://www.rfc-editor.org/rfc/rfc3758#section-3.2 RFC 3758 3.2, Forward Cumulative TSN Chunk
 */
record ForwardTsnChunk(long newCumulativeTsn, int[] skipped) implements SctpChunk {
    static final int TYPE = 192;
    static final int FIXED_BYTES = 8;

    static @Nullable ForwardTsnChunk parse(byte[] a, int at, int length) {
        if (length < FIXED_BYTES) {
            return null;
        }
        int[] skipped = new int[(length - FIXED_BYTES) / 4 * 2];
        for (int i = 0; i < skipped.length; i++) {
            skipped[i] = BigEndian.u16(a, at + FIXED_BYTES + 2 * i);
        }
        return new ForwardTsnChunk(BigEndian.u32(a, at + 4), skipped);
    }

    @Override
    public int byteLength() {
        return FIXED_BYTES + 2 * skipped.length;
    }

    @Override
    public void write(byte[] a, int at) {
        SctpChunk.writeHeader(a, at, TYPE, 0, byteLength());
        BigEndian.put32(a, at + 4, newCumulativeTsn);
        for (int i = 0; i < skipped.length; i++) {
            BigEndian.put16(a, at + FIXED_BYTES + 2 * i, skipped[i]);
        }
    }

    @Override
    public String toString() {
        return "FORWARD TSN[" + newCumulativeTsn + ", skipped " + Arrays.toString(skipped) + "]";
    }
}
