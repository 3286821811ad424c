package dev.plumb.rtp.rtp;

import dev.plumb.base.engine.Engine;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** The received streams of a session: by SSRC, and by when they want to be served. Costs the same with one stream or thousands. */
final class ReceivedStreams {
    private final Map<Long, RtpReceiveStream> bySsrc = new HashMap<>();
    private final PriorityQueue<Due> queue = new PriorityQueue<>();
    private final LateReports late;

    /** A deadline that a stream had; it may have been put off since. */
    private record Due(long nanos, RtpReceiveStream stream) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            return Long.compare(nanos, other.nanos);
        }
    }

    /**
     * @param late what RTCP said of streams before they were there
     */
    ReceivedStreams(LateReports late) {
        this.late = late;
    }

    void add(RtpReceiveStream stream) {
        bySsrc.put(stream.ssrc(), stream);
        late.tell(stream);
        served(stream);
    }

    void remove(RtpReceiveStream stream) {
        bySsrc.remove(stream.ssrc(), stream);
        stream.queuedNanos(Engine.NEVER);
        queue.removeIf(due -> due.stream == stream);
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

    /** A stream's deadline may have changed. One that is later than queued is found out when its turn comes. */
    void served(RtpReceiveStream stream) {
        if (stream.deadlineNanos() < stream.queuedNanos() && bySsrc.get(stream.ssrc()) == stream) {
            stream.queuedNanos(stream.deadlineNanos());
            queue.add(new Due(stream.deadlineNanos(), stream));
        }
    }

    /** A stream whose time has come; null where there is none. To be served, then told to {@link #served}. */
    @Nullable
    RtpReceiveStream pollDue(long nowNanos) {
        for (Due due = queue.peek(); due != null && due.nanos <= nowNanos; due = queue.peek()) {
            queue.remove();
            RtpReceiveStream stream = due.stream;
            if (stream.queuedNanos() != due.nanos) {
                continue;
            }
            stream.queuedNanos(Engine.NEVER);
            if (stream.deadlineNanos() <= nowNanos) {
                return stream;
            }
            served(stream);
        }
        return null;
    }

    long deadlineNanos() {
        Due first = queue.peek();
        return first == null ? Engine.NEVER : first.nanos;
    }

    void clear() {
        bySsrc.clear();
        queue.clear();
    }
}
