package dev.plumb.codecs.ffmpeg;

import dev.plumb.media.codec.CodecFormat;
import dev.plumb.media.codec.EncodedPicture;
import dev.plumb.media.codec.VideoDecoder;
import dev.plumb.media.video.VideoFrame;
import java.util.Arrays;
import java.util.function.Consumer;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;

/** A decoder that shows nothing broken: after an error it waits for a key frame. */
final class LibavVideoDecoder implements VideoDecoder {
    private static final int AHEAD_BYTES_AT_MOST = 1 << 16;
    /**
     * The flag FF_DECODE_ERROR_DECODE_SLICES. It is set for every picture with several slices, while a slice that fails
     * is an error of its own.
     */
    private static final int SLICES_COUNTED = 8;

    private static final long PIXELS_AT_MOST = 8_192L * 4_352;

    private final VideoCoding coding;
    private final AVCodecContext context;
    private final AVPacket packet = avcodec.av_packet_alloc();
    private final AVFrame frame = avutil.av_frame_alloc();
    private final Pictures pictures = new Pictures();
    /** The access units without a picture that wait to be decoded with the next picture. */
    private byte[] ahead = new byte[0];

    private boolean keyFrameNeeded = true;
    private boolean closed;

    LibavVideoDecoder(VideoCoding coding, CodecFormat format) {
        this.coding = coding;
        AVCodec codec = avcodec.avcodec_find_decoder(coding.id());
        context = avcodec.avcodec_alloc_context3(codec);
        context.thread_count(1);
        context.flags(context.flags() | avcodec.AV_CODEC_FLAG_LOW_DELAY);
        context.flags2(context.flags2() & ~avcodec.AV_CODEC_FLAG2_SHOW_ALL);
        context.error_concealment(0);
        context.err_recognition(avcodec.AV_EF_EXPLODE | avcodec.AV_EF_BITSTREAM | avcodec.AV_EF_BUFFER);
        context.max_pixels(pixelsAtMost(format.parameter("max-fs", "")));
        context.pkt_timebase(avutil.av_make_q(1, 1_000_000_000));
        try {
            Libav.check(
                    avcodec.avcodec_open2(context, codec, (org.bytedeco.javacpp.PointerPointer<?>) null),
                    coding.name());
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * Returns the most pixels that the format's limit on macroblocks allows, or the decoder's own limit if the format
     * has none.
     */
    private static long pixelsAtMost(String macroblocks) {
        boolean number = !macroblocks.isEmpty()
                && macroblocks.length() <= 9
                && macroblocks.chars().allMatch(c -> c >= '0' && c <= '9');
        return number ? Math.clamp(Long.parseLong(macroblocks) * 256, 256, PIXELS_AT_MOST) : PIXELS_AT_MOST;
    }

    @Override
    public boolean decode(EncodedPicture picture, Consumer<VideoFrame> out) {
        if (closed) {
            throw new IllegalStateException("the decoder is closed: make a new one");
        }
        byte[] data = picture.data();
        if (!picture.keyFrame() && coding.isPictureless(data)) {
            // libavcodec treats an access unit without a picture as an error
            ahead = ahead.length + data.length > AHEAD_BYTES_AT_MOST ? data : joined(ahead, data);
            return true;
        }
        if (data.length == 0 || (keyFrameNeeded && !picture.keyFrame() && !coding.isKeyFrame(data))) {
            return false;
        }
        keyFrameNeeded = !(send(joined(ahead, data), picture.timestampNanos()) && receive(out));
        ahead = new byte[0];
        if (keyFrameNeeded) {
            avcodec.avcodec_flush_buffers(context);
        }
        return !keyFrameNeeded;
    }

    private static byte[] joined(byte[] first, byte[] second) {
        if (first.length == 0) {
            return second;
        }
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private boolean send(byte[] data, long timestampNanos) {
        if (avcodec.av_new_packet(packet, data.length) < 0) {
            return false;
        }
        packet.data().put(data, 0, data.length);
        packet.pts(timestampNanos);
        int result = avcodec.avcodec_send_packet(context, packet);
        avcodec.av_packet_unref(packet);
        return result >= 0;
    }

    /**
     * Delivers the decoded pictures. Returns false if a picture is broken, or if one is missing. Without reordering,
     * each H.264 access unit with a slice yields a picture. VP8 has pictures that are not shown.
     */
    private boolean receive(Consumer<VideoFrame> out) {
        int count = 0;
        int result = avcodec.avcodec_receive_frame(context, frame);
        while (result >= 0) {
            boolean broken = (frame.flags() & AVFrame.AV_FRAME_FLAG_CORRUPT) != 0
                    || (frame.decode_error_flags() & ~SLICES_COUNTED) != 0;
            if (broken || frame.width() < 2 || frame.height() < 2) {
                avutil.av_frame_unref(frame);
                return false;
            }
            VideoFrame decoded = pictures.copyOut(frame, frame.pts());
            avutil.av_frame_unref(frame);
            count++;
            out.accept(decoded);
            result = avcodec.avcodec_receive_frame(context, frame);
        }
        boolean silenceIsFine = coding == VideoCoding.VP8 || context.has_b_frames() > 0;
        return result == avutil.AVERROR_EAGAIN() && (count > 0 || silenceIsFine);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            pictures.close();
            avutil.av_frame_free(frame);
            avcodec.av_packet_free(packet);
            avcodec.avcodec_free_context(context);
        }
    }
}
