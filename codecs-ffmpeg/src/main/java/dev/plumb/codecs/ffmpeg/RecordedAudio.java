package dev.plumb.codecs.ffmpeg;

import dev.plumb.media.audio.AudioFrame;
import dev.plumb.media.audio.Resampler;
import java.util.Map;
import java.util.function.Consumer;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.ShortPointer;

/**
 * The encoder of a recording's sound: 48 kHz in two channels, with gaps filled by silence so that it stays in step with
 * the pictures.
 */
final class RecordedAudio implements AutoCloseable {
    static final int SAMPLE_RATE_HZ = 48_000;
    private static final int CHANNELS = 2;
    private static final int BPS = 128_000;
    private static final int GAP_SAMPLES = SAMPLE_RATE_HZ * 60 / 1000;
    private static final int OVERLAP_SAMPLES = SAMPLE_RATE_HZ * 120 / 1000;

    private final EncoderContext encoder;
    private final Resampler resampler = new Resampler(SAMPLE_RATE_HZ, CHANNELS);
    private final short[] block;
    private int filled;
    private long position;

    RecordedAudio(String encoderName, boolean globalHeader) {
        int sampleFormat = encoderName.equals("aac") ? avutil.AV_SAMPLE_FMT_FLTP : avutil.AV_SAMPLE_FMT_S16;
        encoder = new EncoderContext(encoderName, c -> setUp(c, sampleFormat, globalHeader), Map.of());
        block = new short[encoder.context().frame_size() * CHANNELS];
    }

    private static void setUp(AVCodecContext context, int sampleFormat, boolean globalHeader) {
        context.sample_fmt(sampleFormat);
        context.sample_rate(SAMPLE_RATE_HZ);
        avutil.av_channel_layout_default(context.ch_layout(), CHANNELS);
        context.bit_rate(BPS);
        context.time_base(avutil.av_make_q(1, SAMPLE_RATE_HZ));
        if (globalHeader) {
            context.flags(context.flags() | avcodec.AV_CODEC_FLAG_GLOBAL_HEADER);
        }
    }

    AVCodecContext context() {
        return encoder.context();
    }

    /** Adds a frame; {@code nanos} from the start of the recording. */
    void encode(AudioFrame frame, long nanos, Consumer<AVPacket> out) {
        long ahead = Math.round(nanos * (SAMPLE_RATE_HZ / 1e9)) - (position + filled / CHANNELS);
        if (ahead < -OVERLAP_SAMPLES) {
            return;
        }
        if (ahead > GAP_SAMPLES || (position == 0 && filled == 0)) {
            for (long left = ahead * CHANNELS; left > 0; ) {
                short[] silence = new short[(int) Math.min(left, block.length)];
                append(silence, out);
                left -= silence.length;
            }
        }
        append(resampler.convert(frame).samples(), out);
    }

    private void append(short[] samples, Consumer<AVPacket> out) {
        int at = 0;
        while (at < samples.length) {
            int count = Math.min(samples.length - at, block.length - filled);
            System.arraycopy(samples, at, block, filled, count);
            at += count;
            filled += count;
            if (filled == block.length) {
                flushBlock(out);
            }
        }
    }

    private void flushBlock(Consumer<AVPacket> out) {
        int count = filled / CHANNELS;
        AVFrame frame = encoder.frame();
        avutil.av_frame_unref(frame);
        frame.format(encoder.context().sample_fmt());
        frame.sample_rate(SAMPLE_RATE_HZ);
        frame.nb_samples(count);
        avutil.av_channel_layout_default(frame.ch_layout(), CHANNELS);
        Libav.check(avutil.av_frame_get_buffer(frame, 0), "no memory for sound");
        if (frame.format() == avutil.AV_SAMPLE_FMT_S16) {
            new ShortPointer(frame.data(0)).put(block, 0, filled);
        } else {
            planar(frame, count);
        }
        frame.pts(position);
        position += count;
        filled = 0;
        if (encoder.send()) {
            encoder.drain(out);
        }
    }

    private void planar(AVFrame frame, int count) {
        float[] plane = new float[count];
        for (int channel = 0; channel < CHANNELS; channel++) {
            for (int i = 0; i < count; i++) {
                plane[i] = block[i * CHANNELS + channel] / 32_768f;
            }
            new FloatPointer(frame.data(channel)).put(plane, 0, count);
        }
    }

    void finish(Consumer<AVPacket> out) {
        if (filled > 0) {
            flushBlock(out);
        }
        encoder.finish();
        encoder.drain(out);
    }

    @Override
    public void close() {
        encoder.close();
    }
}
