package dev.plumb.transport.dtls;

import dev.plumb.base.bytes.Packet;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Puts handshake messages together from parts that come in any order, doubled and overlapping, and hands them out in order.
 * What it keeps is bounded: {@value #AHEAD} messages of up to {@value #MAX_MESSAGE_BYTES} bytes.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc6347#section-4.2.3 RFC 6347 4.2.3, Handshake Message Fragmentation and Reassembly
 */
final class HandshakeReassembler {
    static final int AHEAD = 10;
    static final int MAX_MESSAGE_BYTES = 16 * 1024;

    private final @Nullable Partial[] partials = new @Nullable Partial[AHEAD];
    private int nextSeq;

    /** What became of a part. */
    enum Outcome {
        /** Taken, or known already. */
        TAKEN,
        /** Of a message that was handed out before: the peer sends its flight again. */
        OLD,
        /** Too long, or too far ahead. */
        REFUSED
    }

    /**
     * Takes in a part.
     *
     * @param at where in {@code content} its header begins
     */
    Outcome add(HandshakeFragment fragment, Packet content, int at) {
        if (isOld(fragment)) {
            return Outcome.OLD;
        }
        if (fragment.messageSeq() >= nextSeq + AHEAD || fragment.length() > MAX_MESSAGE_BYTES) {
            return Outcome.REFUSED;
        }
        int slot = fragment.messageSeq() % AHEAD;
        Partial partial = partials[slot];
        if (partial == null || !partial.fits(fragment)) {
            partial = new Partial(fragment); // a forged part must not lock out the true message for ever
            partials[slot] = partial;
        }
        partial.add(fragment, content.array(), content.offset() + at + HandshakeFragment.HEADER_BYTES);
        return Outcome.TAKEN;
    }

    /** The next message in order, once it is whole; else null. */
    @Nullable
    RawHandshake poll() {
        int slot = nextSeq % AHEAD;
        Partial partial = partials[slot];
        if (partial == null || !partial.isWhole()) {
            return null;
        }
        partials[slot] = null;
        return new RawHandshake(partial.type, nextSeq++, partial.body);
    }

    /** Whether a message was handed out before. */
    boolean isOld(HandshakeFragment fragment) {
        return fragment.messageSeq() < nextSeq;
    }

    /** Forgets what has come of messages ahead: it came in the clear, and from now on nothing in the clear counts. */
    void forgetParts() {
        Arrays.fill(partials, null);
    }

    private static final class Partial {
        private final int type;
        private final byte[] body;
        private final BitSet have;
        /** Nothing before it is missing, so that asking costs no more than the whole message once. */
        private int firstMissing;

        Partial(HandshakeFragment first) {
            type = first.type();
            body = new byte[first.length()];
            have = new BitSet(first.length());
        }

        boolean fits(HandshakeFragment fragment) {
            return fragment.type() == type && fragment.length() == body.length;
        }

        void add(HandshakeFragment fragment, byte[] array, int from) {
            System.arraycopy(array, from, body, fragment.fragmentOffset(), fragment.fragmentLength());
            have.set(fragment.fragmentOffset(), fragment.fragmentOffset() + fragment.fragmentLength());
        }

        boolean isWhole() {
            firstMissing = have.nextClearBit(firstMissing);
            return firstMissing >= body.length;
        }
    }
}
