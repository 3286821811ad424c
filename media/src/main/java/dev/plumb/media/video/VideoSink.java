package dev.plumb.media.video;

/** A consumer of pictures. */
@FunctionalInterface
public interface VideoSink {
    /** Consumes one picture, on the thread of the source. It must not block. */
    void accept(VideoFrame frame);
}
