package dev.plumb.rtp.rtp;

import dev.plumb.base.engine.Engine;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The received streams of a session: by SSRC, and by when they want to be served. Costs the same with one stream or
 * thousands.
 */
final class ReceivedStreams {
    private final Map<Long, RtpReceiveStream> bySsrc = new HashMap<>();
    private final TreeSet<Due> queue = new TreeSet<>();
    private final LateReports late;

    private long measuredRttNanos = -1;

    /**
     * A stream's deadline, which may have been postponed since it was recorded. Each stream has one entry, and no two
     * streams share an SSRC.
     */
    private record Due(long nanos, RtpReceiveStream stream) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            int earlier = Long.compare(nanos, other.nanos);
            return earlier != 0 ? earlier : Long.compare(stream.ssrc(), other.stream.ssrc());
        }
    }

    /**
     *
     * @param late the RTCP reports about streams before they existed
     */
    ReceivedStreams(LateReports late) {
        this.late = late;
    }

    void add(RtpReceiveStream stream) {
        RtpReceiveStream before = bySsrc.put(stream.ssrc(), stream);
        if (before != null) {
            unqueue(before);
        }
        late.tell(stream);
        served(stream);
    }

    void remove(RtpReceiveStream stream) {
        if (bySsrc.remove(stream.ssrc(), stream)) {
            unqueue(stream);
        }
    }

    private void unqueue(RtpReceiveStream stream) {
        if (stream.queuedNanos() != Engine.NEVER) {
            queue.remove(new Due(stream.queuedNanos(), stream));
            stream.queuedNanos(Engine.NEVER);
        }
    }

    /** Sets the round-trip time last measured from reports. */
    void measuredRttNanos(long nanos) {
        measuredRttNanos = nanos;
    }

    /** Returns the round-trip time last measured from reports, or -1 if there is none yet. */
    long measuredRttNanos() {
        return measuredRttNanos;
    }

    @Nullable
    RtpReceiveStream get(long ssrc) {
        return bySsrc.get(ssrc);
    }

    boolean contains(long ssrc) {
        return bySsrc.containsKey(ssrc);
    }

    Iterable<RtpReceiveStream> all() {
        return bySsrc.values();
    }

    /**
     * Queues a stream again after its deadline may have changed. A deadline that is later than the queued one is
     * noticed when the queued one is reached.
     */
    void served(RtpReceiveStream stream) {
        if (stream.deadlineNanos() < stream.queuedNanos() && bySsrc.get(stream.ssrc()) == stream) {
            unqueue(stream);
            stream.queuedNanos(stream.deadlineNanos());
            queue.add(new Due(stream.deadlineNanos(), stream));
        }
    }

    /** Returns a stream that is due, or null if there is none. Serve it, then pass it to {@link #served}. */
    @Nullable
    RtpReceiveStream pollDue(long nowNanos) {
        for (Due due = first(); due != null && due.nanos <= nowNanos; due = first()) {
            queue.remove(due);
            RtpReceiveStream stream = due.stream;
            stream.queuedNanos(Engine.NEVER);
            if (stream.deadlineNanos() <= nowNanos) {
                return stream;
            }
            served(stream);
        }
        return null;
    }

    private @Nullable Due first() {
        return queue.isEmpty() ? null : queue.first();
    }

    long deadlineNanos() {
        Due first = first();
        return first == null ? Engine.NEVER : first.nanos;
    }

    void clear() {
        bySsrc.clear();
        queue.clear();
    }
}
