package dev.plumb.rtp.repair;

/**
 * When to ask for a key frame: at once, then ever more seldom until one comes.
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

    /** Nothing asked for yet. */
    public KeyFrameRequests() {}

    /** Whether to ask now, given that one is needed; then the next time is later. */
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
     * Whether the last request repeats one that was not satisfied: a FIR keeps its number then.
     *
     * @spec https://www.rfc-editor.org/rfc/rfc5104#section-4.3.1.2 RFC 5104 4.3.1.2, Semantics
     */
    public boolean isRepeated() {
        return repeated;
    }

    /** A key frame came: the next need begins anew, a first pause after the last request at the earliest. */
    public void satisfied() {
        open = false;
        pauseNanos = FIRST_PAUSE_NANOS;
        nextNanos = Math.min(nextNanos, askedNanos + FIRST_PAUSE_NANOS);
    }

    /** The path loses nothing now: a key frame would come whole, so the next request does not wait as long as on a crowded one. */
    public void pathIsGood() {
        nextNanos = Math.min(nextNanos, askedNanos + PAUSE_ON_GOOD_PATH_NANOS);
    }

    /** When asking is allowed again. */
    public long nextNanos() {
        return nextNanos;
    }
}
