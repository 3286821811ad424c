package dev.plumb.dtls.message;

import java.util.Arrays;
import java.util.BitSet;

/**
 * {@value #BYTES} consecutive bytes of a handshake message that is being reassembled, and which of them were received.
 * A message is kept in pieces so that one byte far into it takes the memory of one piece, and so that versions of a
 * message can share the pieces in which they agree.
 */
public final class MessagePiece {
    public static final int BYTES = 1024;

    private final byte[] content;
    private final BitSet have;

    public MessagePiece() {
        content = new byte[BYTES];
        have = new BitSet(BYTES);
    }

    public MessagePiece(MessagePiece other) {
        content = other.content.clone();
        have = (BitSet) other.have.clone();
    }

    /** Returns whether bytes are the same as those received, wherever the two overlap. */
    public boolean agrees(int offset, byte[] array, int from, int count) {
        int end = offset + count;
        int shift = from - offset;
        for (int i = have.nextSetBit(offset); i >= 0 && i < end; ) {
            int until = Math.min(end, have.nextClearBit(i));
            if (!Arrays.equals(content, i, until, array, shift + i, shift + until)) {
                return false;
            }
            i = have.nextSetBit(until);
        }
        return true;
    }

    /** Writes bytes into the piece and returns how many of them are new. */
    public int add(int offset, byte[] array, int from, int count) {
        int before = have.cardinality();
        System.arraycopy(array, from, content, offset, count);
        have.set(offset, offset + count);
        return have.cardinality() - before;
    }

    /** Copies as much of the piece as fits to a position in the message. */
    public void copyTo(byte[] message, int at) {
        System.arraycopy(content, 0, message, at, Math.min(BYTES, message.length - at));
    }
}
