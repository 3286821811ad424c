package dev.plumb.codecs.opus;

import dev.plumb.media.audio.AudioFrame;
import dev.plumb.media.codec.AudioDecoder;
import dev.plumb.media.codec.AudioEncoder;

/** A codec for G.711. Gaps are filled by the last frame, fading. */
final class G711Codec implements AudioEncoder, AudioDecoder {
    private static final int SAMPLE_RATE_HZ = 8_000;

    private final G711Law law;
    private short[] last = new short[SAMPLE_RATE_HZ / 50];
    private double fade = 1;

    G711Codec(G711Law law) {
        this.law = law;
    }

    @Override
    public int sampleRateHz() {
        return SAMPLE_RATE_HZ;
    }

    @Override
    public int channels() {
        return 1;
    }

    @Override
    public byte[] encode(AudioFrame frame) {
        byte[] out = new byte[frame.samples().length];
        for (int i = 0; i < out.length; i++) {
            out[i] = law.encode(frame.samples()[i]);
        }
        return out;
    }

    @Override
    public void bitRate(long bitsPerSecond) {
        // G.711 has one rate only
    }

    @Override
    public AudioFrame decode(byte[] payload, long timestampNanos) {
        if (payload.length == 0) {
            return conceal(20_000_000L, timestampNanos);
        }
        short[] samples = new short[payload.length];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = law.decode(payload[i]);
        }
        last = samples;
        fade = 1;
        return new AudioFrame(samples, SAMPLE_RATE_HZ, 1, timestampNanos);
    }

    @Override
    public AudioFrame conceal(long durationNanos, long timestampNanos) {
        short[] samples = new short[(int) (durationNanos * SAMPLE_RATE_HZ / 1_000_000_000L)];
        fade *= 0.7;
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (short) (last[i % last.length] * fade);
        }
        return new AudioFrame(samples, SAMPLE_RATE_HZ, 1, timestampNanos);
    }

    @Override
    public void close() {
        // holds nothing
    }
}
