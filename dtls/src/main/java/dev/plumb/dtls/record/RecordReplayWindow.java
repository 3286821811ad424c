package dev.plumb.dtls.record;

/**
 * The sequence numbers of an epoch that were seen: the highest and the 63 before it. Older ones count as seen.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc6347#section-4.1.2.6 RFC 6347 4.1.2.6, Anti-Replay
 */
public final class RecordReplayWindow {
    private static final int WIDTH = 64;

    private long highest = -1;
    private long seen;

    /** Returns whether a record may be new. */
    public boolean mayAccept(long sequence) {
        long behind = highest - sequence;
        return behind < 0 || (behind < WIDTH && ((seen >>> behind) & 1) == 0);
    }

    /** Returns the number after the highest so far. */
    public long due() {
        return highest + 1;
    }

    /** Notes a record, after it was authenticated. */
    public void accept(long sequence) {
        long ahead = sequence - highest;
        if (ahead > 0) {
            seen = ahead >= WIDTH ? 1 : (seen << ahead) | 1;
            highest = sequence;
        } else if (-ahead < WIDTH) {
            seen |= 1L << -ahead;
        }
    }
}
