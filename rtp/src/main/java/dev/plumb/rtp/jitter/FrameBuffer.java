package dev.plumb.rtp.jitter;

import dev.plumb.base.engine.Engine;
import dev.plumb.rtp.payload.Depacketizer;
import dev.plumb.rtp.payload.Depacketizer.Depacketized;
import dev.plumb.rtp.payload.H264ParameterSets;
import dev.plumb.rtp.payload.PayloadFormat;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A buffer that turns one stream's packets into frames that can be decoded, in order. If a packet stays missing for
 * longer than the patience, it needs a key frame. It jumps to one as soon as it is complete, unless the missing packet
 * arrives first.
 */
public final class FrameBuffer {
    private final H264ParameterSets parameterSets = new H264ParameterSets();
    private final PacketBuffer packets = new PacketBuffer(this::beginsKeyFrame);
    private State state = new WaitingForKeyFrame();
    private long patienceNanos = 100_000_000L;
    private long gapAt = -1;
    private long gapSinceNanos = Engine.NEVER;
    private long framesDropped;
    /**
     * The number of access units without a picture that were found while searching for a key frame. They are among the
     * packets that are dropped for the key frame, but they are no dropped frames.
     */
    private long pictureless;

    // the key frame that is just coming in, if any: while it grows there is no need to ask for another
    private long keyFrameTimestamp = -1;
    private long keyFrameGrewNanos;

    /** Creates an empty buffer, which waits for a key frame. */
    public FrameBuffer() {}

    private boolean beginsKeyFrame(VideoPacket p) {
        return p.format().depacketizer().beginsKeyFrame(p.payload())
                || (p.format() == PayloadFormat.H264 && parameterSets.beginsKeyFrame(p.payload()));
    }

    /** The state of the buffer. */
    private sealed interface State {}

    /** Nothing can be decoded until a key frame is whole. */
    private record WaitingForKeyFrame() implements State {}

    /** Frames follow on one another. */
    private record Decoding() implements State {}

    /**
     * Sets the duration of a gap after which a key frame is requested. Larger values leave more time for a repair,
     * smaller ones recover sooner from a loss that is not repaired. It should be about the time that a repair takes.
     */
    public void patienceNanos(long nanos) {
        patienceNanos = nanos;
    }

    /** Inserts a packet, and returns false if it is old. */
    public boolean insert(VideoPacket packet, long nowNanos) {
        PacketBuffer.Inserted inserted = packets.insert(packet);
        if (inserted == PacketBuffer.Inserted.OVERFLOWED) {
            state = new WaitingForKeyFrame();
        }
        watchGap(nowNanos);
        watchKeyFrame(packet, nowNanos);
        return inserted != PacketBuffer.Inserted.OLD;
    }

    private void watchKeyFrame(VideoPacket packet, long nowNanos) {
        if (!packet.isPadding() && beginsKeyFrame(packet)) {
            keyFrameTimestamp = packet.rtpTimestamp();
        }
        if (packet.rtpTimestamp() == keyFrameTimestamp) {
            keyFrameGrewNanos = nowNanos;
        }
    }

    private void watchGap(long nowNanos) {
        long missing = packets.firstMissing();
        if (missing != gapAt) {
            gapAt = missing;
            gapSinceNanos = missing < 0 ? Engine.NEVER : nowNanos;
        }
    }

    /** Returns the next frame, or null while there is none. */
    public @Nullable Assembled poll(long nowNanos) {
        Assembled frame = state instanceof Decoding ? pollInOrder(nowNanos) : null;
        if (frame == null && needsKeyFrame(nowNanos)) {
            frame = pollKeyFrame();
        }
        watchGap(nowNanos);
        return frame;
    }

    /**
     * A frame with its packets.
     *
     * @param first the first packet
     * @param lastSequence the last packet's unwrapped sequence number
     * @param receivedNanos the time at which the packet arrived that completed it
     */
    public record Assembled(Depacketized frame, VideoPacket first, long lastSequence, long receivedNanos) {}

