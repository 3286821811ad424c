package dev.plumb.sctp.packet;

import dev.plumb.base.bytes.BigEndian;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The report of the TSNs that have arrived.
 *
 * <pre>
 * +---------------+---------------+-------------------------------+
 * |   Type = 3    |   Flags = 0   |            Length             |
 * +---------------+---------------+-------------------------------+
 * |                      Cumulative TSN Ack                       |
 * +---------------------------------------------------------------+
 * |           Advertised Receiver Window Credit (a_rwnd)          |
 * +-------------------------------+-------------------------------+
 * | Number of Gap Ack Blocks = N  |  Number of Duplicate TSNs = M |
 * +-------------------------------+-------------------------------+
 * |   Gap Ack Block #1 Start      |    Gap Ack Block #1 End       |
 * +-------------------------------+-------------------------------+
 * |                        Duplicate TSN #1                       |
 * +---------------------------------------------------------------+
 * </pre>
 *
 * @param gapBlocks start and end of each block in turn, as offsets from the cumulative TSN
 * @param duplicates TSNs that arrived more than once
 * @spec https://www.rfc-editor.org/rfc/rfc9260#section-3.3.4 RFC 9260 3.3.4, Selective Acknowledgement (SACK)
 */
public record SackChunk(long cumulativeTsn, long advertisedWindow, int[] gapBlocks, long[] duplicates)
        implements SctpChunk {
    public static final int TYPE = 3;
    public static final int FIXED_BYTES = 16;

    public static @Nullable SackChunk parse(byte[] a, int at, int length) {
        if (length < FIXED_BYTES) {
            return null;
        }
        int blocks = BigEndian.u16(a, at + 12);
        int copies = BigEndian.u16(a, at + 14);
        if (length < FIXED_BYTES + 4 * (blocks + copies)) {
            return null;
        }
        int[] gapBlocks = new int[2 * blocks];
        for (int i = 0; i < gapBlocks.length; i++) {
            gapBlocks[i] = BigEndian.u16(a, at + FIXED_BYTES + 2 * i);
        }
        long[] duplicates = new long[copies];
        for (int i = 0; i < copies; i++) {
            duplicates[i] = BigEndian.u32(a, at + FIXED_BYTES + 4 * (blocks + i));
        }
        return new SackChunk(BigEndian.u32(a, at + 4), BigEndian.u32(a, at + 8), gapBlocks, duplicates);
    }

    @Override
    public int byteLength() {
        return FIXED_BYTES + 2 * gapBlocks.length + 4 * duplicates.length;
    }

    @Override
    public void write(byte[] a, int at) {
        SctpChunk.writeHeader(a, at, TYPE, 0, byteLength());
        BigEndian.put32(a, at + 4, cumulativeTsn);
        BigEndian.put32(a, at + 8, advertisedWindow);
        BigEndian.put16(a, at + 12, gapBlocks.length / 2);
        BigEndian.put16(a, at + 14, duplicates.length);
        int next = at + FIXED_BYTES;
        for (int edge : gapBlocks) {
            BigEndian.put16(a, next, edge);
            next += 2;
        }
        for (long duplicate : duplicates) {
            BigEndian.put32(a, next, duplicate);
            next += 4;
        }
    }

    @Override
    public String toString() {
        return "SACK[cumulative " + cumulativeTsn + ", window " + advertisedWindow + ", gaps "
                + Arrays.toString(gapBlocks) + ", duplicates " + Arrays.toString(duplicates) + "]";
    }
}
