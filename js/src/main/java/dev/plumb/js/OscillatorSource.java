package dev.plumb.js;

import dev.plumb.media.device.SynthesizedAudio;
import java.util.ArrayList;
import java.util.List;

/** The sum of oscillators, which may change while it sounds: 48 kHz, one channel, frames of 20 ms. */
final class OscillatorSource extends SynthesizedAudio {
    /**
     * One oscillator.
     *
     * @param frequencyHz the frequency of its fundamental
     * @param amplitude 1 for full scale
     * @param type {@code sine}, {@code square}, {@code sawtooth} or {@code triangle}
     */
    record Oscillator(double frequencyHz, double amplitude, String type) {
        /** Returns the value at a place in the period, from 0 to 1. */
        double at(double phase) {
            double wave = switch (type) {
                case "square" -> phase < 0.5 ? 1 : -1;
                case "sawtooth" -> phase < 0.5 ? 2 * phase : 2 * phase - 2;
                case "triangle" -> phase < 0.25 ? 4 * phase : phase < 0.75 ? 2 - 4 * phase : 4 * phase - 4;
                default -> Math.sin(2 * Math.PI * phase);
            };
            return amplitude * wave;
        }
    }

    private volatile List<Oscillator> oscillators = List.of();
    private List<Double> phases = new ArrayList<>();

    /** Sets the oscillators that sound from now on. Any thread may call it. */
    void set(List<Oscillator> now) {
        oscillators = List.copyOf(now);
    }

    @Override
    protected short[] samples(long firstSample) {
        List<Oscillator> now = oscillators;
        double[] sum = new double[FRAME_SAMPLES];
        List<Double> next = new ArrayList<>();
        for (int n = 0; n < now.size(); n++) {
            Oscillator one = now.get(n);
            double phase = n < phases.size() ? phases.get(n) : 0;
            double step = one.frequencyHz() / SAMPLE_RATE_HZ;
            for (int i = 0; i < FRAME_SAMPLES; i++) {
                sum[i] += one.at(phase);
                phase = (phase + step) % 1;
            }
            next.add(phase < 0 ? phase + 1 : phase);
        }
        phases = next;
        short[] samples = new short[FRAME_SAMPLES];
        for (int i = 0; i < FRAME_SAMPLES; i++) {
            samples[i] = (short) Math.round(32_767 * Math.clamp(sum[i], -1.0, 1.0));
        }
        return samples;
    }
}
