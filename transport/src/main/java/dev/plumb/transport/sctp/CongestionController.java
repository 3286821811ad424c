package dev.plumb.transport.sctp;

/**
 * The congestion window: slow start, congestion avoidance, fast recovery.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9260#section-7.2 RFC 9260 7.2, SCTP Slow-Start and Congestion Avoidance
 */
final class CongestionController {
    private static final long NOT_RECOVERING = Long.MIN_VALUE;

    private final int mtuBytes;
    private long windowBytes;
    private long thresholdBytes;
    private long partialBytes;
    private long recoveryExitTsn = NOT_RECOVERING;

    CongestionController(SctpConfig config, long peerWindowBytes) {
        mtuBytes = config.mtuBytes();
        windowBytes = (long) config.initialWindowPackets() * mtuBytes;
        thresholdBytes = Math.max(peerWindowBytes, windowBytes);
    }

    /** Bytes that may be in flight. */
    long windowBytes() {
        return windowBytes;
    }

    /** Where slow start ends. */
    long thresholdBytes() {
        return thresholdBytes;
    }

    boolean isSlowStart() {
        return windowBytes <= thresholdBytes;
    }

    boolean isRecovering() {
        return recoveryExitTsn != NOT_RECOVERING;
    }

    /**
     * A SACK acknowledged data.
     *
     * @param advanced whether the cumulative TSN moved on
     * @param flightBytesBefore what was in flight before the SACK
     */
    void acknowledged(boolean advanced, long cumulativeTsn, long ackedBytes, long flightBytesBefore) {
        if (isRecovering()) {
            if (cumulativeTsn >= recoveryExitTsn) {
                recoveryExitTsn = NOT_RECOVERING;
            }
            return;
        }
        boolean used = flightBytesBefore + mtuBytes > windowBytes;
        if (!advanced) {
            return;
        }
        if (isSlowStart()) {
            if (used) {
                windowBytes += Math.min(ackedBytes, mtuBytes);
            }
            return;
        }
        partialBytes += ackedBytes;
        if (partialBytes >= windowBytes && used) {
            partialBytes -= windowBytes;
            windowBytes += mtuBytes;
        }
    }

    /** Nothing is in flight any more. */
    void idle() {
        partialBytes = 0;
    }

    /** Three misses: halves the window once until {@code exitTsn} is acknowledged. */
    void enterRecovery(long exitTsn) {
        thresholdBytes = halved();
        windowBytes = thresholdBytes;
        partialBytes = 0;
        recoveryExitTsn = exitTsn;
    }

    /** T3-rtx expired: one packet at a time, from there slow start. */
    void timedOut() {
        thresholdBytes = halved();
        windowBytes = mtuBytes;
        partialBytes = 0;
        recoveryExitTsn = NOT_RECOVERING;
    }

    private long halved() {
        return Math.max(windowBytes / 2, 4L * mtuBytes);
    }
}
