package dev.plumb.rtp.srtp;

import java.util.Arrays;

/**
 * The packet indices that were seen: the highest and the 1023 before it. Older ones count as seen.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc3711#section-3.3.2 RFC 3711 3.3.2, Replay Protection
 */
final class ReplayWindow {
    /** The number of indices that the window covers. */
    static final int WIDTH = 1024;

    private final long[] bits = new long[WIDTH / 64];
    private long highest = -1;

    /** Returns whether an index may be new. */
    boolean mayAccept(long index) {
        if (index > highest) {
            return true;
        }
        return index > highest - WIDTH && (bits[word(index)] & bit(index)) == 0;
    }

    /** Notes an index, after its packet was authenticated. */
    void accept(long index) {
        if (index > highest) {
            forget(index);
            highest = index;
        }
        bits[word(index)] |= bit(index);
    }

    /** Clears the places between the old highest and the new one. */
    private void forget(long index) {
        if (index - highest >= WIDTH) {
            Arrays.fill(bits, 0);
            return;
        }
        for (long i = highest + 1; i <= index; i++) {
            bits[word(i)] &= ~bit(i);
        }
    }

    private static int word(long index) {
        return (int) (index & (WIDTH - 1)) >>> 6;
    }

    private static long bit(long index) {
        return 1L << (index & 63);
    }
}
