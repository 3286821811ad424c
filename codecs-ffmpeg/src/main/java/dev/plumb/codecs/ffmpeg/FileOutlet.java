package dev.plumb.codecs.ffmpeg;

import org.bytedeco.ffmpeg.avutil.AVFrame;

/** What becomes of a file's decoded frames. */
interface FileOutlet extends AutoCloseable {
    /** libavutil's type of the stream it wants. */
    int mediaType();

    /** Delivers a frame that is due at this time. */
    void deliver(AVFrame frame, long dueNanos);

    @Override
    void close();
}
