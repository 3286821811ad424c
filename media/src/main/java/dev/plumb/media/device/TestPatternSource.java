package dev.plumb.media.device;

import dev.plumb.base.loop.Loop;
import dev.plumb.media.video.VideoSink;
import dev.plumb.media.video.VideoSource;
import org.jspecify.annotations.Nullable;

/**
 * A source of {@link TestPattern} pictures, numbered from 0, at a steady rate. A picture that is too late to keep the
 * pace is left out.
 */
public final class TestPatternSource implements VideoSource {
    private final int width;
    private final int height;
    private final double framesPerSecond;
    private Loop.@Nullable Timer timer;
    private boolean stopped;

    /**
     * Creates a source.
     *
     * @param framesPerSecond the frame rate, 1 to 120
     */
    public TestPatternSource(int width, int height, double framesPerSecond) {
        if (width < 64 || height < 64 || framesPerSecond < 1 || framesPerSecond > 120) {
            throw new IllegalArgumentException("no test pattern of " + width + "x" + height + " at " + framesPerSecond);
        }
        this.width = width;
        this.height = height;
        this.framesPerSecond = framesPerSecond;
    }

    @Override
    public void start(Loop worker, VideoSink sink) {
        stopped = false;
        long startNanos = worker.nowNanos();
        worker.execute(() -> tick(worker, sink, startNanos, 0));
    }

    private void tick(Loop worker, VideoSink sink, long startNanos, long number) {
        if (stopped) {
            return;
        }
        long due = startNanos + nanosOf(number);
        sink.accept(TestPattern.draw((int) (number & TestPattern.HIGHEST_NUMBER), width, height, due));
        long next = number + 1;
        while (startNanos + nanosOf(next + 1) < worker.nowNanos()) {
            next++;
        }
        long then = next;
        timer = worker.schedule(startNanos + nanosOf(next), () -> tick(worker, sink, startNanos, then));
    }

    private long nanosOf(long number) {
        return (long) (number * 1e9 / framesPerSecond);
    }

    @Override
    public void stop() {
        stopped = true;
        if (timer != null) {
            timer.cancel();
        }
    }
}
