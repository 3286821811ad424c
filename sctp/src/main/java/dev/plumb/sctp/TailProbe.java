package dev.plumb.sctp;

import dev.plumb.sctp.common.RtoEstimator;
import dev.plumb.sctp.common.SctpTimer;

/**
 * A probe that repeats a chunk when the last of a flight is not acknowledged, so that its loss is detected in two round
 * trips and not by T3-rtx. If that is not acknowledged either, it waits longer for a few more tries. It probes in
 * recovery as well, when a path of much loss drops everything in flight.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc8985#section-7 RFC 8985 7, TLP Algorithm Details
 */
final class TailProbe {
    private static final long NONE = Long.MIN_VALUE;
    private static final long LEAST_NANOS = 2_000_000;
    /** The amount by which a peer's clock may be late. */
    private static final long CLOCK_NANOS = 10_000_000;

    private static final int PROBES_AT_MOST = 6;
    /** Each comes two round trips after the one before, which is less than a packet a round trip. */
    private static final int PROBES_BEFORE_DOUBLING = 2;

    private final SctpContext context;
    private final RtoEstimator rto;
    /** The chunk that was sent again; {@link #NONE} where no probe is out, or it was of new data. */
    private long repeatedTsn = NONE;

    private long probedNanos;
    private int out;

    TailProbe(SctpContext context, RtoEstimator rto) {
        this.context = context;
        this.rto = rto;
    }

    /**
     * Starts the wait again after data was sent or acknowledged. If the peer's window is closed, T3-rtx probes it
     * instead.
     */
    void arm(OutstandingData outstanding, boolean recovering, boolean peerIsFull, long nowNanos) {
        OutstandingChunk oldest = outstanding.sentOrder().oldest();
        if (oldest == null || peerIsFull || out == PROBES_AT_MOST || rto.smoothedNanos() == 0) {
            context.timers.stop(SctpTimer.TAIL_PROBE);
            return;
        }
        // in recovery the peer has gaps to report, and does not wait for a second packet
        boolean delayed = !recovering && oldest == outstanding.sentOrder().newest();
        long wait = 2 * rto.smoothedNanos();
        long first = delayed
                ? Math.max(CLOCK_NANOS, wait) + context.config.sackDelay().toNanos()
                : Math.max(LEAST_NANOS, wait);
        long bounded = first << Math.max(0, out - PROBES_BEFORE_DOUBLING);
        if (bounded < rto.rtoNanos()) {
            context.timers.set(SctpTimer.TAIL_PROBE, nowNanos + bounded);
        } else {
            context.timers.stop(SctpTimer.TAIL_PROBE); // T3 comes first
        }
    }

    /** Returns whether a probe before this one was not answered. */
    boolean isRepeated() {
        return out > 1;
    }

    /** Records a probe with new data or data that is known to be lost. */
    void sentNew() {
        out++;
        repeatedTsn = NONE;
    }

    /** Records a probe with a chunk in flight. */
    void repeated(OutstandingChunk chunk, long nowNanos) {
        out++;
        repeatedTsn = chunk.tsn;
        probedNanos = nowNanos;
    }

    /**
     * Handles the acknowledgement of a chunk, and returns true if it arrived by the probe alone, and so was lost
     * before.
     */
    boolean acknowledged(OutstandingChunk chunk, long minRttNanos, long nowNanos) {
        boolean madeUp = chunk.tsn == repeatedTsn && nowNanos - probedNanos >= minRttNanos;
        out = 0;
        if (chunk.tsn == repeatedTsn) {
            repeatedTsn = NONE;
        }
        return madeUp;
    }

    /** Starts over after T3 expired. */
    void reset() {
        out = 0;
        repeatedTsn = NONE;
    }
}
