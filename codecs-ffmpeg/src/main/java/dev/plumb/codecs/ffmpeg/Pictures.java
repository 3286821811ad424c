package dev.plumb.codecs.ffmpeg;

import dev.plumb.media.video.VideoFrame;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.jspecify.annotations.Nullable;

/** Carries pictures between our arrays and libav's padded planes, scaling and converting where they differ. */
final class Pictures implements AutoCloseable {
    private @Nullable SwsContext scaler;
    private final AVFrame source = avutil.av_frame_alloc();
    private final AVFrame converted = avutil.av_frame_alloc();
    private boolean closed;

    /** Allocates for {@code target} planes of its own of this size, in I420. */
    static void allocate(AVFrame target, int width, int height) {
        if (target.width() != width || target.height() != height || target.data(0) == null) {
            avutil.av_frame_unref(target);
            target.format(avutil.AV_PIX_FMT_YUV420P);
            target.width(width);
            target.height(height);
            Libav.check(avutil.av_frame_get_buffer(target, 0), "no memory for a picture");
        }
        Libav.check(avutil.av_frame_make_writable(target), "no memory for a picture");
    }

    /** Copies the picture's upper left part into planes of the target's size. */
    static void copyIn(VideoFrame from, AVFrame to) {
        int chromaWidth = (to.width() + 1) / 2;
        int chromaHeight = (to.height() + 1) / 2;
        planeIn(from.i420(), 0, from.width(), to, 0, to.width(), to.height());
        planeIn(from.i420(), from.uOffset(), from.chromaStride(), to, 1, chromaWidth, chromaHeight);
        planeIn(from.i420(), from.vOffset(), from.chromaStride(), to, 2, chromaWidth, chromaHeight);
    }

    private static void planeIn(byte[] from, int at, int stride, AVFrame to, int plane, int width, int height) {
        BytePointer data = to.data(plane);
        long lineSize = to.linesize(plane);
        if (lineSize == width && stride == width) {
            data.put(from, at, width * height);
            return;
        }
        for (int y = 0; y < height; y++) {
            data.position(y * lineSize).put(from, at + y * stride, width);
        }
    }

    /** Fills the target, whatever its size, scaling the picture where needed. */
    void scaleIn(VideoFrame from, AVFrame to) {
        if (from.width() == to.width() && from.height() == to.height()) {
            copyIn(from, to);
            return;
        }
        allocate(source, from.width(), from.height());
        copyIn(from, source);
        convert(source, to);
    }

    /** Copies a decoded picture of any format. */
    VideoFrame copyOut(AVFrame from, long timestampNanos) {
        int width = from.width();
        int height = from.height();
        AVFrame planes = from;
        boolean i420 = from.format() == avutil.AV_PIX_FMT_YUV420P || from.format() == avutil.AV_PIX_FMT_YUVJ420P;
        if (!i420) {
            allocate(converted, width, height);
            convert(from, converted);
            planes = converted;
        }
        byte[] data = new byte[VideoFrame.bytesOf(width, height)];
        VideoFrame frame = new VideoFrame(data, width, height, timestampNanos);
        int chromaHeight = (height + 1) / 2;
        planeOut(planes, 0, data, 0, width, height);
        planeOut(planes, 1, data, frame.uOffset(), frame.chromaStride(), chromaHeight);
        planeOut(planes, 2, data, frame.vOffset(), frame.chromaStride(), chromaHeight);
        return frame;
    }

    private static void planeOut(AVFrame from, int plane, byte[] to, int at, int width, int height) {
        BytePointer data = from.data(plane);
        long lineSize = from.linesize(plane);
        if (lineSize == width) {
            data.get(to, at, width * height);
            return;
        }
        for (int y = 0; y < height; y++) {
            data.position(y * lineSize).get(to, at + y * width, width);
        }
    }

    private void convert(AVFrame from, AVFrame to) {
        scaler = swscale.sws_getCachedContext(
                scaler,
                from.width(),
                from.height(),
                from.format(),
                to.width(),
                to.height(),
                to.format(),
                swscale.SWS_BILINEAR,
                null,
                null,
                (DoublePointer) null);
        if (scaler == null) {
            throw new IllegalStateException("no conversion from pixel format " + from.format());
        }
        Libav.check(
                swscale.sws_scale(scaler, from.data(), from.linesize(), 0, from.height(), to.data(), to.linesize()),
                "conversion");
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            swscale.sws_freeContext(scaler);
            avutil.av_frame_free(source);
            avutil.av_frame_free(converted);
        }
    }
}
