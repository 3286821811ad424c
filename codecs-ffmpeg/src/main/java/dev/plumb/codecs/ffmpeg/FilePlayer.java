package dev.plumb.codecs.ffmpeg;

import dev.plumb.base.loop.Loop;
import java.io.IOException;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/**
 * A player of one stream of a file on a loop. It decodes a frame, waits until it is due, and delivers it. It is used on
 * the loop, except for stopping.
 */
final class FilePlayer {
    /** The lateness beyond which a frame is skipped, so that a stream that joins another does not play what is past. */
    private static final long LATE_NANOS = 500_000_000L;

    private static final long SHORTEST_ROUND_NANOS = 100_000_000L;

    private final FileSource source;
    private final Loop worker;
    private final FileOutlet outlet;
    private final long startNanos;
    private volatile boolean stopped;
    private boolean left;
    private @Nullable FileTrack track;
    private long roundNanos;
    private long lastNanos;
    private int framesOfRound;

    FilePlayer(FileSource source, Loop worker, FileOutlet outlet) {
        this.source = source;
        this.worker = worker;
        this.outlet = outlet;
        this.startNanos = source.join(worker.nowNanos());
        worker.execute(this::begin);
    }

    private void begin() {
        if (!stopped && open()) {
            if (source.repeats()) {
                long gone = worker.nowNanos() - startNanos;
                roundNanos = gone - gone % roundLengthNanos();
            }
            advance();
        } else {
            leave(!stopped);
        }
    }

    private boolean open() {
        try {
            track = new FileTrack(source.file(), outlet.mediaType());
            framesOfRound = 0;
            return true;
        } catch (IOException e) {
            System.getLogger("dev.plumb.codecs").log(Level.WARNING, "cannot go on playing", e);
            return false;
        }
    }

    private void advance() {
        FileTrack current = track;
        if (stopped || current == null) {
            leave(false);
        } else if (current.next()) {
            framesOfRound++;
            lastNanos = current.nanos(lastNanos);
            long dueNanos = startNanos + roundNanos + lastNanos;
            worker.schedule(dueNanos, () -> deliver(current, dueNanos));
        } else {
            endRound(current);
        }
    }

    private void deliver(FileTrack current, long dueNanos) {
        if (!stopped && worker.nowNanos() - dueNanos <= LATE_NANOS) {
            outlet.deliver(current.frame(), dueNanos);
        }
        advance();
    }

    private void endRound(FileTrack ended) {
        boolean again = source.repeats() && framesOfRound > 0;
        ended.close();
        track = null;
        // both streams begin again by the duration of the whole file, so that they stay together
        roundNanos += roundLengthNanos();
        lastNanos = 0;
        if (again && open()) {
            advance();
        } else {
            leave(true);
        }
    }

    private long roundLengthNanos() {
        // an empty file, opened again and again, must not occupy a worker
        return Math.max(source.durationNanos(), SHORTEST_ROUND_NANOS);
    }

    private void leave(boolean ended) {
        if (!left) {
            left = true;
            if (track != null) {
                track.close();
            }
            outlet.close();
            source.leave(ended);
        }
    }

    /** Ends it; may be called from any thread. */
    void stop() {
        stopped = true;
        worker.execute(() -> leave(false));
    }
}
