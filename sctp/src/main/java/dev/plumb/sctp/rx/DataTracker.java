package dev.plumb.sctp.rx;

import dev.plumb.sctp.common.Serial;
import dev.plumb.sctp.packet.SackChunk;
import java.util.Arrays;

/**
 * The TSNs that have arrived: all up to the cumulative one, and ranges behind gaps.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9260#section-6.2 RFC 9260 6.2, Acknowledgement on Reception of DATA Chunks
 */
public final class DataTracker {
    private static final int RANGES_AT_MOST = 512;
    private static final int DUPLICATES_AT_MOST = 20;
    private static final int OFFSET_AT_MOST = 0xffff;

    private long cumulativeTsn;
    private long[] firsts = new long[16];
    private long[] lasts = new long[16];
    private int ranges;
    private final long[] duplicates = new long[DUPLICATES_AT_MOST];
    private int duplicateCount;

    public DataTracker(long initialTsn) {
        cumulativeTsn = initialTsn - 1;
    }

    public long cumulativeTsn() {
        return cumulativeTsn;
    }

    public boolean hasGaps() {
        return ranges > 0;
    }

    public boolean hasDuplicates() {
        return duplicateCount > 0;
    }

    /** Returns whether a TSN has arrived. */
    public boolean contains(long tsn) {
        if (tsn <= cumulativeTsn) {
            return true;
        }
        int i = floor(tsn);
        return i >= 0 && tsn <= lasts[i];
    }

    /** Notes a TSN that arrived again, for the next SACK. */
    public void duplicate(long tsn) {
        if (duplicateCount < DUPLICATES_AT_MOST) {
            duplicates[duplicateCount++] = tsn;
        }
    }

    /**
     * Returns whether a TSN that has not arrived can be kept: it must not be too far ahead, nor make one gap too many.
     */
    public boolean hasRoomFor(long tsn) {
        if (tsn - cumulativeTsn > OFFSET_AT_MOST) {
            return false;
        }
        if (ranges < RANGES_AT_MOST || tsn == cumulativeTsn + 1) {
            return true;
        }
        int i = floor(tsn);
        return (i >= 0 && lasts[i] + 1 == tsn) || (i + 1 < ranges && firsts[i + 1] == tsn + 1);
    }

    /** Notes a TSN that {@link #hasRoomFor} accepted. */
    public void arrived(long tsn) {
        if (tsn == cumulativeTsn + 1) {
            cumulativeTsn = tsn;
            absorb();
            return;
        }
        int i = floor(tsn);
        boolean joinsLeft = i >= 0 && lasts[i] + 1 == tsn;
        boolean joinsRight = i + 1 < ranges && firsts[i + 1] == tsn + 1;
        if (joinsLeft && joinsRight) {
            lasts[i] = lasts[i + 1];
            remove(i + 1);
        } else if (joinsLeft) {
            lasts[i] = tsn;
        } else if (joinsRight) {
            firsts[i + 1] = tsn;
        } else {
            insert(i + 1, tsn);
        }
    }

    /** Counts all TSNs up to {@code tsn} as arrived, since the peer no longer sends them. */
    public void forward(long tsn) {
        if (tsn > cumulativeTsn) {
            cumulativeTsn = tsn;
            absorb();
        }
    }

    /**
     * Returns the SACK to send now, and forgets the duplicates.
     *
     * @param blocksAtMost the number of gap blocks that fit
     */
    public SackChunk sack(long windowBytes, int blocksAtMost) {
        int blocks = Math.min(ranges, Math.max(0, blocksAtMost - duplicateCount));
        int[] gaps = new int[2 * blocks];
        for (int i = 0; i < blocks; i++) {
            gaps[2 * i] = (int) (firsts[i] - cumulativeTsn);
            gaps[2 * i + 1] = (int) (lasts[i] - cumulativeTsn);
        }
        long[] copies = Arrays.copyOf(duplicates, duplicateCount);
        duplicateCount = 0;
        return new SackChunk(Serial.wire32(cumulativeTsn), windowBytes, gaps, copies);
    }

    /** Absorbs ranges that the cumulative TSN has reached. */
    private void absorb() {
        int reached = 0;
        while (reached < ranges && firsts[reached] <= cumulativeTsn + 1) {
            cumulativeTsn = Math.max(cumulativeTsn, lasts[reached]);
            reached++;
        }
        if (reached > 0) {
            System.arraycopy(firsts, reached, firsts, 0, ranges - reached);
            System.arraycopy(lasts, reached, lasts, 0, ranges - reached);
            ranges -= reached;
        }
    }

    /** Returns the last range that begins at or before {@code tsn}, or -1 if there is none. */
    private int floor(long tsn) {
        if (ranges > 0 && firsts[ranges - 1] <= tsn) {
            return ranges - 1; // nearly always
        }
        int i = Arrays.binarySearch(firsts, 0, ranges, tsn);
        return i >= 0 ? i : -i - 2;
    }

    private void insert(int at, long tsn) {
        if (ranges == firsts.length) {
            firsts = Arrays.copyOf(firsts, 2 * ranges);
            lasts = Arrays.copyOf(lasts, 2 * ranges);
        }
        System.arraycopy(firsts, at, firsts, at + 1, ranges - at);
        System.arraycopy(lasts, at, lasts, at + 1, ranges - at);
        firsts[at] = tsn;
        lasts[at] = tsn;
        ranges++;
    }

    private void remove(int at) {
        System.arraycopy(firsts, at + 1, firsts, at, ranges - at - 1);
        System.arraycopy(lasts, at + 1, lasts, at, ranges - at - 1);
        ranges--;
    }
}
