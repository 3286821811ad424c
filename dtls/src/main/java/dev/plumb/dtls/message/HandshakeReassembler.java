package dev.plumb.dtls.message;

import dev.plumb.base.bytes.Packet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reassembles handshake messages from fragments that arrive in any order, repeated and overlapping, and hands the
 * messages out in order. Fragments that contradict each other are kept apart, since one of them may be forged. A
 * message has up to {@value #VERSIONS} versions, which are handed out in turn until one is accepted. Memory is bounded:
 * fragments are kept for {@value #AHEAD} messages of at most {@value #MAX_MESSAGE_BYTES} bytes, and a version takes
 * memory only for the pieces of which a byte was received.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc6347#section-4.2.3 RFC 6347 4.2.3, Handshake Message Fragmentation and Reassembly
 */
public final class HandshakeReassembler {
    public static final int AHEAD = 10;
    public static final int MAX_MESSAGE_BYTES = 16 * 1024;
    public static final int VERSIONS = 4;

    // by message number; a version is added where its first byte comes
    private final Map<Integer, List<Partial>> parts = new HashMap<>();
    private int nextSeq;
    private @Nullable Partial peeked;

    /** The outcome of adding a fragment. */
    public enum Outcome {
        /** Taken, or known already. */
        TAKEN,
        /** The message was handed out before: the peer sends its flight again. */
        OLD,
        /** Too long, or too far ahead. */
        REFUSED
    }

    /** Adds a fragment that arrived unencrypted. */
    public Outcome add(HandshakeFragment fragment, Packet content, int at) {
        return add(fragment, content, at, true);
    }

    /**
     * Adds a fragment.
     *
     * @param at the offset of the fragment's header in {@code content}
     * @param isClear whether the fragment arrived unencrypted, so that anybody may have written it
     */
    public Outcome add(HandshakeFragment fragment, Packet content, int at, boolean isClear) {
        if (isOld(fragment)) {
            return Outcome.OLD;
        }
        if (fragment.messageSeq() >= nextSeq + AHEAD || fragment.length() > MAX_MESSAGE_BYTES) {
            return Outcome.REFUSED;
        }
        byte[] array = content.array();
        int from = content.offset() + at + HandshakeFragment.HEADER_BYTES;
        List<Partial> versions = parts.computeIfAbsent(fragment.messageSeq(), seq -> new ArrayList<>(1));
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
            // which of the two is forged cannot be told: keep the version without this fragment, and a copy of it with
            // the fragment
            Partial version = contradicted == null ? new Partial(fragment, isClear) : new Partial(contradicted);
            version.add(fragment, array, from);
            if (versions.size() == VERSIONS) {
                // drop the version with the fewest bytes: a forged fragment must not lock out the genuine message, of
                // which more arrives with time
                versions.remove(Collections.min(versions, Comparator.comparingInt((Partial p) -> p.bytes)));
            }
            versions.add(version);
        }
        return Outcome.TAKEN;
    }

    /**
     * Returns the next message in order if it is complete, else null. Returns the same message until {@link #accept} or
     * {@link #reject}.
     */
    @Nullable
    public RawHandshake peek() {
        peeked = null;
        for (Partial version : parts.getOrDefault(nextSeq, List.of())) {
            if (version.isWhole()) {
                peeked = version;
                return new RawHandshake(version.type, nextSeq, version.whole());
            }
        }
        return null;
    }

    /**
     * Returns whether the message that {@link #peek} returned arrived unencrypted, so that anybody may have written it.
     */
    public boolean cameInTheClear() {
        return peeked != null && peeked.isClear;
    }

    /** Accepts the message that {@link #peek} returned and moves on to the next number. */
    public void accept() {
        parts.remove(nextSeq);
        nextSeq++;
        peeked = null;
    }

    /** Forgets the version that {@link #peek} returned. Another message with the same number may still come. */
    public void reject() {
        List<Partial> versions = parts.get(nextSeq);
        if (peeked != null && versions != null) {
            versions.remove(peeked);
        }
        peeked = null;
    }

    /** Returns the next message in order and moves past it. Returns null if the message is not complete. */
    @Nullable
    public RawHandshake poll() {
        RawHandshake whole = peek();
        if (whole != null) {
            accept();
        }
        return whole;
    }

    /** Returns whether a message was handed out before. */
    public boolean isOld(HandshakeFragment fragment) {
        return fragment.messageSeq() < nextSeq;
    }

    /** Forgets what has come of messages ahead: it came in the clear, and from now on nothing in the clear counts. */
    public void forgetParts() {
        parts.clear();
    }

    /** One version of a message, with the fragments received so far. */
    private static final class Partial {
        private final int type;
        private final int length;
        private final boolean isClear;
        /** The message in pieces. A piece is null until a byte of it is received. Versions share pieces. */
        private final @Nullable MessagePiece[] pieces;
        /** A bit for each piece that no other version shares. Only those pieces are written to. */
        private int owned;
        /** The number of distinct bytes received. */
        private int bytes;

        Partial(HandshakeFragment first, boolean isClear) {
            type = first.type();
            length = first.length();
            this.isClear = isClear;
            pieces = new MessagePiece[(length + MessagePiece.BYTES - 1) / MessagePiece.BYTES];
        }

        Partial(Partial other) {
            type = other.type;
            length = other.length;
            isClear = other.isClear;
            pieces = other.pieces.clone();
            other.owned = 0;
            bytes = other.bytes;
        }

        boolean isLike(HandshakeFragment fragment, boolean fragmentIsClear) {
            return fragment.type() == type && fragment.length() == length && fragmentIsClear == isClear;
        }

        /** Returns whether a fragment has the same content as this version wherever the two overlap. */
        boolean agrees(HandshakeFragment fragment, byte[] array, int from) {
            int shift = from - fragment.fragmentOffset();
            int end = fragment.fragmentOffset() + fragment.fragmentLength();
            for (int at = fragment.fragmentOffset(); at < end; ) {
                int index = at / MessagePiece.BYTES;
                int until = Math.min(end, (index + 1) * MessagePiece.BYTES);
                MessagePiece piece = pieces[index];
                if (piece != null && !piece.agrees(at % MessagePiece.BYTES, array, shift + at, until - at)) {
                    return false;
                }
                at = until;
            }
            return true;
        }

        void add(HandshakeFragment fragment, byte[] array, int from) {
            int shift = from - fragment.fragmentOffset();
            int end = fragment.fragmentOffset() + fragment.fragmentLength();
            for (int at = fragment.fragmentOffset(); at < end; ) {
                int index = at / MessagePiece.BYTES;
                int until = Math.min(end, (index + 1) * MessagePiece.BYTES);
                bytes += own(index).add(at % MessagePiece.BYTES, array, shift + at, until - at);
                at = until;
            }
        }

        /** Returns a piece that may be written to. */
        private MessagePiece own(int index) {
            MessagePiece piece = pieces[index];
            if (piece == null || (owned & 1 << index) == 0) {
                piece = piece == null ? new MessagePiece() : new MessagePiece(piece);
                pieces[index] = piece;
                owned |= 1 << index;
            }
            return piece;
        }

        boolean isWhole() {
            return bytes >= length;
        }

        byte[] whole() {
            byte[] whole = new byte[length];
            for (int i = 0; i < pieces.length; i++) {
                MessagePiece piece = pieces[i];
                if (piece != null) {
                    piece.copyTo(whole, i * MessagePiece.BYTES);
                }
            }
            return whole;
        }
    }
}
