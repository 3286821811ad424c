package dev.plumb.media.audio;

/** Takes sound. */
@FunctionalInterface
public interface AudioSink {
    /** Takes one frame, on the thread of whoever delivers it; must not block. */
    void accept(AudioFrame frame);
}
