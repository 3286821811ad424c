package dev.plumb.codecs.ffmpeg;

import dev.plumb.media.codec.CodecFormat;
import dev.plumb.media.codec.EncodedPicture;
import dev.plumb.media.codec.VideoEncoder;
import dev.plumb.media.codec.VideoEncoderSettings;
import dev.plumb.media.video.VideoFrame;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.jspecify.annotations.Nullable;

/**
 * An encoder for real time. libavcodec hands no new bit rate to a running encoder, so it is opened anew where the rate
 * has changed enough to be worth the key frame that this costs.
 */
final class LibavVideoEncoder implements VideoEncoder {
    private static final int CLOCK_HZ = 90_000;
    private static final int OPENED_AT_MOST = 8;
    private static final int LONGEST_SIDE_SCALED_UP = 1_024;
    private static final int KEY_FRAME_INTERVAL_FRAMES = 6_000;
    private static final double WORTH_A_KEY_FRAME = 0.15;
    private static final double URGENT_RISE = 1.8;
    private static final long NANOS_TO_FOLLOW_DOWN = 500_000_000L;
    private static final long NANOS_TO_FOLLOW_UP = 4_000_000_000L;
    private static final long NANOS_TO_FOLLOW_FAR_UP = 1_500_000_000L;

    private final VideoCoding coding;
    private final Map<String, String> options;
    private final int threadsAtMost;
    private int threads;
    private long bitsPerSecond;
    private double framesPerSecond;
    private @Nullable EncoderContext encoder;
    private int width;
    private int height;
    private int encodedWidth;
    private int encodedHeight;
    private @Nullable Pictures scaling;
    private long openBitsPerSecond;
    private long openedNanos;
    private long lastPts;
    private boolean atOnce;
    private boolean closed;

    LibavVideoEncoder(VideoCoding coding, CodecFormat format, VideoEncoderSettings settings) {
        this.coding = coding;
        this.options = new HashMap<>(coding.realTimeOptions());
        options.putAll(coding.optionsFor(format));
        // NAL units are kept to a maximum size only by an encoder with a single thread
        this.threadsAtMost = options.containsKey("max_nal_size") ? 1 : settings.threads();
        this.bitsPerSecond = settings.bitsPerSecond();
        this.framesPerSecond = settings.framesPerSecond();
    }

    @Override
    public void encode(VideoFrame frame, boolean keyFrame, Consumer<EncodedPicture> out) {
        EncoderContext current = openFor(frame);
        AVFrame picture = current.frame();
        Pictures.allocate(picture, encodedWidth, encodedHeight);
        if (encodedWidth == cut(width) && encodedHeight == cut(height)) {
            Pictures.copyIn(frame, picture);
        } else {
            scaling().scaleIn(frame, picture);
        }
        long pts = Math.max(lastPts + 1, pts(frame.timestampNanos()));
        picture.pts(pts);
        picture.duration(Math.clamp(pts - lastPts, CLOCK_HZ / 120, CLOCK_HZ));
        picture.pict_type(keyFrame ? avutil.AV_PICTURE_TYPE_I : avutil.AV_PICTURE_TYPE_NONE);
        lastPts = pts;
        if (current.send()) {
            current.drain(packet -> out.accept(picture(packet, frame.timestampNanos())));
        }
    }

    private long pts(long timestampNanos) {
        return (timestampNanos - openedNanos) / 1_000 * CLOCK_HZ / 1_000_000;
    }

    private EncodedPicture picture(AVPacket packet, long timestampNanos) {
        byte[] data = new byte[packet.size()];
        packet.data().get(data);
        boolean key = (packet.flags() & avcodec.AV_PKT_FLAG_KEY) != 0;
        return new EncodedPicture(data, key, encodedWidth, encodedHeight, timestampNanos);
    }

    private int cut(int size) {
        return size - size % coding.sizeMultiple();
    }

