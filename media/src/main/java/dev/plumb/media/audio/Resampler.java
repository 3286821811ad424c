package dev.plumb.media.audio;

import java.util.Arrays;

/**
 * Changes sample rate and channels of a stream of sound, by a windowed sinc that cuts at the lower of the two rates. Keeps what it
 * needs between frames; one stream, one thread.
 */
public final class Resampler {
    private static final int HALF_TAPS = 16;

    private final int targetRateHz;
    private final int targetChannels;
    private int sourceRateHz;
    private float[] history = new float[0];
    /** Position of the next output sample, in source samples from the start of {@link #history}. */
    private double position;

    /** A resampler to a rate and 1 or 2 channels. */
    public Resampler(int targetRateHz, int targetChannels) {
        this.targetRateHz = targetRateHz;
        this.targetChannels = targetChannels;
    }

    /** The frame at the target's rate and channels; of another rate it is about half a millisecond late. */
    public AudioFrame convert(AudioFrame frame) {
        short[] mixed = channels(frame);
        if (frame.sampleRateHz() == targetRateHz) {
            return new AudioFrame(mixed, targetRateHz, targetChannels, frame.timestampNanos());
        }
        if (frame.sampleRateHz() != sourceRateHz) {
            sourceRateHz = frame.sampleRateHz();
            history = new float[HALF_TAPS * targetChannels];
            position = 0;
        }
        return new AudioFrame(rate(mixed), targetRateHz, targetChannels, frame.timestampNanos());
    }

    private short[] channels(AudioFrame frame) {
        if (frame.channels() == targetChannels) {
            return frame.samples();
        }
        int count = frame.samplesPerChannel();
        short[] out = new short[count * targetChannels];
        for (int i = 0; i < count; i++) {
            if (targetChannels == 1) {
                out[i] = (short) ((frame.samples()[2 * i] + frame.samples()[2 * i + 1]) / 2);
            } else {
                out[2 * i] = frame.samples()[i];
                out[2 * i + 1] = frame.samples()[i];
            }
        }
        return out;
    }

    private short[] rate(short[] in) {
        int before = history.length;
        float[] all = Arrays.copyOf(history, before + in.length);
        for (int i = 0; i < in.length; i++) {
            all[before + i] = in[i];
        }
        int available = all.length / targetChannels;
        double step = (double) sourceRateHz / targetRateHz;
        int count = (int) Math.max(0, Math.ceil((available - HALF_TAPS - position) / step));
        short[] out = new short[count * targetChannels];
        for (int i = 0; i < count; i++) {
            for (int c = 0; c < targetChannels; c++) {
                out[i * targetChannels + c] = sample(all, available, position, c);
            }
            position += step;
        }
        int keepFrom = Math.clamp((long) position - HALF_TAPS, 0, available);
        history = Arrays.copyOfRange(all, keepFrom * targetChannels, all.length);
        position -= keepFrom;
        return out;
    }

    private short sample(float[] all, int available, double at, int channel) {
        double cut = Math.min(1.0, (double) targetRateHz / sourceRateHz);
        int centre = (int) at;
        double sum = 0;
        double weight = 0;
        for (int k = centre - HALF_TAPS + 1; k <= centre + HALF_TAPS; k++) {
            double x = at - k;
            double window = 0.5 + 0.5 * Math.cos(Math.PI * x / HALF_TAPS);
            double w = window * sinc(cut * x);
            weight += w;
            if (k >= 0 && k < available) {
                sum += w * all[k * targetChannels + channel];
            }
        }
        return (short) Math.clamp(Math.round(sum / weight), Short.MIN_VALUE, Short.MAX_VALUE);
    }

    private static double sinc(double x) {
        return Math.abs(x) < 1e-9 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
    }
}
