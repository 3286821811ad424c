package dev.plumb.rtp.pacing;

/**
 * A budget of bytes for retransmissions, a share of the bytes sent for the first time. However many NACKs a congested
 * path or a hostile peer causes, this side does not send much more than its media.
 */
public final class RetransmissionBudget {
    /** The bytes of retransmission allowed for each byte of media. */
    private static final double RATIO = 0.25;

    /** The time in seconds for which unused credit is kept. An outage is repaired from it. */
    private static final double KEPT_SECONDS = 1.0;

    /** The least size of a full budget in bytes, enough to repair a key frame of a slow stream. */
    private static final double LEAST_BYTES = 20_000;

    private double mostBytes = LEAST_BYTES;
    private double credit = LEAST_BYTES;
    private long refused;

    /** Creates a budget that no media has added to yet. It starts full. */
    public RetransmissionBudget() {}

    /** Sets the bit rate at which media will be sent. The rate bounds the credit that is kept. */
    public void mediaRate(long bps) {
        double before = mostBytes;
        mostBytes = Math.max(LEAST_BYTES, bps / 8.0 * KEPT_SECONDS * RATIO);
        credit = Math.min(mostBytes, credit + Math.max(0, mostBytes - before));
    }

    /** Adds credit for media that was sent. */
    public void sent(int bytes) {
        credit = Math.min(mostBytes, credit + bytes * RATIO);
    }

    /** Returns whether a retransmission may be sent now. A refusal is counted. */
    public boolean allows() {
        boolean allowed = credit > 0;
        refused += allowed ? 0 : 1;
        return allowed;
    }

    /** Subtracts the bytes of a retransmission that was sent. */
    public void spend(int bytes) {
        credit -= bytes;
    }

    /** Returns the number of refused retransmissions. */
    public long refused() {
        return refused;
    }
}
