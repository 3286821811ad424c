package dev.plumb.rtp.repair;

/**
 * When to ask for a key frame: at once, then ever more seldom until one comes.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc4585#section-6.3.1 RFC 4585 6.3.1, Picture Loss Indication
 */
public final class KeyFrameRequests {
    private static final long FIRST_PAUSE_NANOS = 300_000_000L;
    private static final long LONGEST_PAUSE_NANOS = 5_000_000_000L;

    private long nextNanos = Long.MIN_VALUE;
    private long pauseNanos = FIRST_PAUSE_NANOS;

    /** Nothing asked for yet. */
    public KeyFrameRequests() {}

    /** Whether to ask now, given that one is needed; then the next time is later. */
    public boolean ask(long nowNanos, long rttNanos) {
        if (nowNanos < nextNanos) {
            return false;
        }
        nextNanos = nowNanos + Math.max(pauseNanos, 2 * rttNanos);
        pauseNanos = Math.min(2 * pauseNanos, LONGEST_PAUSE_NANOS);
        return true;
    }

    /** A key frame came. It does not shorten the time to the next request: a sender must not be flooded. */
    public void satisfied() {
        pauseNanos = FIRST_PAUSE_NANOS;
    }

    /** When asking is allowed again. */
    public long nextNanos() {
        return nextNanos;
    }
}
