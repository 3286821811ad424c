package dev.plumb.examples.datasync;

import dev.plumb.objects.RTCEncodedFrame;
import dev.plumb.objects.RTCRtpReceiver;
import dev.plumb.objects.RTCRtpSynchronizationSource;
import dev.plumb.objects.RTCRtpTransform;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.Consumer;

/**
 * A timeline that holds messages back until the media that was captured at the same moment is shown. It is an
 * extension: encoded frames on their way to the decoder have the sender's clock (by RTP timestamps and the NTP time of
 * sender reports), and the receiver tells the RTP timestamp that it shows. Safe on any thread.
 *
 * @param <T> the type of the messages
 */
public final class MediaTimeline<T> {
    private static final int WAITING_AT_MOST = 1024;
    private static final int FRAMES_AT_MOST = 256;

    private final RTCRtpReceiver receiver;
    private final Consumer<T> release;
    private final Map<Long, Long> captured = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Long> eldest) {
            return size() > FRAMES_AT_MOST;
        }
    };
    private final PriorityQueue<Waiting<T>> waiting = new PriorityQueue<>();
    private long shownNanos = Long.MIN_VALUE;

    /** One that waits for its moment. */
    private record Waiting<T>(long captureNanos, T message) implements Comparable<Waiting<T>> {
        @Override
        public int compareTo(Waiting<T> other) {
            return Long.compare(captureNanos, other.captureNanos);
        }
    }

    private MediaTimeline(RTCRtpReceiver receiver, Consumer<T> release) {
        this.receiver = receiver;
        this.release = release;
    }

    /** Returns the timeline of the video that a receiver shows. {@code release} takes each message with its picture. */
    public static <T> MediaTimeline<T> of(RTCRtpReceiver receiver, Consumer<T> release) {
        MediaTimeline<T> made = new MediaTimeline<>(receiver, release);
        receiver.transform(RTCRtpTransform.of(frame -> {
            made.passes(frame);
            return List.of(frame);
        }));
        receiver.track().onVideo(frame -> made.shows());
        return made;
    }

    /**
     * Adds a message.
     *
     * @param captureNanos the moment it belongs to, in nanoseconds since 1970 by the sender's clock
     */
    public void take(long captureNanos, T message) {
        List<T> due;
        synchronized (this) {
            waiting.add(new Waiting<>(captureNanos, message));
            // a stream that never comes does not keep messages for ever
            due = waiting.size() > WAITING_AT_MOST ? List.of(waiting.remove().message()) : taken();
        }
        due.forEach(release);
    }

    /** Records the capture time of a frame on its way to the decoder, by its RTP timestamp. */
    private synchronized void passes(RTCEncodedFrame frame) {
        frame.metadata()
                .captureTimeNanos()
                .ifPresent(nanos -> captured.put(frame.metadata().rtpTimestamp(), nanos));
    }

    /** Releases the messages of the picture that is shown. The receiver knows its RTP timestamp. */
    private void shows() {
        List<RTCRtpSynchronizationSource> sources = receiver.getSynchronizationSources();
        List<T> due;
        synchronized (this) {
            Long nanos =
                    sources.isEmpty() ? null : captured.get(sources.getFirst().rtpTimestamp());
            if (nanos == null) {
                return;
            }
            shownNanos = nanos;
            due = taken();
        }
        due.forEach(release);
    }

    private List<T> taken() {
        List<T> due = new ArrayList<>();
        for (Waiting<T> w = waiting.peek(); w != null && w.captureNanos() <= shownNanos; w = waiting.peek()) {
            waiting.remove();
            due.add(w.message());
        }
        return due;
    }
}
