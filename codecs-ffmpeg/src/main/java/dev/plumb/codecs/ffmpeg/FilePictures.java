package dev.plumb.codecs.ffmpeg;

import dev.plumb.base.loop.Loop;
import dev.plumb.media.video.VideoSink;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;

/** An outlet that passes a file's pictures to a sink, except those that are late. */
final class FilePictures implements FileOutlet {
    private static final long LATE_NANOS = 300_000_000L;

    private final Loop worker;
    private final VideoSink sink;
    private final Pictures pictures = new Pictures();

    FilePictures(Loop worker, VideoSink sink) {
        this.worker = worker;
        this.sink = sink;
    }

    @Override
    public int mediaType() {
        return avutil.AVMEDIA_TYPE_VIDEO;
    }

    @Override
    public void deliver(AVFrame frame, long dueNanos) {
        if (worker.nowNanos() - dueNanos <= LATE_NANOS) {
            sink.accept(pictures.copyOut(frame, dueNanos));
        }
    }

    @Override
    public void close() {
        pictures.close();
    }
}
