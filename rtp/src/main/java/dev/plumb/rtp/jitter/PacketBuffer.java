package dev.plumb.rtp.jitter;

import dev.plumb.rtp.packet.SequenceBits;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The packets of one video stream by sequence number, with notes on which of them make complete frames. It is a ring
 * buffer: when packets run too far ahead, the oldest are forgotten.
 *
 * <p>Each packet is examined once, when it arrives. Bit sets record where it begins or ends a frame and which frame it
 * completes. A search reads only these bit sets, so the cost of a packet does not depend on how many are waiting.
 */
final class PacketBuffer {
    /** The number of sequence numbers that the buffer spans. */
    static final int CAPACITY = 2048;

    /** The most times that frames with the same last packet are assembled before their beginning is taken as lost. */
    private static final int TRIES_AT_MOST = 4;

    private final Predicate<VideoPacket> beginsKeyFrame;
    private final @Nullable VideoPacket[] packets = new VideoPacket[CAPACITY];
    private final SequenceBits present = new SequenceBits(CAPACITY);
    private final SequenceBits media = new SequenceBits(CAPACITY);
    private final SequenceBits begins = new SequenceBits(CAPACITY);
    private final SequenceBits ends = new SequenceBits(CAPACITY);
    private final SequenceBits whole = new SequenceBits(CAPACITY);
    private final byte[] tries = new byte[CAPACITY];
    private long next = -1;
    private long newest = -1;
    private long framesDropped;

    // before anything was taken out, a packet may still come that is older than the first
    private boolean begun;

    /**
     * Creates an empty buffer.
     *
     * @param beginsKeyFrame tests from a payload alone whether a key frame begins there
     */
    PacketBuffer(Predicate<VideoPacket> beginsKeyFrame) {
        this.beginsKeyFrame = beginsKeyFrame;
    }

    /** The outcome of {@link #insert}. */
    enum Inserted {
        /** The packet is new. */
        NEW,
        /** The packet is in the buffer already, or its place was passed. */
        OLD,
        /** The packet is new, and older packets of incomplete frames were dropped for it. */
        OVERFLOWED
    }

    Inserted insert(VideoPacket packet) {
        long sequence = packet.sequence();
        if (next < 0) {
            next = sequence;
        }
        if (!begun && sequence < next && newest - sequence < CAPACITY) {
            next = sequence;
        }
        if (sequence < next || has(sequence)) {
            return Inserted.OLD;
        }
        boolean overflow = sequence - next >= CAPACITY;
        if (overflow) {
            dropTo(sequence - CAPACITY + 1);
        }
        newest = Math.max(newest, sequence);
        packets[slot(sequence)] = packet;
        tries[slot(sequence)] = 0;
        present.set(sequence);
        if (!packet.isPadding()) {
            media.set(sequence);
        }
        note(packet);
        return overflow ? Inserted.OVERFLOWED : Inserted.NEW;
    }

    private boolean has(long sequence) {
        return at(sequence) != null;
    }

    private @Nullable VideoPacket at(long sequence) {
        VideoPacket p = packets[slot(sequence)];
        return p != null && p.sequence() == sequence ? p : null;
    }

    // ---- frame boundaries -------------------------------------------------------------------------------------------

    /** Records which frames begin, end and become complete with a new packet. */
    private void note(VideoPacket packet) {
        long sequence = packet.sequence();
        noteBeginning(sequence);
        if (noteBeginning(sequence + 1)) {
            noteWholeAt(sequence + 1);
        }
        if (!packet.isPadding() && packet.marker()) {
            ends.set(sequence);
        }
        long before = media.previous(packet.isPadding() ? sequence : sequence - 1, next);
        long after = packet.isPadding() ? media.next(sequence, newest) : sequence;
        boolean boundary = before >= 0 && after >= 0 && isBoundary(before, after);
        if (boundary) {
            ends.set(before);
            noteWhole(before);
        }
        if (!packet.isPadding()) {
            long following = media.next(sequence + 1, newest);
            if (following >= 0 && isBoundary(sequence, following)) {
                ends.set(sequence);
            }
        }
        noteWholeAt(sequence);
    }

    private void noteWholeAt(long sequence) {
        long end = ends.next(sequence, newest);
        if (end >= 0) {
            noteWhole(end);
        }
    }

    /** Returns whether a frame ends between two packets with nothing but padding between them. */
    private boolean isBoundary(long before, long after) {
        VideoPacket first = at(before);
        VideoPacket second = at(after);
        return first != null
                && second != null
                && first.rtpTimestamp() != second.rtpTimestamp()
                && present.nextClear(before, after) < 0;
    }