    private @Nullable Assembled pollInOrder(long nowNanos) {
        for (List<VideoPacket> frame = packets.pollNext(); frame != null; frame = packets.pollNext()) {
            watchGap(nowNanos);
            Depacketized whole = depacketize(frame);
            if (whole != null && whole.picture()) {
                return assembled(whole, frame);
            }
            if (whole == null && holdsPicture(frame)) {
                framesDropped++;
                state = new WaitingForKeyFrame();
                return null;
            }
        }
        return null;
    }

    private @Nullable Assembled pollKeyFrame() {
        for (List<VideoPacket> frame = packets.searchFrame(); frame != null; frame = packets.searchFrame()) {
            Depacketized whole = depacketize(frame);
            if (whole != null && whole.keyFrame()) {
                packets.dropTo(frame.getFirst().sequence());
                packets.advanceTo(frame.getLast().sequence() + 1);
                state = new Decoding();
                keyFrameTimestamp = -1;
                return assembled(whole, frame);
            }
            if (whole != null && !whole.picture()) {
                pictureless++;
            }
        }
        return null;
    }

    private static Assembled assembled(Depacketized whole, List<VideoPacket> frame) {
        long receivedNanos = Long.MIN_VALUE;
        for (VideoPacket p : frame) {
            receivedNanos = Math.max(receivedNanos, p.arrivalNanos());
        }
        return new Assembled(whole, frame.getFirst(), frame.getLast().sequence(), receivedNanos);
    }

    private static boolean holdsPicture(List<VideoPacket> frame) {
        return frame.getFirst()
                .format()
                .depacketizer()
                .holdsPicture(frame.stream().map(VideoPacket::payload).toList());
    }

    private @Nullable Depacketized depacketize(List<VideoPacket> frame) {
        PayloadFormat format = frame.getFirst().format();
        List<byte[]> payloads = new ArrayList<>(frame.size());
        for (VideoPacket p : frame) {
            if (p.format() != format) {
                return null;
            }
            payloads.add(p.payload());
        }
        Depacketizer depacketizer = format.depacketizer();
        Depacketized whole = depacketizer.depacketize(payloads);
        return whole == null || format != PayloadFormat.H264 ? whole : parameterSets.completed(whole);
    }

    /** Returns whether only a key frame helps, or would help sooner than the missing packets. */
    public boolean needsKeyFrame(long nowNanos) {
        return state instanceof WaitingForKeyFrame
                || (gapSinceNanos != Engine.NEVER && nowNanos - gapSinceNanos >= patienceNanos);
    }

    /** Returns whether to ask for a key frame: one is needed, and none is just coming in. */
    public boolean asksForKeyFrame(long nowNanos) {
        return needsKeyFrame(nowNanos) && !keyFrameComesIn(nowNanos);
    }

    private boolean keyFrameComesIn(long nowNanos) {
        return keyFrameTimestamp >= 0 && nowNanos - keyFrameGrewNanos < patienceNanos;
    }

    /**
     * Returns the time at which the patience with a gap, or with an incomplete key frame, ends, or {@link Engine#NEVER}
     * without either.
     */
    public long deadlineNanos(long nowNanos) {
        if (!needsKeyFrame(nowNanos)) {
            return gapSinceNanos == Engine.NEVER ? Engine.NEVER : gapSinceNanos + patienceNanos;
        }
        return keyFrameComesIn(nowNanos) ? keyFrameGrewNanos + patienceNanos : Engine.NEVER;
    }

    /** Requires a key frame after the decoder failed. No frame is returned before one. */
    public void requireKeyFrame() {
        keyFrameTimestamp = -1;
        state = new WaitingForKeyFrame();
    }

    /** Returns the unwrapped sequence number before which no packet is wanted any more. */
    public long wantedFrom() {
        return packets.next();
    }

    /** Returns the number of complete frames that could not be used or were skipped for a key frame. */
    public long framesDropped() {
        return framesDropped + Math.max(0, packets.framesDropped() - pictureless);
    }
}
