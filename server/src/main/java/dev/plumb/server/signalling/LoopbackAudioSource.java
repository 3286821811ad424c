package dev.plumb.server.signalling;

import dev.plumb.base.loop.Loop;
import dev.plumb.media.audio.AudioFrame;
import dev.plumb.media.audio.AudioSink;
import dev.plumb.media.audio.AudioSource;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A source of the sound that is pushed into it. Where its worker falls behind, newer sound is dropped. */
public final class LoopbackAudioSource implements AudioSource {
    private static final int MOST_WAITING = 10;

    private final AtomicInteger waiting = new AtomicInteger();
    private @Nullable Loop worker;
    private @Nullable AudioSink sink;

    /** Creates a source without sound. */
    public LoopbackAudioSource() {}

    /** Pushes sound, on any thread. Before the start and after the stop it is dropped. */
    public synchronized void push(AudioFrame frame) {
        Loop running = worker;
        AudioSink out = sink;
        if (running == null || out == null || waiting.get() >= MOST_WAITING) {
            return;
        }
        AudioFrame stamped =
                new AudioFrame(frame.samples(), frame.sampleRateHz(), frame.channels(), running.nowNanos());
        waiting.incrementAndGet();
        running.execute(() -> {
            waiting.decrementAndGet();
            out.accept(stamped);
        });
    }

    @Override
    public synchronized void start(Loop newWorker, AudioSink newSink) {
        worker = newWorker;
        sink = newSink;
    }

    @Override
    public synchronized void stop() {
        worker = null;
        sink = null;
    }
}
