package dev.plumb.sctp;

/**
 * The congestion window: what slow start and recovery have in common, whatever governs the growth in between.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9260#section-7.2 RFC 9260 7.2, SCTP Slow-Start and Congestion Avoidance
 */
abstract sealed class CongestionController permits StandardController, CubicController {
    private static final long NOT_RECOVERING = Long.MIN_VALUE;

    private final long initialBytes;
    private int mtuBytes;
    private long windowBytes;
    private long thresholdBytes;
    private long recoveryExitTsn = NOT_RECOVERING;

    /**
     * The result of a SACK.
     *
     * @param ackedBytes acknowledged for the first time
     * @param advanced whether the cumulative TSN moved on
     * @param limited whether the window, and not a lack of data, held up sending
     * @param rttNanos a round trip just measured; 0 for none
     * @param roundEnded whether all that was in flight at the end of the round before is acknowledged
     */
    record Acknowledgement(
            long ackedBytes, boolean advanced, boolean limited, long rttNanos, boolean roundEnded, long nowNanos) {}

    CongestionController(SctpConfig config, long peerWindowBytes) {
        mtuBytes = config.mtuBytes();
        initialBytes = (long) config.initialWindowPackets() * mtuBytes;
        begin(peerWindowBytes);
    }

    private void begin(long peerWindowBytes) {
        windowBytes = initialBytes;
        thresholdBytes = Math.max(peerWindowBytes, windowBytes);
        recoveryExitTsn = NOT_RECOVERING;
    }

    /** Begins again, on a path of which nothing is known. */
    final void reset(long peerWindowBytes) {
        begin(peerWindowBytes);
        forget();
    }

    /** Forgets what the window was and how it grew. */
    abstract void forget();

    static CongestionController of(SctpConfig config, long peerWindowBytes) {
        return switch (config.congestion()) {
            case STANDARD -> new StandardController(config, peerWindowBytes);
            case CUBIC -> new CubicController(config);
        };
    }

    /** Returns the number of bytes that may be in flight. */
    final long windowBytes() {
        return windowBytes;
    }

    /** Returns the threshold at which slow start ends, in bytes. */
    final long thresholdBytes() {
        return thresholdBytes;
    }

    final boolean isSlowStart() {
        return windowBytes <= thresholdBytes;
    }

    final boolean isRecovering() {
        return recoveryExitTsn != NOT_RECOVERING;
    }

    /** Returns the present path MTU, in bytes. */
    final int mtuBytes() {
        return mtuBytes;
    }

    /** Sets the path MTU after the path was found to carry longer packets, or no longer to carry them. */
    final void mtuBytes(int bytes) {
        mtuBytes = bytes;
    }

    /** Handles an advance of the cumulative TSN, and returns true if it ends a recovery. */
    final boolean advanced(long cumulativeTsn) {
        if (isRecovering() && cumulativeTsn >= recoveryExitTsn) {
            recoveryExitTsn = NOT_RECOVERING;
            return true;
        }
        return false;
    }

    /** Handles a SACK that acknowledged data outside of a recovery. */
    final void acknowledged(Acknowledgement ack) {
        if (isSlowStart()) {
            growInSlowStart(ack);
        } else {
            growInAvoidance(ack);
        }
    }

    abstract void growInSlowStart(Acknowledgement ack);

    abstract void growInAvoidance(Acknowledgement ack);

    /** Losses: shrinks the window, once until {@code exitTsn} is acknowledged. */
    final void enterRecovery(long exitTsn) {
        thresholdBytes = Math.max(afterLoss(), 4L * mtuBytes);
        windowBytes = thresholdBytes;
        recoveryExitTsn = exitTsn;
    }

    /** Handles an expiry of T3-rtx: sends one packet at a time, and from there in slow start. */
    final void timedOut() {
        thresholdBytes = Math.max(afterTimeOut(), 4L * mtuBytes);
        windowBytes = mtuBytes;
        recoveryExitTsn = NOT_RECOVERING;
    }

    /**
     * Shrinks the window after a pause: what it told of the path is worth less with each time-out that has passed.
     *
     * @spec https://www.rfc-editor.org/rfc/rfc9260#section-7.2.1 RFC 9260 7.2.1, Slow-Start
     */
    final void rested(long timeOuts) {
        long halved = windowBytes >> Math.min(timeOuts, 62);
        windowBytes = Math.max(halved, Math.min(windowBytes, initialBytes));
    }

    /** Handles the end of all data in flight. */
    abstract void idle();

    /** Returns the size to which the window shrinks upon a loss. Called before it does. */
    abstract long afterLoss();

    /** Returns the threshold of slow start after a time-out. Called before the window shrinks. */
    abstract long afterTimeOut();

    final void grow(long bytes) {
        windowBytes += bytes;
    }

    /** Ends slow start. */
    final void endSlowStart() {
        thresholdBytes = windowBytes - 1;
    }

    /** Lets slow start continue until a loss. */
    final void unlimitSlowStart() {
        thresholdBytes = Long.MAX_VALUE;
    }
}
