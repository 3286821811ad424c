package dev.plumb.rtp.packet;

/**
 * A set of unwrapped sequence numbers that lie close together: a ring of bits. A search looks at 64 numbers at a time, and a summary
 * tells which of those to look at, so that it takes a few steps however many numbers there are. Who uses it keeps all members within one span of {@link #capacity()} numbers.
 */
public final class SequenceBits {
    /** Returned by searches that find nothing. */
    public static final long NONE = -1;

    private final long[] words;
    private final int mask;

    // a bit a word: which have a number, and which have all
    private long some;
    private long full;

    /**
     * An empty set.
     *
     * @param capacity how many numbers it spans, a power of two from 64 to 4096
     */
    public SequenceBits(int capacity) {
        if (Integer.bitCount(capacity) != 1 || capacity < Long.SIZE || capacity > Long.SIZE * Long.SIZE) {
            throw new IllegalArgumentException("the capacity is a power of two from 64 to 4096, not " + capacity);
        }
        this.words = new long[capacity / Long.SIZE];
        this.mask = capacity - 1;
    }

    /** Returns how many numbers it spans. */
    public int capacity() {
        return mask + 1;
    }

    /** Adds a number. */
    public void set(long sequence) {
        put(word(sequence), words[word(sequence)] | 1L << sequence);
    }

    /** Takes a number out. */
    public void clear(long sequence) {
        put(word(sequence), words[word(sequence)] & ~(1L << sequence));
    }

    private void put(int word, long value) {
        words[word] = value;
        long bit = 1L << word;
        some = value == 0 ? some & ~bit : some | bit;
        full = value == -1 ? full | bit : full & ~bit;
    }

    /** Whether a number is in it. */
    public boolean get(long sequence) {
        return (words[word(sequence)] >>> sequence & 1) != 0;
    }

    /** Takes out the numbers from {@code from} on, below {@code to}; all of them where that is more than it spans. */
    public void clear(long from, long to) {
        long at = Math.max(from, to - capacity());
        while (at < to) {
            long end = Math.min(to, (at | Long.SIZE - 1) + 1);
            put(word(at), words[word(at)] & ~bits(at, end));
            at = end;
        }
    }

    /** Returns the lowest number from {@code from} to {@code last} that is in it, or {@link #NONE}. */
    public long next(long from, long last) {
        return search(from, last, 0);
    }

    /** Returns the lowest number from {@code from} to {@code last} that is not in it, or {@link #NONE}. */
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

    /** The words that have what is looked for, the given one first. */
    private long from(int word, long flip) {
        long all = -1L >>> (Long.SIZE - words.length);
        long wanted = (flip == 0 ? some : ~full) & all;
        return word == 0 ? wanted : ((wanted >>> word) | (wanted << (words.length - word))) & all;
    }

    /** Returns the highest number from {@code last} down to {@code first} that is in it, or {@link #NONE}. */
    public long previous(long last, long first) {
        return searchDown(last, first, 0);
    }

    /** Returns the highest number from {@code last} down to {@code first} that is not in it, or {@link #NONE}. */
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
            // the word below comes last in this order
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

    /** The bits of the numbers from {@code from} on, below {@code to}, which lie in one word. */
    private static long bits(long from, long to) {
        long above = -1L << from;
        return (to & Long.SIZE - 1) == 0 ? above : above & ~(-1L << to);
    }
}
