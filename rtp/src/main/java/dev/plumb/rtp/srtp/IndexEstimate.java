package dev.plumb.rtp.srtp;

/**
 * The 48-bit packet index of one SSRC, guessed from 16 bits: the value nearest to the highest that was authenticated.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc3711#section-3.3.1 RFC 3711 3.3.1, Packet Index Determination
 */
final class IndexEstimate {
    private static final int HALF = 0x8000;

    private long highest = -1;

    /** Returns the index that a sequence number most likely has, without a change of state. */
    long of(int sequence) {
        if (highest < 0) {
            return sequence;
        }
        long rollover = highest >>> 16;
        int last = (int) (highest & 0xffff);
        if (last < HALF && sequence - last > HALF && rollover > 0) {
            rollover--;
        } else if (last >= HALF && last - HALF > sequence) {
            rollover++;
        }
        return rollover << 16 | sequence;
    }

    /** Returns the highest index accepted, or -1 before the first. */
    long highest() {
        return highest;
    }

    /** Moves on, after authentication. */
    void accept(long index) {
        highest = Math.max(highest, index);
    }
}
