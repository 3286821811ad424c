package dev.plumb.testkit;

import java.util.Arrays;

/** A meter of the tone in sound. It collects samples of one channel, and is safe on any thread. */
public final class ToneMeter {
    private final int sampleRateHz;
    private short[] samples = new short[0];

    /** Creates a meter for sound of a rate. */
    public ToneMeter(int sampleRateHz) {
        this.sampleRateHz = sampleRateHz;
    }

    /** Adds samples, interleaved if there are several channels. The first channel counts. */
    public synchronized void add(short[] interleaved, int channels) {
        int before = samples.length;
        samples = Arrays.copyOf(samples, before + interleaved.length / channels);
        for (int i = before; i < samples.length; i++) {
            samples[i] = interleaved[(i - before) * channels];
        }
    }

    /** Forgets the samples so far. */
    public synchronized void clear() {
        samples = new short[0];
    }

    /** Returns the duration of the samples so far, in seconds. */
    public synchronized double seconds() {
        return (double) samples.length / sampleRateHz;
    }

    /**
     * Returns the share of the energy that a tone accounts for, 0 to 1. It is computed by pieces of 50 ms, so that a
     * jump in phase where sound was concealed does not count against it.
     */
    public synchronized double shareAt(double frequencyHz) {
        int piece = sampleRateHz / 20;
        double tone = 0;
        double all = 0;
        for (int from = 0; from + piece <= samples.length; from += piece) {
            double[] energies = energies(from, piece, frequencyHz);
            tone += energies[0];
            all += energies[1];
        }
        return all == 0 ? 0 : tone / all;
    }

    private double[] energies(int from, int count, double frequencyHz) {
        double re = 0;
        double im = 0;
        double all = 0;
        for (int i = 0; i < count; i++) {
            double phase = 2 * Math.PI * frequencyHz * (from + i) / sampleRateHz;
            double s = samples[from + i];
            re += s * Math.cos(phase);
            im += s * Math.sin(phase);
            all += s * s;
        }
        return new double[] {2 * (re * re + im * im) / count, all};
    }

    /** Returns the loudest frequency among multiples of 20 Hz up to 8 kHz, or 0 if there is silence. */
    public double loudestHz() {
        double best = 0;
        double bestShare = 0;
        for (double f = 20; f < Math.min(8_000, sampleRateHz / 2.0); f += 20) {
            double share = shareAt(f);
            if (share > bestShare) {
                bestShare = share;
                best = f;
            }
        }
        return best;
    }
}
