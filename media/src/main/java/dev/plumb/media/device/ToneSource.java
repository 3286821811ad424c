package dev.plumb.media.device;

import dev.plumb.base.loop.Loop;
import dev.plumb.media.audio.AudioFrame;
import dev.plumb.media.audio.AudioSink;
import dev.plumb.media.audio.AudioSource;
import org.jspecify.annotations.Nullable;

/** A sine tone, at 48 kHz in one channel, in frames of 20 ms. */
public final class ToneSource implements AudioSource {
    private static final int SAMPLE_RATE_HZ = 48_000;
    private static final int FRAME_SAMPLES = 960;
    private static final long FRAME_NANOS = 20_000_000L;

    private final double frequencyHz;
    private final double amplitude;
    private Loop.@Nullable Timer timer;
    private long frames;
    private boolean stopped;

    /**
     * A tone.
     *
     * @param frequencyHz up to half the sample rate
     * @param amplitude 0 to 1
     */
    public ToneSource(double frequencyHz, double amplitude) {
        if (frequencyHz <= 0 || frequencyHz >= SAMPLE_RATE_HZ / 2.0 || amplitude < 0 || amplitude > 1) {
            throw new IllegalArgumentException("no such tone: " + frequencyHz + " Hz at " + amplitude);
        }
        this.frequencyHz = frequencyHz;
        this.amplitude = amplitude;
    }

    @Override
    public void start(Loop worker, AudioSink sink) {
        stopped = false;
        frames = 0;
        long startNanos = worker.nowNanos();
        worker.execute(() -> tick(worker, sink, startNanos));
    }

    private void tick(Loop worker, AudioSink sink, long startNanos) {
        if (stopped) {
            return;
        }
        sink.accept(new AudioFrame(samples(), SAMPLE_RATE_HZ, 1, startNanos + frames * FRAME_NANOS));
        frames++;
        timer = worker.schedule(startNanos + frames * FRAME_NANOS, () -> tick(worker, sink, startNanos));
    }

    private short[] samples() {
        short[] samples = new short[FRAME_SAMPLES];
        long first = frames * FRAME_SAMPLES;
        for (int i = 0; i < FRAME_SAMPLES; i++) {
            double t = (double) ((first + i) % (SAMPLE_RATE_HZ * 1000L)) / SAMPLE_RATE_HZ;
            samples[i] = (short) Math.round(32_767 * amplitude * Math.sin(2 * Math.PI * frequencyHz * t));
        }
        return samples;
    }

    @Override
    public void stop() {
        stopped = true;
        if (timer != null) {
            timer.cancel();
        }
    }
}
