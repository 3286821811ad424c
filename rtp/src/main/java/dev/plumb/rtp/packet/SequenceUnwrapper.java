package dev.plumb.rtp.packet;

/**
 * An unwrapper of numbers that wrap around (16-bit sequence numbers, 32-bit timestamps). Each is taken for the value
 * nearest to the highest before it.
 */
public final class SequenceUnwrapper {
    private final long modulus;
    private boolean started;
    private long highest;

    private SequenceUnwrapper(long modulus) {
        this.modulus = modulus;
    }

    /** Returns an unwrapper of 16-bit numbers. */
    public static SequenceUnwrapper of16() {
        return new SequenceUnwrapper(1L << 16);
    }

    /** Returns an unwrapper of unsigned 32-bit numbers. */
    public static SequenceUnwrapper of32() {
        return new SequenceUnwrapper(1L << 32);
    }

    /**
     * Returns the value that {@code wrapped} stands for, without remembering it. The first value lies one modulus up,
     * so the result is never negative.
     */
    public long peek(long wrapped) {
        if (!started) {
            return wrapped + modulus;
        }
        long forward = Math.floorMod(wrapped - highest, modulus);
        return forward < modulus / 2 ? highest + forward : highest + forward - modulus;
    }

    /** Returns the value that {@code wrapped} stands for, and remembers the highest one. */
    public long unwrap(long wrapped) {
        long value = peek(wrapped);
        highest = started ? Math.max(highest, value) : value;
        started = true;
        return value;
    }

    /** Forgets the values seen so far. */
    public void reset() {
        started = false;
    }
}
