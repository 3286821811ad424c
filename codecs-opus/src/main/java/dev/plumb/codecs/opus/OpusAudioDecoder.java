package dev.plumb.codecs.opus;

import dev.plumb.media.audio.AudioFrame;
import dev.plumb.media.codec.AudioDecoder;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.nio.ShortBuffer;
import org.jspecify.annotations.Nullable;
import org.lwjgl.BufferUtils;
import org.lwjgl.util.opus.Opus;

/** A decoder of libopus. */
final class OpusAudioDecoder implements AudioDecoder {
    private static final int SAMPLE_RATE_HZ = 48_000;
    private static final int SAMPLES_AT_MOST = SAMPLE_RATE_HZ * 120 / 1000;
    /** libopus conceals in steps of 2.5 ms. */
    private static final int STEP_SAMPLES = 120;

    private final int channels;
    private final ShortBuffer out;
    private ByteBuffer in = BufferUtils.createByteBuffer(1500);
    private long decoder;

    OpusAudioDecoder(int channels) {
        this.channels = channels;
        this.out = BufferUtils.createShortBuffer(SAMPLES_AT_MOST * channels);
        IntBuffer error = BufferUtils.createIntBuffer(1);
        decoder = Opus.opus_decoder_create(SAMPLE_RATE_HZ, channels, error);
        if (error.get(0) != Opus.OPUS_OK) {
            throw new IllegalStateException("libopus makes no decoder: " + Opus.opus_strerror(error.get(0)));
        }
    }

    @Override
    public AudioFrame decode(byte[] payload, long timestampNanos) {
        if (payload.length == 0) {
            return conceal(20_000_000L, timestampNanos);
        }
        if (in.capacity() < payload.length) {
            in = BufferUtils.createByteBuffer(payload.length);
        }
        in.clear();
        in.put(payload).flip();
        int samples = run(in, SAMPLES_AT_MOST);
        return samples > 0 ? frame(samples, timestampNanos) : conceal(20_000_000L, timestampNanos);
    }

    @Override
    public AudioFrame conceal(long durationNanos, long timestampNanos) {
        long wanted = durationNanos * SAMPLE_RATE_HZ / 1_000_000_000L;
        int samples = Math.clamp(wanted / STEP_SAMPLES * STEP_SAMPLES, STEP_SAMPLES, SAMPLES_AT_MOST);
        int made = run(null, samples);
        if (made > 0) {
            return frame(made, timestampNanos);
        }
        return new AudioFrame(new short[samples * channels], SAMPLE_RATE_HZ, channels, timestampNanos);
    }

    private int run(@Nullable ByteBuffer packet, int samples) {
        if (decoder == 0) {
            throw new IllegalStateException("the decoder is closed");
        }
        out.clear();
        return Opus.opus_decode(decoder, packet, out, samples, 0);
    }

    private AudioFrame frame(int samples, long timestampNanos) {
        short[] pcm = new short[samples * channels];
        out.get(0, pcm);
        return new AudioFrame(pcm, SAMPLE_RATE_HZ, channels, timestampNanos);
    }

    @Override
    public void close() {
        if (decoder != 0) {
            Opus.opus_decoder_destroy(decoder);
            decoder = 0;
        }
    }
}
