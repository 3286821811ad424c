package dev.plumb.sctp;

import dev.plumb.base.engine.Engine;
import dev.plumb.sctp.common.RtoEstimator;
import java.util.List;

/**
 * The detection of lost chunks by time, as RACK does for TCP. When a chunk is acknowledged, those sent a reordering
 * window before it are lost. As long as the path was not seen to reorder, one that was sent three packets later
 * suffices, with three chunks acknowledged behind the gap, much as in SCTP's own fast retransmit. Unlike that, it
 * detects a retransmission that is lost again.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc8985#section-6 RFC 8985 6, RACK Algorithm Details
 * @spec https://www.rfc-editor.org/rfc/rfc9260#section-7.2.4 RFC 9260 7.2.4, Fast Retransmit on Gap Reports
 */
final class LossDetection {
    /** Chunks acknowledged, and packets sent. */
    private static final int BEHIND_A_GAP = 3;

    private static final int MULTIPLES_AT_MOST = 16;
    private static final int RECOVERIES_KEPT = 16;
    private static final long UNKNOWN = Long.MAX_VALUE;

    private final OutstandingData outstanding;
    private final RtoEstimator rto;
    /** The place of the newest acknowledged chunk in the order of transmission. */
    private long newestSentNumber;

    private long newestSentPacket;
    private long newestRttNanos;
    private long minRttNanos = UNKNOWN;
    private long highestAckedTsn;
    private boolean reordering;
    /** The window in quarters of the smallest round trip; it grows with each retransmission that was not needed. */
    private int multiple = 1;

    private int recoveriesLeft = RECOVERIES_KEPT;
    private long multipliedNanos = Long.MIN_VALUE / 2;

    LossDetection(OutstandingData outstanding, RtoEstimator rto, long initialTsn) {
        this.outstanding = outstanding;
        this.rto = rto;
        this.highestAckedTsn = initialTsn - 1;
    }

    /** Returns the smallest round-trip time, or 0 if none is known. */
    long minRttNanos() {
        return minRttNanos == UNKNOWN ? 0 : minRttNanos;
    }

    /** Returns the round-trip time of the acknowledged chunk that was sent last, or 0 if none is known. */
    long newestRttNanos() {
        return newestRttNanos;
    }

    /** Forgets the path, since another one may be shorter and may not reorder. */
    void forgetPath() {
        minRttNanos = UNKNOWN;
        reordering = false;
        multiple = 1;
    }

    /** Handles the acknowledgement of a chunk. */
    void acknowledged(OutstandingChunk chunk, long nowNanos) {
        long rttNanos = nowNanos - chunk.sentNanos;
        if (chunk.retransmits == 0) {
            minRttNanos = Math.min(minRttNanos, Math.max(1, rttNanos));
            reordering |= chunk.tsn < highestAckedTsn;
        } else if (minRttNanos != UNKNOWN && rttNanos < minRttNanos) {
            return; // it was the first one that arrived
        }
        highestAckedTsn = Math.max(highestAckedTsn, chunk.tsn);
        if (chunk.sentNumber > newestSentNumber) {
            newestSentNumber = chunk.sentNumber;
            newestSentPacket = chunk.sentPacket;
            newestRttNanos = rttNanos;
        }
    }

    /**
     * Widens the window after the peer got a retransmission beside the chunk that it replaced: the window was too
     * short.
     */
    void wasNotNeeded(long nowNanos) {
        reordering = true;
        if (nowNanos - multipliedNanos > rto.smoothedNanos()) {
            multipliedNanos = nowNanos;
            multiple = Math.min(MULTIPLES_AT_MOST, multiple + 1);
            recoveriesLeft = RECOVERIES_KEPT;
        }
    }

    /** Handles the end of a recovery. Without a reason for patience the window returns to its size. */
    void recovered() {
        if (--recoveriesLeft <= 0) {
            multiple = 1;
            recoveriesLeft = RECOVERIES_KEPT;
        }
    }

    /**
     * Finds what is lost.
     *
     * @param recovering whether a loss is being made up for already
     * @param lost takes the chunks; they are still in flight
     * @return the time to check again; {@link Engine#NEVER} where nothing is in doubt
     */
    long detect(boolean recovering, List<OutstandingChunk> lost, long nowNanos) {
        long windowNanos = windowNanos();
        boolean reorderingIsNotExpected = !reordering && (recovering || outstanding.gapAckedChunks() >= BEHIND_A_GAP);
        for (OutstandingChunk c = outstanding.sentOrder().oldest(); c != null; c = c.sentAfter) {
            if (c.sentNumber > newestSentNumber) {
                break;
            }
            boolean isFarBehind = recovering || newestSentPacket - c.sentPacket >= BEHIND_A_GAP;
            long patienceNanos = reorderingIsNotExpected && isFarBehind ? 0 : windowNanos;
            long deadlineNanos = c.sentNanos + newestRttNanos + patienceNanos;
            if (deadlineNanos > nowNanos) {
                return deadlineNanos;
            }
            lost.add(c);
        }
        return Engine.NEVER;
    }

    private long windowNanos() {
        return minRttNanos == UNKNOWN ? 0 : Math.min(multiple * minRttNanos / 4, rto.smoothedNanos());
    }
}
