package dev.plumb.media.audio;

/**
 * A stretch of sound: signed 16-bit samples, channels interleaved. The array is not copied and not to be changed.
 *
 * @param samples {@code channels} times as many as {@link #samplesPerChannel()}
 * @param sampleRateHz samples a second in each channel, such as 48000
 * @param channels 1 or 2
 * @param timestampNanos the time at which its first sample was captured or is to be played, on the clock of its
 *     producer
 */
public record AudioFrame(short[] samples, int sampleRateHz, int channels, long timestampNanos) {
    public AudioFrame {
        if (channels < 1 || channels > 2 || sampleRateHz < 8_000 || samples.length % channels != 0) {
            throw new IllegalArgumentException(
                    samples.length + " samples at " + sampleRateHz + " Hz in " + channels + " channels");
        }
    }

    /** Returns the number of samples in each channel. */
    public int samplesPerChannel() {
        return samples.length / channels;
    }

    /** Returns the duration of the frame, in nanoseconds. */
    public long durationNanos() {
        return samplesPerChannel() * 1_000_000_000L / sampleRateHz;
    }

    /** Returns the loudest sample, on a scale of 0 to 1. */
    public double peak() {
        int peak = 0;
        for (short s : samples) {
            peak = Math.max(peak, Math.abs((int) s));
        }
        return peak / 32_768.0;
    }

    @Override
    public String toString() {
        return "AudioFrame[" + samplesPerChannel() + " x " + channels + " at " + sampleRateHz + " Hz]";
    }
}
