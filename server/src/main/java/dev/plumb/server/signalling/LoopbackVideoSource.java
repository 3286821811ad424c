package dev.plumb.server.signalling;

import dev.plumb.base.loop.Loop;
import dev.plumb.media.video.VideoFrame;
import dev.plumb.media.video.VideoSink;
import dev.plumb.media.video.VideoSource;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A source of the pictures that are pushed into it. Where its worker falls behind, only the newest waits. */
public final class LoopbackVideoSource implements VideoSource {
    private final AtomicReference<@Nullable VideoFrame> waiting = new AtomicReference<>();
    private @Nullable Loop worker;
    private @Nullable VideoSink sink;

    /** Creates a source without pictures. */
    public LoopbackVideoSource() {}

    /** Pushes a picture, on any thread. Before the start and after the stop it is dropped. */
    public synchronized void push(VideoFrame frame) {
        Loop running = worker;
        VideoSink out = sink;
        if (running != null && out != null && waiting.getAndSet(frame) == null) {
            running.execute(() -> deliver(running, out));
        }
    }

    private void deliver(Loop running, VideoSink out) {
        VideoFrame newest = waiting.getAndSet(null);
        if (newest != null) {
            out.accept(newest.withTimestampNanos(running.nowNanos()));
        }
    }

    @Override
    public synchronized void start(Loop newWorker, VideoSink newSink) {
        worker = newWorker;
        sink = newSink;
    }

    @Override
    public synchronized void stop() {
        worker = null;
        sink = null;
        waiting.set(null);
    }
}
