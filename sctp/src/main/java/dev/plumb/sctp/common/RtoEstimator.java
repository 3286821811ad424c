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

    /** Nothing is measured. */
    public void reset() {
        smoothedNanos = 0;
        variationNanos = 0;
        rtoNanos = bound(initialNanos);
    }

    /** A round trip of data that was sent once only (Karn). */
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

    /** A timer expired: the next one waits twice as long. */
    public void backOff() {
        rtoNanos = bound(2 * rtoNanos);
    }

    /** The time-out now. */
    public long rtoNanos() {
        return rtoNanos;
    }

    /** The smoothed round trip time; 0 before the first measurement. */
    public long smoothedNanos() {
        return smoothedNanos;
    }

    private long bound(long nanos) {
        return Math.max(minNanos, Math.min(nanos, maxNanos));
    }
}
