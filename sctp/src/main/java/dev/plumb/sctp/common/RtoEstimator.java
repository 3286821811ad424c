package dev.plumb.sctp.common;

/**
 * The retransmission time-out, from measured round trips.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9260#section-6.3.1 RFC 9260 6.3.1, RTO Calculation
 */
public final class RtoEstimator {
    private final long initialNanos;
    private final long minNanos;
    private final long maxNanos;
    private long smoothedNanos;
    private long variationNanos;
    private long rtoNanos;

    public RtoEstimator(long initialNanos, long minNanos, long maxNanos) {
        this.initialNanos = initialNanos;
        this.minNanos = minNanos;
        this.maxNanos = maxNanos;
        reset();
    }

    /** Resets the estimate to the state before any measurement. */
    public void reset() {
        smoothedNanos = 0;
        variationNanos = 0;
        rtoNanos = bound(initialNanos);
    }

    /** Adds the round-trip time of data that was sent only once (Karn's algorithm). */
    public void measured(long rttNanos) {
        if (smoothedNanos == 0) {
            smoothedNanos = Math.max(1, rttNanos);
            variationNanos = rttNanos / 2;
        } else {
            variationNanos += (Math.abs(smoothedNanos - rttNanos) - variationNanos) / 4;
            smoothedNanos = Math.max(1, smoothedNanos + (rttNanos - smoothedNanos) / 8);
        }
        rtoNanos = bound(smoothedNanos + 4 * variationNanos);
    }

    /** Doubles the time-out after a timer expired. */
    public void backOff() {
        rtoNanos = bound(2 * rtoNanos);
    }

    /** Returns the present time-out. */
    public long rtoNanos() {
        return rtoNanos;
    }

    /** Returns the smoothed round-trip time, or 0 before the first measurement. */
    public long smoothedNanos() {
        return smoothedNanos;
    }

    private long bound(long nanos) {
        return Math.max(minNanos, Math.min(nanos, maxNanos));
    }
}
