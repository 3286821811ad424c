package dev.plumb.codecs.ffmpeg;

import dev.plumb.media.video.VideoFrame;
import java.util.Map;
import java.util.function.Consumer;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;

/** The encoder of a recording's pictures, all at one size and at high quality. */
final class RecordedVideo implements AutoCloseable {
    static final int CLOCK_HZ = 90_000;
    /** Matroska keeps milliseconds: pictures may not be nearer. */
    private static final int LEAST_STEP = CLOCK_HZ / 500;

    private static final int KEY_FRAME_INTERVAL_FRAMES = 90;
    private static final double BITS_PER_PIXEL = 0.6;
    private static final long LEAST_BPS = 1_000_000;

    private final EncoderContext encoder;
    private final Pictures pictures = new Pictures();
    private final int width;
    private final int height;
    private long lastPts = -1;

    RecordedVideo(VideoCoding coding, int frameWidth, int frameHeight, boolean globalHeader) {
        width = Math.max(16, frameWidth / 2 * 2);
        height = Math.max(16, frameHeight / 2 * 2);
        encoder = new EncoderContext(coding.encoder(), c -> setUp(c, globalHeader), options(coding));
    }

    private static Map<String, String> options(VideoCoding coding) {
        return coding == VideoCoding.VP8
                ? Map.of(
                        "deadline", "realtime", "cpu-used", "-6", "auto-alt-ref", "0", "lag-in-frames", "0", "crf", "6")
                : Map.of("rc_mode", "bitrate", "allow_skip_frames", "0");
    }

    private void setUp(AVCodecContext context, boolean globalHeader) {
        context.width(width);
        context.height(height);
        context.pix_fmt(avutil.AV_PIX_FMT_YUV420P);
        context.time_base(avutil.av_make_q(1, CLOCK_HZ));
        context.framerate(avutil.av_make_q(30, 1));
        context.bit_rate(Math.max(LEAST_BPS, (long) (width * height * 30.0 * BITS_PER_PIXEL)));
        context.qmin(4);
        context.qmax(28);
        context.gop_size(KEY_FRAME_INTERVAL_FRAMES);
        context.max_b_frames(0);
        context.thread_count(1);
        if (globalHeader) {
            context.flags(context.flags() | avcodec.AV_CODEC_FLAG_GLOBAL_HEADER);
        }
    }

    AVCodecContext context() {
        return encoder.context();
    }

    void encode(VideoFrame frame, long nanos, Consumer<AVPacket> out) {
        AVFrame picture = encoder.frame();
        Pictures.allocate(picture, width, height);
        pictures.scaleIn(frame, picture);
        lastPts = Math.max(lastPts < 0 ? 0 : lastPts + LEAST_STEP, Math.round(nanos * 9 / 100_000.0));
        picture.pts(lastPts);
        picture.pict_type(avutil.AV_PICTURE_TYPE_NONE);
        if (encoder.send()) {
            encoder.drain(out);
        }
    }

    void finish(Consumer<AVPacket> out) {
        encoder.finish();
        encoder.drain(out);
    }

    @Override
    public void close() {
        encoder.close();
        pictures.close();
    }
}
