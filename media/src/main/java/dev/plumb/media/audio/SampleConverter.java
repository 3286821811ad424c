package dev.plumb.media.audio;

import java.util.Arrays;

/**
 * A converter of a stream whose rate may change from one piece to the next. Nothing is lost at such a change, and the
 * output lasts as long as the input. It serves one stream on one thread.
 */
final class SampleConverter {
    private final Resampler resampler;
    private final int targetRateHz;
    private final int channels;
    private int rateHz;
    /** The number of samples at the start of the output that precede the stream, all channels together. */
    private int surplus;

    /** Creates a converter to a rate and 1 or 2 channels. */
    SampleConverter(int targetRateHz, int channels) {
        this.resampler = new Resampler(targetRateHz, channels);
        this.targetRateHz = targetRateHz;
        this.channels = channels;
    }

    /** Returns the samples that a piece of the stream completes. */
    short[] convert(AudioFrame piece) {
        short[] rest = piece.sampleRateHz() == rateHz ? new short[0] : flush();
        if (rateHz == 0) {
            rateHz = piece.sampleRateHz();
            surplus = isChanging()
                    ? (int) Math.round((double) Resampler.DELAY_SAMPLES * targetRateHz / rateHz) * channels
                    : 0;
        }
        short[] converted = withoutSurplus(resampler.convert(piece).samples());
        if (rest.length == 0) {
            return converted;
        }
        short[] both = Arrays.copyOf(rest, rest.length + converted.length);
        System.arraycopy(converted, 0, both, rest.length, converted.length);
        return both;
    }

    /** Returns the samples that are still in the filter. The next piece begins a new stream. */
    short[] flush() {
        short[] rest = isChanging() ? withoutSurplus(resampler.flush().samples()) : new short[0];
        rateHz = 0;
        return rest;
    }

    private short[] withoutSurplus(short[] samples) {
        int cut = Math.min(surplus, samples.length);
        surplus -= cut;
        return cut == 0 ? samples : Arrays.copyOfRange(samples, cut, samples.length);
    }

    private boolean isChanging() {
        return rateHz != 0 && rateHz != targetRateHz;
    }

    /** Returns the duration of sound that is still in the filter. */
    long heldNanos() {
        return isChanging() ? Resampler.DELAY_SAMPLES * 1_000_000_000L / rateHz : 0;
    }
}
