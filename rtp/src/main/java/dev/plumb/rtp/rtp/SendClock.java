package dev.plumb.rtp.rtp;

/**
 * The RTP timestamps of a sent stream. When the clock rate changes, timestamps continue from the present value, without
 * a jump.
 */
final class SendClock {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private int rateHz;
    private long fromNanos;
    private long fromTicks;

    SendClock(int rateHz, long firstTicks) {
        this.rateHz = rateHz;
        this.fromTicks = firstTicks;
    }

    SendClock(SendClock goesOn) {
        this.rateHz = goesOn.rateHz;
        this.fromNanos = goesOn.fromNanos;
        this.fromTicks = goesOn.fromTicks;
    }

    int rateHz() {
        return rateHz;
    }

    /** Returns the timestamp of a time, rounded, unsigned 32 bits. */
    long timestampAt(long nanos) {
        long since = nanos - fromNanos;
        long rest = since % NANOS_PER_SECOND * rateHz;
        long ticks = since / NANOS_PER_SECOND * rateHz + Math.floorDiv(rest + NANOS_PER_SECOND / 2, NANOS_PER_SECOND);
        return ticks + fromTicks & 0xffff_ffffL;
    }

    /** Changes the rate at which timestamps count from this time on. */
    void follow(int newRateHz, long nanos) {
        if (newRateHz != rateHz) {
            fromTicks = timestampAt(nanos);
            fromNanos = nanos;
            rateHz = newRateHz;
        }
    }
}
