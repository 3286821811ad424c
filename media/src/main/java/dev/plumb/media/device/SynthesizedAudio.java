package dev.plumb.media.device;

import dev.plumb.base.loop.Loop;
import dev.plumb.media.audio.AudioFrame;
import dev.plumb.media.audio.AudioSink;
import dev.plumb.media.audio.AudioSource;
import org.jspecify.annotations.Nullable;

/** Sound that is computed: at 48 kHz in one channel, a frame every 20 ms of the worker's clock. */
public abstract class SynthesizedAudio implements AudioSource {
    /** Samples a second. */
    protected static final int SAMPLE_RATE_HZ = 48_000;
    /** Samples of a frame. */
    protected static final int FRAME_SAMPLES = 960;

    private static final long FRAME_NANOS = 20_000_000L;

    private Loop.@Nullable Timer timer;
    private long frames;
    private boolean stopped;

    /** Creates a source that has not started. */
    protected SynthesizedAudio() {}

    /**
     * Computes a frame. Called on the worker.
     *
     * @param firstSample the number of samples before, since the start
     * @return {@value #FRAME_SAMPLES} samples
     */
    protected abstract short[] samples(long firstSample);

    @Override
    public final void start(Loop worker, AudioSink sink) {
        stopped = false;
        frames = 0;
        long startNanos = worker.nowNanos();
        worker.execute(() -> tick(worker, sink, startNanos));
    }

    private void tick(Loop worker, AudioSink sink, long startNanos) {
        if (stopped) {
            return;
        }
        short[] samples = samples(frames * FRAME_SAMPLES);
        sink.accept(new AudioFrame(samples, SAMPLE_RATE_HZ, 1, startNanos + frames * FRAME_NANOS));
        frames++;
        timer = worker.schedule(startNanos + frames * FRAME_NANOS, () -> tick(worker, sink, startNanos));
    }

    @Override
    public final void stop() {
        stopped = true;
        if (timer != null) {
            timer.cancel();
        }
    }
}