    /** Records that a frame begins at this packet. Returns whether that is new. */
    private boolean noteBeginning(long sequence) {
        VideoPacket p = sequence > newest || begins.get(sequence) ? null : at(sequence);
        boolean beginning = p != null && !p.isPadding() && (followsFrame(p) || beginsKeyFrame.test(p));
        if (beginning) {
            begins.set(sequence);
        }
        return beginning;
    }

    /** Returns whether the packet right before {@code p} belongs to another frame. */
    private boolean followsFrame(VideoPacket p) {
        long s = p.sequence() - 1;
        VideoPacket before = s < next ? null : at(s);
        return before != null && !before.isPadding() && before.rtpTimestamp() != p.rtpTimestamp();
    }

    /** Records the frame that ends here if all its packets are present, from the first one that may begin it. */
    private void noteWhole(long end) {
        if (tries[slot(end)] >= TRIES_AT_MOST) {
            return;
        }
        long hole = present.previousClear(end, next);
        long endBefore = ends.previous(end - 1, next);
        long from = Math.max(next, Math.max(hole, endBefore) + 1);
        long begin = begins.next(from, end);
        if (begin >= 0) {
            whole.set(begin);
        }
    }

    /** Forgets the packets before {@code sequence}, which is the next one expected. */
    void advanceTo(long sequence) {
        if (sequence - next >= CAPACITY) {
            Arrays.fill(packets, null);
        } else {
            for (long s = next; s < sequence; s++) {
                packets[slot(s)] = null;
            }
        }
        present.clear(next, sequence);
        media.clear(next, sequence);
        begins.clear(next, sequence);
        ends.clear(next, sequence);
        whole.clear(next, sequence);
        next = Math.max(next, sequence);
        begun = true;
    }

    /** Returns the sequence number that is expected next, or -1 before the first packet. */
    long next() {
        return next;
    }

    /** Returns the first packet that is missing while later ones have arrived, or -1 if there is none. */
    long firstMissing() {
        return next < 0 ? -1 : present.nextClear(next, newest);
    }

    /** Moves on to {@code sequence}. Complete frames before it are counted as dropped. */
    void dropTo(long sequence) {
        framesDropped += wholeBefore(Math.min(sequence, newest + 1));
        advanceTo(sequence);
    }

    /** Returns the number of complete frames that were skipped. */
    long framesDropped() {
        return framesDropped;
    }

    /** Counts the complete frames before a packet whose beginnings are known. */
    private int wholeBefore(long sequence) {
        int count = 0;
        for (long s = next; s < sequence; s++) {
            long end = ends.next(s, sequence - 1);
            if (end < 0) {
                break;
            }
            long begin = begins.next(s, end);
            count += begin >= 0 && present.nextClear(begin, end) < 0 ? 1 : 0;
            s = end;
        }
        return count;
    }

    // ---- frames -----------------------------------------------------------------------------------------------------

    /** Takes out and returns the next frame in order, or returns null while it is incomplete. */
    @Nullable
    List<VideoPacket> pollNext() {
        if (next < 0) {
            return null;
        }
        long first = media.next(next, newest);
        long hole = firstMissing();
        long padding = hole >= 0 && (first < 0 || hole < first) ? hole : first < 0 ? newest + 1 : first;
        if (padding > next) {
            advanceTo(padding);
        }
        List<VideoPacket> frame = next == first ? frameFrom(next) : null;
        if (frame != null) {
            advanceTo(frame.getLast().sequence() + 1);
        }
        return frame;
    }

    /**
     * Returns the oldest frame that is complete and whose beginning is known, wherever it is, or null if there is none.
     * The frame stays in the buffer, but it is not returned again unless another packet completes it anew.
     */
    @Nullable
    List<VideoPacket> searchFrame() {
        for (long s = whole.next(Math.max(next, 0), newest); s >= 0; s = whole.next(s + 1, newest)) {
            whole.clear(s);
            List<VideoPacket> frame = frameFrom(s);
            if (frame != null) {
                tries[slot(frame.getLast().sequence())]++;
                return frame;
            }
        }
        return null;
    }

    /** Returns the packets from {@code first} to the end of the frame, or null while one is missing. */
    private @Nullable List<VideoPacket> frameFrom(long first) {
        long end = ends.next(first, newest);
        if (end < 0 || present.nextClear(first, end) >= 0) {
            return null;
        }
        List<VideoPacket> frame = new ArrayList<>();
        for (long s = media.next(first, end); s >= 0; s = media.next(s + 1, end)) {
            VideoPacket p = at(s);
            if (p != null) {
                frame.add(p);
            }
        }
        return frame;
    }

    private static int slot(long sequence) {
        return (int) (sequence & (CAPACITY - 1));
    }
}
