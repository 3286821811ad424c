package dev.plumb.examples.support;

import dev.plumb.media.audio.AudioFrame;
import dev.plumb.objects.MediaStreamTrack;
import java.util.function.Consumer;

/**
 * Listens to a track and measures the largest gap between one frame's end and the next one's begin. Safe on any thread.
 */
public final class Playout {
    private long endNanos = Long.MIN_VALUE;
    private long largestGapNanos;
    private long frames;

    private Playout() {}

    /** Listens from now on. */
    public static Playout of(MediaStreamTrack track) {
        Playout made = new Playout();
        track.onAudio(made::heard);
        return made;
    }

    /** Listens from now on, and hands every frame on. */
    public static Playout of(MediaStreamTrack track, Consumer<AudioFrame> next) {
        Playout made = new Playout();
        track.onAudio(frame -> {
            made.heard(frame);
            next.accept(frame);
        });
        return made;
    }

    private synchronized void heard(AudioFrame frame) {
        if (endNanos != Long.MIN_VALUE) {
            largestGapNanos = Math.max(largestGapNanos, frame.timestampNanos() - endNanos);
        }
        endNanos = frame.timestampNanos() + frame.durationNanos();
        frames++;
    }

    /** Forgets the gaps so far. */
    public synchronized void restart() {
        largestGapNanos = 0;
    }

    /** Returns the largest gap so far, in milliseconds, or 0 if there is none. */
    public synchronized double largestGapMillis() {
        return largestGapNanos / 1e6;
    }

    /** Returns the number of frames so far. */
    public synchronized long frames() {
        return frames;
    }
}
