package dev.plumb.media.audio;

import java.util.Arrays;

/**
 * A resampler that changes the sample rate and the channels of an audio stream. It uses a windowed sinc filter that
 * cuts off at half the lower of the two rates. The filter is computed once per pair of rates. State is kept between
 * frames, so an instance serves one stream on one thread.
 */
public final class Resampler {
    private static final int HALF_TAPS = 16;
    /** The delay of a stream whose rate is changed, in samples of its own rate. */
    static final int DELAY_SAMPLES = HALF_TAPS;

    private static final int TAPS = 2 * HALF_TAPS;
    private static final int PHASES_AT_MOST = 1_024;

    private final int targetRateHz;
    private final int targetChannels;
    private int sourceRateHz;
    private float[] history = new float[0];

    /** The index, from the start of {@link #history}, of the source sample at or just before the next output sample. */
    private int position;
    /**
     * The distance of the next output sample behind that source sample, in units of 1/{@link #targetRateHz} of a source
     * sample.
     */
    private long fraction;

    /**
     * The filters of all phases, one after the other. A phase is an equal part of the time between two source samples.
     */
    private float[] filters = new float[0];

    private int phases;
    private int filtersForHz;
    private long lastNanos;

    /** Creates a resampler to a rate and 1 or 2 channels. */
    public Resampler(int targetRateHz, int targetChannels) {
        this.targetRateHz = targetRateHz;
        this.targetChannels = targetChannels;
    }

    /**
     * Returns the frame at the target's rate and channels. A frame of another rate is delayed by about half a
     * millisecond.
     */
    public AudioFrame convert(AudioFrame frame) {
        short[] mixed = channels(frame);
        lastNanos = frame.timestampNanos() + frame.durationNanos();
        if (frame.sampleRateHz() == targetRateHz) {
            return new AudioFrame(mixed, targetRateHz, targetChannels, frame.timestampNanos());
        }
        if (frame.sampleRateHz() != sourceRateHz) {
            sourceRateHz = frame.sampleRateHz();
            history = new float[HALF_TAPS * targetChannels];
            position = 0;
            fraction = 0;
            makeFilters();
        }
        return new AudioFrame(rate(mixed), targetRateHz, targetChannels, frame.timestampNanos());
    }

    /** Returns the samples that are still in the filter at the end of a stream. The next frame begins a new stream. */
    public AudioFrame flush() {
        short[] rest = sourceRateHz == 0 ? new short[0] : rate(new short[HALF_TAPS * targetChannels]);
        sourceRateHz = 0;
        return new AudioFrame(rest, targetRateHz, targetChannels, lastNanos);
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

    /**
     * Computes one filter for each position that an output sample can have between two source samples. Their number is
     * limited to {@value #PHASES_AT_MOST}, where rounding to the nearest lower position is inaudible.
     */
    private void makeFilters() {
        if (filtersForHz == sourceRateHz) {
            return;
        }
        filtersForHz = sourceRateHz;
        phases = Math.min(PHASES_AT_MOST, targetRateHz / greatestDivisor(targetRateHz, sourceRateHz));
        filters = new float[phases * TAPS];
        double cut = Math.min(1.0, (double) targetRateHz / sourceRateHz);
        for (int phase = 0; phase < phases; phase++) {
            double[] taps = new double[TAPS];
            double weight = 0;
            for (int k = 0; k < TAPS; k++) {
                double x = (double) phase / phases - (k - HALF_TAPS + 1);
                double window = 0.5 + 0.5 * Math.cos(Math.PI * x / HALF_TAPS);
                taps[k] = window * sinc(cut * x);
                weight += taps[k];
            }
            for (int k = 0; k < TAPS; k++) {
                filters[phase * TAPS + k] = (float) (taps[k] / weight);
            }
        }
    }

    private static int greatestDivisor(int a, int b) {
        return b == 0 ? a : greatestDivisor(b, a % b);
    }

    private short[] rate(short[] in) {
        int before = history.length;
        float[] all = Arrays.copyOf(history, before + in.length);
        for (int i = 0; i < in.length; i++) {
            all[before + i] = in[i];
        }
        int available = all.length / targetChannels;
        int most = (int) ((long) (available + 1) * targetRateHz / sourceRateHz) + 2;
        short[] out = new short[most * targetChannels];
        int count = 0;
        while (position + HALF_TAPS < available) {
            int filter = (int) (fraction * phases / targetRateHz) * TAPS;
            for (int c = 0; c < targetChannels; c++) {
                out[count * targetChannels + c] = sample(all, filter, c);
            }
            count++;
            fraction += sourceRateHz;
            position += (int) (fraction / targetRateHz);
            fraction %= targetRateHz;
        }
        int keepFrom = Math.clamp(position - (long) HALF_TAPS, 0, available);
        history = Arrays.copyOfRange(all, keepFrom * targetChannels, all.length);
        position -= keepFrom;
        return Arrays.copyOf(out, count * targetChannels);
    }

    private short sample(float[] all, int filter, int channel) {
        int first = position - HALF_TAPS + 1;
        int skipped = Math.max(0, -first);
        float sum = 0;
        int at = (first + skipped) * targetChannels + channel;
        for (int k = skipped; k < TAPS; k++) {
            sum += filters[filter + k] * all[at];
            at += targetChannels;
        }
        return (short) Math.clamp(Math.round(sum), Short.MIN_VALUE, Short.MAX_VALUE);
    }

    private static double sinc(double x) {
        return Math.abs(x) < 1e-9 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
    }
}
