package dev.plumb.sctp;

/**
 * The end of slow start before the queue overflows. When the round trips of a round are longer than those before,
 * growth slows down for some rounds. If they do not shrink again, slow start ends.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9406#section-4.2 RFC 9406 4.2, Algorithm Details (HyStart++)
 */
final class SlowStartExit {
    private static final long MIN_THRESHOLD_NANOS = 4_000_000;
    private static final long MAX_THRESHOLD_NANOS = 16_000_000;
    private static final int THRESHOLD_DIVISOR = 8;
    private static final int SAMPLES_AT_LEAST = 8;
    private static final int SLOW_GROWTH_DIVISOR = 4;
    private static final int SLOW_ROUNDS = 5;
    private static final long UNKNOWN = Long.MAX_VALUE;

    private long lastRoundNanos = UNKNOWN;
    private long thisRoundNanos = UNKNOWN;
    private int samples;
    private long baselineNanos = UNKNOWN;
    private int slowRounds;

    /** Returns the present divisor of the growth. */
    int divisor() {
        return baselineNanos == UNKNOWN ? 1 : SLOW_GROWTH_DIVISOR;
    }

    /** Handles a SACK, and returns true if slow start is over. */
    boolean isOver(long rttNanos, boolean roundEnded) {
        if (rttNanos > 0) {
            thisRoundNanos = Math.min(thisRoundNanos, rttNanos);
            samples++;
            judge();
        }
        if (roundEnded) {
            lastRoundNanos = thisRoundNanos;
            thisRoundNanos = UNKNOWN;
            samples = 0;
            return baselineNanos != UNKNOWN && ++slowRounds >= SLOW_ROUNDS;
        }
        return false;
    }

    private void judge() {
        if (samples < SAMPLES_AT_LEAST || lastRoundNanos == UNKNOWN) {
            return;
        }
        if (baselineNanos != UNKNOWN) {
            if (thisRoundNanos < baselineNanos) {
                baselineNanos = UNKNOWN;
            }
            return;
        }
        long threshold = Math.clamp(lastRoundNanos / THRESHOLD_DIVISOR, MIN_THRESHOLD_NANOS, MAX_THRESHOLD_NANOS);
        if (thisRoundNanos >= lastRoundNanos + threshold) {
            baselineNanos = thisRoundNanos;
            slowRounds = 0;
        }
    }
}
