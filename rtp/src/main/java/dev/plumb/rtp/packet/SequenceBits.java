package dev.plumb.rtp.packet;

/**
 * A set of unwrapped sequence numbers that lie close together, stored as a ring of bits. A search looks at 64 numbers
 * at a time, and a summary tells which groups of 64 to look at, so it takes a few steps regardless of how many numbers
 * there are. The caller must keep all members within one span of {@link #capacity()} numbers.
 */
public final class SequenceBits {
    /** The result of a search that finds nothing. */
    public static final long NONE = -1;

    private final long[] words;
    private final int mask;

    // summaries with one bit per word: the words that have any number, and the words that have all
    private long some;
    private long full;

    /**
     * Creates an empty set.
     *
     * @param capacity the count of numbers it spans, a power of two from 64 to 4096
     */
    public SequenceBits(int capacity) {
        if (Integer.bitCount(capacity) != 1 || capacity < Long.SIZE || capacity > Long.SIZE * Long.SIZE) {
            throw new IllegalArgumentException("capacity must be a power of two between 64 and 4096, not " + capacity);
        }
        this.words = new long[capacity / Long.SIZE];
        this.mask = capacity - 1;
    }

    /** Returns the count of numbers it spans. */
    public int capacity() {
        return mask + 1;
    }

    /** Adds a number. */
    public void set(long sequence) {
        put(word(sequence), words[word(sequence)] | 1L << sequence);
    }

    /** Removes a number. */
    public void clear(long sequence) {
        put(word(sequence), words[word(sequence)] & ~(1L << sequence));
    }

    private void put(int word, long value) {
        words[word] = value;
        long bit = 1L << word;
        some = value == 0 ? some & ~bit : some | bit;
        full = value == -1 ? full | bit : full & ~bit;
    }

    /** Returns whether a number is in the set. */
    public boolean get(long sequence) {
        return (words[word(sequence)] >>> sequence & 1) != 0;
    }

    /**
     * Removes the numbers from {@code from} (inclusive) to {@code to} (exclusive), or all numbers if the range exceeds
     * the capacity.
     */
    public void clear(long from, long to) {
        long at = Math.max(from, to - capacity());
        while (at < to) {
            long end = Math.min(to, (at | Long.SIZE - 1) + 1);
            put(word(at), words[word(at)] & ~bits(at, end));
            at = end;
        }
    }

    /** Returns the lowest number from {@code from} to {@code last}, inclusive, that is in the set, or {@link #NONE}. */
    public long next(long from, long last) {
        return search(from, last, 0);
    }

    /**
     * Returns the lowest number from {@code from} to {@code last}, inclusive, that is not in the set, or {@link #NONE}.
     */
    public long nextClear(long from, long last) {
        return search(from, last, -1);
    }

    private long search(long from, long last, long flip) {
        long at = from;
        while (at <= last) {
            long end = Math.min(last + 1, (at | Long.SIZE - 1) + 1);
            long found = (words[word(at)] ^ flip) & bits(at, end);
            if (found != 0) {
                return (at & -Long.SIZE) + Long.numberOfTrailingZeros(found);
            }
            at = end;
            long onwards = at > last ? 0 : from(word(at), flip);
            if (onwards == 0) {
                return NONE;
            }
            at += (long) Long.SIZE * Long.numberOfTrailingZeros(onwards);
        }
        return NONE;
    }

    /** Returns the words that contain a match, as a bit mask rotated so that the given word comes first. */
    private long from(int word, long flip) {
        long all = -1L >>> (Long.SIZE - words.length);
        long wanted = (flip == 0 ? some : ~full) & all;
        return word == 0 ? wanted : ((wanted >>> word) | (wanted << (words.length - word))) & all;
    }

    /**
     * Returns the highest number from {@code last} down to {@code first}, inclusive, that is in the set, or
     * {@link #NONE}.
     */
    public long previous(long last, long first) {
        return searchDown(last, first, 0);
    }

    /**
     * Returns the highest number from {@code last} down to {@code first}, inclusive, that is not in the set, or
     * {@link #NONE}.
     */
    public long previousClear(long last, long first) {
        return searchDown(last, first, -1);
    }

    private long searchDown(long last, long first, long flip) {
        long at = last;
        while (at >= first) {
            long begin = Math.max(first, at & -Long.SIZE);
            long found = (words[word(at)] ^ flip) & bits(begin, at + 1);
            if (found != 0) {
                return (at & -Long.SIZE) + Long.SIZE - 1 - Long.numberOfLeadingZeros(found);
            }
            at = begin - 1;
            // in this order the word just below is the last
            long onwards = at < first ? 0 : from((word(at) + 1) & (words.length - 1), flip);
            if (onwards == 0) {
                return NONE;
            }
            int skipped = words.length - Long.SIZE + Long.numberOfLeadingZeros(onwards);
            at -= (long) Long.SIZE * skipped;
        }
        return NONE;
    }

    private int word(long sequence) {
        return (int) (sequence & mask) >>> 6;
    }

    /**
     * Returns the bits of the numbers from {@code from} (inclusive) to {@code to} (exclusive), which must lie in one
     * word.
     */
    private static long bits(long from, long to) {
        long above = -1L << from;
        return (to & Long.SIZE - 1) == 0 ? above : above & ~(-1L << to);
    }
}
