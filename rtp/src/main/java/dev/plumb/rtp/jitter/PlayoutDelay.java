package dev.plumb.rtp.jitter;

import java.util.Arrays;

/**
 * The time audio has to wait so that nearly all of it has arrived when it is due. It is the spread of the transit times
 * of the last 512 packets (about ten seconds), without the worst few. The first two seconds of a stream say little
 * about the rest, so they are forgotten after two and a half.
 */
final class PlayoutDelay {
    static final long LEAST_NANOS = 20_000_000L;
    static final long MOST_NANOS = 500_000_000L;

    private static final int WINDOW = 512;
    private static final int RECOMPUTE_EVERY = 8;
    private static final double QUANTILE = 0.97;

    private static final long BEGINNING_NANOS = 2_000_000_000L;
    private static final long FORGOTTEN_AFTER_NANOS = 2_500_000_000L;

    private final long[] transits = new long[WINDOW];
    /** The transit times in ascending order. */
    private final long[] sorted = new long[WINDOW];

    private int count;
    private long total;
    private long spreadTargetNanos = 2 * LEAST_NANOS;
    private long wantedNanos;
    private long firstArrivalNanos;
    private int ofBeginning;
    private boolean begins = true;

    /** Records the arrival and send time of a packet, on clocks of which only the difference counts. */
    void observe(long arrivalNanos, long mediaNanos) {
        watchBeginning(arrivalNanos);
        int slot = (int) (total++ % WINDOW);
        if (count == WINDOW) {
            forget(transits[slot]);
        }
        transits[slot] = arrivalNanos - mediaNanos;
        remember(transits[slot]);
        if (total % RECOMPUTE_EVERY == 0) {
            recompute();
        }
    }

    private void watchBeginning(long arrivalNanos) {
        if (!begins) {
            return;
        }
        if (total == 0) {
            firstArrivalNanos = arrivalNanos;
        }
        long age = arrivalNanos - firstArrivalNanos;
        if (age < BEGINNING_NANOS) {
            ofBeginning = count;
        } else if (age >= FORGOTTEN_AFTER_NANOS || total >= WINDOW) {
            begins = false;
            if (total < WINDOW) {
                int kept = count - ofBeginning;
                for (int i = 0; i < ofBeginning; i++) {
                    forget(transits[i]);
                }
                System.arraycopy(transits, ofBeginning, transits, 0, kept);
                total = kept;
            }
        }
    }

    private void remember(long transit) {
        int found = Arrays.binarySearch(sorted, 0, count, transit);
        int at = found < 0 ? -found - 1 : found;
        System.arraycopy(sorted, at, sorted, at + 1, count - at);
        sorted[at] = transit;
        count++;
    }

    private void forget(long transit) {
        int at = Arrays.binarySearch(sorted, 0, count, transit);
        count--;
        System.arraycopy(sorted, at + 1, sorted, at, count - at);
    }

    private void recompute() {
        long spread = sorted[(int) ((count - 1) * QUANTILE)] - sorted[0];
        spreadTargetNanos = Math.clamp(LEAST_NANOS + spread, LEAST_NANOS, MOST_NANOS);
    }

    /** Returns the time that media should wait before it is played. */
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
        ofBeginning = 0;
        begins = true;
    }
}
