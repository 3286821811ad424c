package dev.plumb.rtp.packet;

/**
 * Makes numbers that wrap (16-bit sequence numbers, 32-bit timestamps) go on growing. Each is taken for the value nearest to the
 * highest before it.
 */
public final class SequenceUnwrapper {
    private final long modulus;
    private boolean started;
    private long highest;

    private SequenceUnwrapper(long modulus) {
        this.modulus = modulus;
    }

    /** For 16-bit numbers. */
    public static SequenceUnwrapper of16() {
        return new SequenceUnwrapper(1L << 16);
    }

    /** For unsigned 32-bit numbers. */
    public static SequenceUnwrapper of32() {
        return new SequenceUnwrapper(1L << 32);
    }

    /** The value that {@code wrapped} stands for, without moving on. The first value has one turn before it, so it is never negative. */
    public long peek(long wrapped) {
        if (!started) {
            return wrapped + modulus;
        }
        long forward = Math.floorMod(wrapped - highest, modulus);
        return forward < modulus / 2 ? highest + forward : highest + forward - modulus;
    }

    /** The value that {@code wrapped} stands for; the highest one is remembered. */
    public long unwrap(long wrapped) {
        long value = peek(wrapped);
        highest = started ? Math.max(highest, value) : value;
        started = true;
        return value;
    }

    /** Forgets what it saw. */
    public void reset() {
        started = false;
    }
}
