package dev.plumb.codecs.ffmpeg;

import java.util.Map;
import java.util.function.Consumer;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;

/** An open encoder of libavcodec with its input frame and output packet. It owns native memory until closed. */
final class EncoderContext implements AutoCloseable {
    private final AVCodecContext context;
    private final AVFrame frame = avutil.av_frame_alloc();
    private final AVPacket packet = avcodec.av_packet_alloc();
    private boolean closed;

    /**
     * Opens an encoder.
     *
     * @param name libavcodec's
     * @param setup sets the fields of the context
     * @param options private to the codec
     * @throws IllegalStateException where it cannot be opened like this
     */
    EncoderContext(String name, Consumer<AVCodecContext> setup, Map<String, String> options) {
        AVCodec codec = avcodec.avcodec_find_encoder_by_name(name);
        if (codec == null) {
            throw new IllegalStateException("this FFmpeg has no encoder " + name);
        }
        context = avcodec.avcodec_alloc_context3(codec);
        try {
            setup.accept(context);
            options.forEach((option, value) -> Libav.check(
                    avutil.av_opt_set(context.priv_data(), option, value, 0), name + " " + option + "=" + value));
            Libav.check(avcodec.avcodec_open2(context, codec, (org.bytedeco.javacpp.PointerPointer<?>) null), name);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    AVCodecContext context() {
        return context;
    }

    /** Returns the frame to fill and {@link #send}. */
    AVFrame frame() {
        return frame;
    }

    /** Passes the frame to the encoder, and returns false if the encoder refuses it. */
    boolean send() {
        return avcodec.avcodec_send_frame(context, frame) >= 0;
    }

    /** Signals that no frame follows. */
    void finish() {
        avcodec.avcodec_send_frame(context, null);
    }

    /** Passes on all packets that are ready. They are valid during the call only. */
    void drain(Consumer<AVPacket> out) {
        while (avcodec.avcodec_receive_packet(context, packet) >= 0) {
            out.accept(packet);
            avcodec.av_packet_unref(packet);
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            avcodec.av_packet_free(packet);
            avutil.av_frame_free(frame);
            avcodec.avcodec_free_context(context);
        }
    }
}
