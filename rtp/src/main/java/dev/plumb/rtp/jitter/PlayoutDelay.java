package dev.plumb.rtp.jitter;

import java.util.Arrays;

/**
 * How long audio has to wait so that nearly all of it is there when it is due: the spread of the transit times of the last ten
 * seconds or so, without the few worst.
 */
final class PlayoutDelay {
    static final long LEAST_NANOS = 20_000_000L;
    static final long MOST_NANOS = 500_000_000L;

    private static final int WINDOW = 512;
    private static final int RECOMPUTE_EVERY = 8;
    private static final double QUANTILE = 0.97;

    private final long[] transits = new long[WINDOW];
    private int count;
    private long total;
    private long spreadTargetNanos = 2 * LEAST_NANOS;
    private long wantedNanos;

    /** Notes a packet: when it came and when it was sent, on clocks of which only the difference counts. */
    void observe(long arrivalNanos, long mediaNanos) {
        transits[(int) (total++ % WINDOW)] = arrivalNanos - mediaNanos;
        count = Math.min(WINDOW, count + 1);
        if (total % RECOMPUTE_EVERY == 0) {
            recompute();
        }
    }

    private void recompute() {
        long[] sorted = Arrays.copyOf(transits, count);
        Arrays.sort(sorted);
        long spread = sorted[(int) ((count - 1) * QUANTILE)] - sorted[0];
        spreadTargetNanos = Math.clamp(LEAST_NANOS + spread, LEAST_NANOS, MOST_NANOS);
    }

    /** How much media should wait before it is played. */
    long targetNanos() {
        return Math.max(spreadTargetNanos, wantedNanos);
    }

    /** Waits at least this long, whatever the network asks for; 0 for no more than it asks for. */
    void wanted(long nanos) {
        wantedNanos = nanos;
    }

    long wantedNanos() {
        return wantedNanos;
    }

    /** Begins anew, keeping the target. */
    void reset() {
        count = 0;
        total = 0;
    }
}
