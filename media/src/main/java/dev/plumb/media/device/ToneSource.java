package dev.plumb.media.device;

/** A sine tone, at 48 kHz in one channel, in frames of 20 ms. */
public final class ToneSource extends SynthesizedAudio {
    private final double frequencyHz;
    private final double amplitude;

    /**
     * Creates a source of a tone.
     *
     * @param frequencyHz the frequency, up to half the sample rate
     * @param amplitude the amplitude, 0 to 1
     */
    public ToneSource(double frequencyHz, double amplitude) {
        if (frequencyHz <= 0 || frequencyHz >= SAMPLE_RATE_HZ / 2.0 || amplitude < 0 || amplitude > 1) {
            throw new IllegalArgumentException("no such tone: " + frequencyHz + " Hz at " + amplitude);
        }
        this.frequencyHz = frequencyHz;
        this.amplitude = amplitude;
    }

    @Override
    protected short[] samples(long first) {
        short[] samples = new short[FRAME_SAMPLES];
        for (int i = 0; i < FRAME_SAMPLES; i++) {
            double t = (double) ((first + i) % (SAMPLE_RATE_HZ * 1000L)) / SAMPLE_RATE_HZ;
            samples[i] = (short) Math.round(32_767 * amplitude * Math.sin(2 * Math.PI * frequencyHz * t));
        }
        return samples;
    }
}
