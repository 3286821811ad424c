package dev.plumb.media.video;

/** Takes pictures. */
@FunctionalInterface
public interface VideoSink {
    /** Takes one picture, on the thread of whoever delivers it; must not block. */
    void accept(VideoFrame frame);
}
