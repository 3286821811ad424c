package dev.plumb.examples.mixer;

import dev.plumb.base.loop.Loop;
import dev.plumb.media.audio.AudioFrame;
import dev.plumb.media.audio.AudioSink;
import dev.plumb.media.audio.AudioSource;
import dev.plumb.media.audio.Resampler;
import dev.plumb.objects.MediaStreamTrack;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * N inputs, one output: sums what its inputs have heard, in frames of 20 ms at 48 kHz, and knows the level of each and
 * who is speaking. An extension: it sees tracks and is a source, and nothing else. Inputs may come and go on any
 * thread.
 */
public final class Mixer implements AudioSource {
    private static final int SAMPLE_RATE_HZ = 48_000;
    private static final int FRAME_SAMPLES = 960;
    private static final long FRAME_NANOS = 20_000_000L;
    private static final int WAITING_AT_MOST = 10 * FRAME_SAMPLES;
    private static final double SPEAKING = 0.05;
    private static final double DECAY = 0.8;

    private final Map<String, Input> inputs = new ConcurrentHashMap<>();
    private Loop.@Nullable Timer timer;
    private long frames;
    private boolean stopped;

    /** Creates a mixer without inputs. */
    public Mixer() {}

    /** Adds a track under a name. */
    public void add(String name, MediaStreamTrack track) {
        Input input = new Input();
        inputs.put(name, input);
        track.onAudio(input);
    }

    /** Returns the present level of each input, 0 to 1. */
    public Map<String, Double> levels() {
        Map<String, Double> all = new LinkedHashMap<>();
        inputs.forEach((name, input) -> all.put(name, input.level()));
        return all;
    }

    /** Returns the name of the loudest speaker, if anybody speaks. */
    public Optional<String> speaker() {
        return levels().entrySet().stream()
                .filter(e -> e.getValue() > SPEAKING)
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey);
    }

    @Override
    public void start(Loop worker, AudioSink sink) {
        stopped = false;
        long startNanos = worker.nowNanos();
        worker.execute(() -> tick(worker, sink, startNanos));
    }

    private void tick(Loop worker, AudioSink sink, long startNanos) {
        if (stopped) {
            return;
        }
        int[] sum = new int[FRAME_SAMPLES];
        inputs.values().forEach(input -> input.addTo(sum));
        short[] mixed = new short[FRAME_SAMPLES];
        for (int i = 0; i < FRAME_SAMPLES; i++) {
            mixed[i] = (short) Math.clamp(sum[i], Short.MIN_VALUE, Short.MAX_VALUE);
        }
        sink.accept(new AudioFrame(mixed, SAMPLE_RATE_HZ, 1, startNanos + frames * FRAME_NANOS));
        frames++;
        timer = worker.schedule(startNanos + frames * FRAME_NANOS, () -> tick(worker, sink, startNanos));
    }

    @Override
    public void stop() {
        stopped = true;
        if (timer != null) {
            timer.cancel();
        }
    }

    /** The sound that one input has received and the mix has not taken yet. */
    private static final class Input implements AudioSink {
        private final Resampler resampler = new Resampler(SAMPLE_RATE_HZ, 1);
        private final ArrayDeque<Short> waiting = new ArrayDeque<>();
        private double level;

        @Override
        public synchronized void accept(AudioFrame frame) {
            for (short sample : resampler.convert(frame).samples()) {
                waiting.add(sample);
            }
            while (waiting.size() > WAITING_AT_MOST) {
                waiting.remove();
            }
        }

        /** Waits for a whole frame, so that a late packet makes no clicks. */
        synchronized void addTo(int[] sum) {
            int peak = 0;
            if (waiting.size() >= FRAME_SAMPLES) {
                for (int i = 0; i < FRAME_SAMPLES; i++) {
                    int sample = waiting.remove();
                    sum[i] += sample;
                    peak = Math.max(peak, Math.abs(sample));
                }
            }
            level = Math.max(level * DECAY, peak / 32_768.0);
        }

        synchronized double level() {
            return level;
        }
    }
}
