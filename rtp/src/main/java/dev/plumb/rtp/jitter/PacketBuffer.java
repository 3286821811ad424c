package dev.plumb.rtp.jitter;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Packets of one video stream by sequence number, and which of them make whole frames. A ring: where packets run too far ahead,
 * the oldest are forgotten.
 */
final class PacketBuffer {
    /** How many sequence numbers it spans. */
    static final int CAPACITY = 2048;

    private final @Nullable VideoPacket[] packets = new VideoPacket[CAPACITY];
    private final boolean[] searched = new boolean[CAPACITY];
    private long next = -1;
    private long newest = -1;
    private long contiguousTo = -1;

    // before anything was taken out, a packet may still come that is older than the first
    private boolean begun;

    /** What {@link #insert} made of a packet. */
    enum Inserted {
        /** It is new. */
        NEW,
        /** It is there already, or its place was passed. */
        OLD,
        /** It is new, and older ones that were still incomplete had to go for it. */
        OVERFLOWED
    }

    Inserted insert(VideoPacket packet) {
        long sequence = packet.sequence();
        if (next < 0) {
            next = sequence;
        }
        if (!begun && sequence < next && newest - sequence < CAPACITY) {
            next = sequence;
            contiguousTo = sequence;
        }
        if (sequence < next || has(sequence)) {
            return Inserted.OLD;
        }
        boolean overflow = sequence - next >= CAPACITY;
        if (overflow) {
            advanceTo(sequence - CAPACITY + 1);
        }
        packets[slot(sequence)] = packet;
        searched[slot(sequence)] = false;
        newest = Math.max(newest, sequence);
        return overflow ? Inserted.OVERFLOWED : Inserted.NEW;
    }

    private boolean has(long sequence) {
        return at(sequence) != null;
    }

    private @Nullable VideoPacket at(long sequence) {
        VideoPacket p = packets[slot(sequence)];
        return p != null && p.sequence() == sequence ? p : null;
    }

    /** Forgets what is before {@code sequence}, which is what is expected next. */
    void advanceTo(long sequence) {
        if (sequence - next >= CAPACITY) {
            Arrays.fill(packets, null);
        } else {
            for (long s = next; s < sequence; s++) {
                packets[slot(s)] = null;
            }
        }
        next = Math.max(next, sequence);
        begun = true;
    }

    /** What is expected next; -1 before the first packet. */
    long next() {
        return next;
    }

    /** The first packet that is missing while later ones are here; -1 where none is. */
    long firstMissing() {
        contiguousTo = Math.max(contiguousTo, next);
        while (contiguousTo <= newest && has(contiguousTo)) {
            contiguousTo++;
        }
        return next >= 0 && contiguousTo <= newest ? contiguousTo : -1;
    }

    /** The next frame in order, taken out; null while it is not whole. */
    @Nullable
    List<VideoPacket> pollNext() {
        VideoPacket p = next < 0 ? null : at(next);
        while (p != null && p.isPadding()) {
            advanceTo(next + 1);
            p = at(next);
        }
        List<VideoPacket> frame = p == null ? null : frameFrom(next);
        if (frame != null) {
            advanceTo(frame.getLast().sequence() + 1);
        }
        return frame;
    }

    /**
     * A whole frame anywhere, whose beginning is known, left where it is; each is given once. Oldest first.
     *
     * @param beginsKeyFrame tells by a payload alone that a frame begins there
     */
    @Nullable
    List<VideoPacket> searchFrame(Predicate<VideoPacket> beginsKeyFrame) {
        for (long s = Math.max(next, 0); s <= newest; s++) {
            VideoPacket p = at(s);
            if (p == null || p.isPadding() || searched[slot(s)]) {
                continue;
            }
            if (!followsFrame(p) && !beginsKeyFrame.test(p)) {
                continue;
            }
            List<VideoPacket> frame = frameFrom(s);
            if (frame != null) {
                searched[slot(s)] = true;
                return frame;
            }
        }
        return null;
    }

    /** Whether the packet before {@code p} ended a frame. */
    private boolean followsFrame(VideoPacket p) {
        long s = p.sequence() - 1;
        VideoPacket before = s < next ? null : at(s);
        return before != null && !before.isPadding() && before.rtpTimestamp() != p.rtpTimestamp();
    }

    /** The packets from {@code first} on to the frame's end; null while one is missing. */
    private @Nullable List<VideoPacket> frameFrom(long first) {
        List<VideoPacket> frame = new ArrayList<>();
        for (long s = first; s - first < CAPACITY; s++) {
            VideoPacket p = at(s);
            if (p == null) {
                return null;
            }
            if (p.isPadding()) {
                continue;
            }
            if (!frame.isEmpty() && p.rtpTimestamp() != frame.getFirst().rtpTimestamp()) {
                return frame;
            }
            frame.add(p);
            if (p.marker()) {
                return frame;
            }
        }
        return null;
    }

    private static int slot(long sequence) {
        return (int) (sequence & (CAPACITY - 1));
    }
}
