package dev.plumb.rtp.pacing;

/**
 * How many bytes may be sent again: a share of what is sent for the first time, so that no number of NACKs, from a crowded path or a
 * hostile peer, makes this side send much more than its media.
 */
public final class RetransmissionBudget {
    /** Bytes that may be sent again for each byte of media. */
    private static final double RATIO = 0.25;

    /** Credit that was not used is kept for so long: an outage is repaired from it. */
    private static final double KEPT_SECONDS = 1.0;

    /** Enough to repair a key frame of a slow stream. */
    private static final double LEAST_BYTES = 20_000;

    private double mostBytes = LEAST_BYTES;
    private double credit = LEAST_BYTES;
    private long refused;

    /** A budget without any media yet. */
    public RetransmissionBudget() {}

    /** Sets the bit rate that media is going to be sent at; it bounds what is kept. */
    public void mediaRate(long bps) {
        double before = mostBytes;
        mostBytes = Math.max(LEAST_BYTES, bps / 8.0 * KEPT_SECONDS * RATIO);
        credit = Math.min(mostBytes, credit + Math.max(0, mostBytes - before));
    }

    /** Media was sent. */
    public void sent(int bytes) {
        credit = Math.min(mostBytes, credit + bytes * RATIO);
    }

    /** Whether anything may be sent again now; where not, that is counted. */
    public boolean allows() {
        boolean allowed = credit > 0;
        refused += allowed ? 0 : 1;
        return allowed;
    }

    /** Bytes were sent again. */
    public void spend(int bytes) {
        credit -= bytes;
    }

    /** How often nothing could be sent again. */
    public long refused() {
        return refused;
    }
}
