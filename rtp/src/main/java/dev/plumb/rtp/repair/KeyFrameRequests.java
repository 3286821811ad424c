package dev.plumb.rtp.repair;

/**
 * The timing of key frame requests: at once, then at growing intervals until a key frame arrives.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc4585#section-6.3.1 RFC 4585 6.3.1, Picture Loss Indication
 */
public final class KeyFrameRequests {
    private static final long FIRST_PAUSE_NANOS = 300_000_000L;
    private static final long LONGEST_PAUSE_NANOS = 5_000_000_000L;
    private static final long PAUSE_ON_GOOD_PATH_NANOS = 1_000_000_000L;

    private long nextNanos = Long.MIN_VALUE;
    private long askedNanos = Long.MIN_VALUE / 2;
    private long pauseNanos = FIRST_PAUSE_NANOS;
    private boolean open;
    private boolean repeated;

    /** Creates the state before any request. */
    public KeyFrameRequests() {}

    /** Returns whether to ask now, given that one is needed; then the next time is later. */
    public boolean ask(long nowNanos, long rttNanos) {
        if (nowNanos < nextNanos) {
            return false;
        }
        repeated = open;
        open = true;
        askedNanos = nowNanos;
        nextNanos = nowNanos + Math.max(pauseNanos, 2 * rttNanos);
        pauseNanos = Math.min(2 * pauseNanos, LONGEST_PAUSE_NANOS);
        return true;
    }

    /**
     * Returns whether the last request repeats one that was not satisfied. A repeated FIR keeps its sequence number.
     *
     * @spec https://www.rfc-editor.org/rfc/rfc5104#section-4.3.1.2 RFC 5104 4.3.1.2, Semantics
     */
    public boolean isRepeated() {
        return repeated;
    }

    /**
     * Reports that a key frame arrived. The back-off starts anew, and the next request is allowed once the first pause
     * after the last request has passed.
     */
    public void satisfied() {
        open = false;
        pauseNanos = FIRST_PAUSE_NANOS;
        nextNanos = Math.min(nextNanos, askedNanos + FIRST_PAUSE_NANOS);
    }

    /**
     * Reports that the path loses nothing at present. A key frame would arrive complete, so the next request need not
     * wait as long as on a congested path.
     */
    public void pathIsGood() {
        nextNanos = Math.min(nextNanos, askedNanos + PAUSE_ON_GOOD_PATH_NANOS);
    }

    /** Returns the time at which the next request is allowed. */
    public long nextNanos() {
        return nextNanos;
    }
}
