package dev.plumb.examples.datasync;

import dev.plumb.objects.RTCEncodedFrame;
import dev.plumb.objects.RTCRtpReceiver;
import dev.plumb.objects.RTCRtpTransform;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.function.Consumer;

/**
 * Holds messages back until the media that was captured at the same moment is shown. An extension: it looks at encoded frames on
 * their way to the decoder, which bear the sender's clock (by RTP timestamps and the NTP time of sender reports), and at nothing else. Safe
 * on any thread.
 *
 * @param <T> what the messages are
 */
public final class MediaTimeline<T> {
    private static final int WAITING_AT_MOST = 1024;

    private final Consumer<T> release;
    private final PriorityQueue<Waiting<T>> waiting = new PriorityQueue<>();
    private long shownNanos = Long.MIN_VALUE;

    /** One that waits for its moment. */
    private record Waiting<T>(long captureNanos, T message) implements Comparable<Waiting<T>> {
        @Override
        public int compareTo(Waiting<T> other) {
            return Long.compare(captureNanos, other.captureNanos);
        }
    }

    private MediaTimeline(Consumer<T> release) {
        this.release = release;
    }

    /** The timeline of what a receiver shows; {@code release} takes each message in its moment. */
    public static <T> MediaTimeline<T> of(RTCRtpReceiver receiver, Consumer<T> release) {
        MediaTimeline<T> made = new MediaTimeline<>(release);
        receiver.transform(RTCRtpTransform.of(frame -> {
            made.shows(frame);
            return List.of(frame);
        }));
        return made;
    }

    /**
     * Takes a message.
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

    private void shows(RTCEncodedFrame frame) {
        OptionalLong captured = frame.metadata().captureTimeNanos();
        if (captured.isEmpty()) {
            return;
        }
        List<T> due;
        synchronized (this) {
            shownNanos = captured.getAsLong();
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
