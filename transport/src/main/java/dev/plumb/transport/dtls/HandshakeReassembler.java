package dev.plumb.transport.dtls;

import dev.plumb.base.bytes.Packet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts handshake messages together from parts that come in any order, doubled and overlapping, and hands them out in order. Parts that contradict one another
 * are kept apart, since one of them may be forged: up to {@value #VERSIONS} versions of a message, each of which is handed out until one is accepted.
 * What it keeps is bounded: {@value #AHEAD} messages of up to {@value #MAX_MESSAGE_BYTES} bytes, and of each no more than twice what has come.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc6347#section-4.2.3 RFC 6347 4.2.3, Handshake Message Fragmentation and Reassembly
 */
final class HandshakeReassembler {
    static final int AHEAD = 10;
    static final int MAX_MESSAGE_BYTES = 16 * 1024;
    static final int VERSIONS = 4;

    private static final int FIRST_BYTES = 64;

    private final List<List<Partial>> slots = new ArrayList<>();
    private int nextSeq;
    private @Nullable Partial peeked;

    HandshakeReassembler() {
        for (int i = 0; i < AHEAD; i++) {
            slots.add(new ArrayList<>(VERSIONS));
        }
    }

    /** What became of a part. */
    enum Outcome {
        /** Taken, or known already. */
        TAKEN,
        /** Of a message that was handed out before: the peer sends its flight again. */
        OLD,
        /** Too long, or too far ahead. */
        REFUSED
    }

    /** Takes in a part that came in the clear. */
    Outcome add(HandshakeFragment fragment, Packet content, int at) {
        return add(fragment, content, at, true);
    }

    /**
     * Takes in a part.
     *
     * @param at where in {@code content} its header begins
     * @param isClear whether anybody may have written it
     */
    Outcome add(HandshakeFragment fragment, Packet content, int at, boolean isClear) {
        if (isOld(fragment)) {
            return Outcome.OLD;
        }
        if (fragment.messageSeq() >= nextSeq + AHEAD || fragment.length() > MAX_MESSAGE_BYTES) {
            return Outcome.REFUSED;
        }
        byte[] array = content.array();
        int from = content.offset() + at + HandshakeFragment.HEADER_BYTES;
        List<Partial> versions = slots.get(fragment.messageSeq() % AHEAD);
        boolean isPartOfOne = false;
        Partial contradicted = null;
        for (Partial version : versions) {
            if (!version.isLike(fragment, isClear)) {
                continue;
            }
            if (version.agrees(fragment, array, from)) {
                version.add(fragment, array, from);
                isPartOfOne = true;
            } else {
                contradicted = version;
            }
        }
        if (!isPartOfOne) {
            // which of the two is forged cannot be told: the version goes on without this part, and another with it
            Partial version = contradicted == null ? new Partial(fragment, isClear) : new Partial(contradicted);
            version.add(fragment, array, from);
            if (versions.size() == VERSIONS) {
                // a forged part must not lock out the true message for ever, of which more has come with time
                versions.remove(Collections.min(versions, Comparator.comparingInt((Partial p) -> p.bytes)));
            }
            versions.add(version);
        }
        return Outcome.TAKEN;
    }

    /** The next message in order, once it is whole; else null. The same again until {@link #accept} or {@link #reject}. */
    @Nullable
    RawHandshake peek() {
        peeked = null;
        for (Partial version : slots.get(nextSeq % AHEAD)) {
            if (version.isWhole()) {
                peeked = version;
                return new RawHandshake(version.type, nextSeq, version.whole());
            }
        }
        return null;
    }

    /** Whether anybody may have written what {@link #peek} gave. */
    boolean cameInTheClear() {
        return peeked != null && peeked.isClear;
    }

    /** Goes on behind what {@link #peek} gave. */
    void accept() {
        slots.get(nextSeq % AHEAD).clear();
        nextSeq++;
        peeked = null;
    }

    /** Forgets what {@link #peek} gave: another message of its number may come. */
    void reject() {
        if (peeked != null) {
            slots.get(nextSeq % AHEAD).remove(peeked);
        }
        peeked = null;
    }

    /** Hands out the next message in order, once it is whole; else null. */
    @Nullable
    RawHandshake poll() {
        RawHandshake whole = peek();
        if (whole != null) {
            accept();
        }
        return whole;
    }

    /** Whether a message was handed out before. */
    boolean isOld(HandshakeFragment fragment) {
        return fragment.messageSeq() < nextSeq;
    }

    /** Forgets what has come of messages ahead: it came in the clear, and from now on nothing in the clear counts. */
    void forgetParts() {
        slots.forEach(List::clear);
    }

    /** One version of a message, as far as it has come. */
    private static final class Partial {
        private final int type;
        private final int length;
        private final boolean isClear;
        private final BitSet have;
        private byte[] body;
        /** How many bytes are there. */
        private int bytes;

        Partial(HandshakeFragment first, boolean isClear) {
            type = first.type();
            length = first.length();
            this.isClear = isClear;
            have = new BitSet();
            body = new byte[0];
        }

        Partial(Partial other) {
            type = other.type;
            length = other.length;
            isClear = other.isClear;
            have = (BitSet) other.have.clone();
            body = other.body.clone();
            bytes = other.bytes;
        }

        boolean isLike(HandshakeFragment fragment, boolean fragmentIsClear) {
            return fragment.type() == type && fragment.length() == length && fragmentIsClear == isClear;
        }

        /** Whether a part may be one of this version's: what both have is the same. */
        boolean agrees(HandshakeFragment fragment, byte[] array, int from) {
            int shift = from - fragment.fragmentOffset();
            int end = fragment.fragmentOffset() + fragment.fragmentLength();
            for (int i = have.nextSetBit(fragment.fragmentOffset()); i >= 0 && i < end; ) {
                int until = Math.min(end, have.nextClearBit(i));
                if (!Arrays.equals(body, i, until, array, shift + i, shift + until)) {
                    return false;
                }
                i = have.nextSetBit(until);
            }
            return true;
        }

        void add(HandshakeFragment fragment, byte[] array, int from) {
            int end = fragment.fragmentOffset() + fragment.fragmentLength();
            if (end > body.length) {
                // its length is only a claim: what is kept grows with what has come
                body = Arrays.copyOf(body, Math.min(length, Math.max(FIRST_BYTES, 2 * end)));
            }
            System.arraycopy(array, from, body, fragment.fragmentOffset(), fragment.fragmentLength());
            for (int i = have.nextClearBit(fragment.fragmentOffset()); i < end; ) {
                int set = have.nextSetBit(i);
                int until = set < 0 ? end : Math.min(set, end);
                have.set(i, until);
                bytes += until - i;
                i = have.nextClearBit(until);
            }
        }

        boolean isWhole() {
            return bytes >= length;
        }

        byte[] whole() {
            return body.length == length ? body : Arrays.copyOf(body, length);
        }
    }
}