    private EncoderContext openFor(VideoFrame frame) {
        if (closed) {
            throw new IllegalStateException("the encoder is closed: make a new one");
        }
        EncoderContext current = encoder;
        boolean fits = frame.width() == width && frame.height() == height && !rateIsFarOff(frame.timestampNanos());
        if (current != null && fits) {
            return current;
        }
        closeEncoder();
        width = frame.width();
        height = frame.height();
        openBitsPerSecond = bitsPerSecond;
        openedNanos = frame.timestampNanos();
        lastPts = -Math.max(1, Math.round(CLOCK_HZ / framesPerSecond));
        EncoderContext opened = open();
        encoder = opened;
        return opened;
    }

    /**
     * Opens the encoder for the picture's size, or for the nearest size that it supports. Pictures of an unsupported
     * size are scaled, not dropped.
     */
    private EncoderContext open() {
        double up = Math.max(1, Math.max((double) coding.leastSide() / width, (double) coding.leastSide() / height));
        boolean keepsShape = Math.max(width, height) * up <= LONGEST_SIDE_SCALED_UP;
        encodedWidth = cut(keepsShape ? (int) Math.ceil(width * up) : Math.max(width, coding.leastSide()));
        encodedHeight = cut(keepsShape ? (int) Math.ceil(height * up) : Math.max(height, coding.leastSide()));
        for (int attempt = 1; ; attempt++) {
            threads = EncoderThreads.ofProcess().take(encodedWidth, encodedHeight, threadsAtMost);
            try {
                return new EncoderContext(coding.encoder(), this::setUp, options);
            } catch (RuntimeException e) {
                closeEncoder();
                if (attempt == OPENED_AT_MOST) {
                    throw e;
                }
                encodedWidth = Math.max(coding.leastSide(), cut(encodedWidth * 2 / 3));
                encodedHeight = Math.max(coding.leastSide(), cut(encodedHeight * 2 / 3));
            }
        }
    }

    private Pictures scaling() {
        Pictures present = scaling;
        if (present == null) {
            present = new Pictures();
            scaling = present;
        }
        return present;
    }

    private void closeEncoder() {
        EncoderThreads.ofProcess().giveBack(threads);
        threads = 0;
        if (encoder != null) {
            encoder.close();
            encoder = null;
        }
    }

    private boolean rateIsFarOff(long nowNanos) {
        double ratio = (double) bitsPerSecond / openBitsPerSecond;
        if (atOnce) {
            atOnce = false;
            return ratio < 1 - WORTH_A_KEY_FRAME || ratio > 1 + WORTH_A_KEY_FRAME;
        }
        long ageNanos = nowNanos - openedNanos;
        if (ratio < 1 - WORTH_A_KEY_FRAME) {
            return ageNanos > NANOS_TO_FOLLOW_DOWN;
        }
        if (ratio > URGENT_RISE) {
            return ageNanos > NANOS_TO_FOLLOW_FAR_UP;
        }
        return ratio > 1 + WORTH_A_KEY_FRAME && ageNanos > NANOS_TO_FOLLOW_UP;
    }

    private void setUp(AVCodecContext context) {
        context.width(encodedWidth);
        context.height(encodedHeight);
        context.pix_fmt(avutil.AV_PIX_FMT_YUV420P);
        context.time_base(avutil.av_make_q(1, CLOCK_HZ));
        context.framerate(avutil.av_make_q((int) Math.round(framesPerSecond * 1_000), 1_000));
        context.bit_rate(openBitsPerSecond);
        context.gop_size(KEY_FRAME_INTERVAL_FRAMES);
        context.max_b_frames(0);
        context.thread_count(threads);
        context.flags(context.flags() | avcodec.AV_CODEC_FLAG_LOW_DELAY);
        coding.tune(context, openBitsPerSecond);
    }

    @Override
    public void rate(long newBitsPerSecond, double newFramesPerSecond) {
        if (newBitsPerSecond <= 0 || newFramesPerSecond <= 0) {
            throw new IllegalArgumentException("rates are positive; send no pictures to send nothing");
        }
        bitsPerSecond = newBitsPerSecond;
        framesPerSecond = newFramesPerSecond;
    }

    @Override
    public void rateAtOnce(long newBitsPerSecond, double newFramesPerSecond) {
        rate(newBitsPerSecond, newFramesPerSecond);
        atOnce = true;
    }

    @Override
    public void close() {
        closed = true;
        closeEncoder();
        if (scaling != null) {
            scaling.close();
            scaling = null;
        }
    }
}
