package dev.plumb.codecs.ffmpeg;

import org.bytedeco.ffmpeg.avutil.AVFrame;

/** A consumer of a file's decoded frames. */
interface FileOutlet extends AutoCloseable {
    /** Returns libavutil's type of the stream that it consumes. */
    int mediaType();

    /** Delivers a frame that is due at this time. */
    void deliver(AVFrame frame, long dueNanos);

    @Override
    void close();
}
