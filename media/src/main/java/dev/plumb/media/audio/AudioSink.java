package dev.plumb.media.audio;

/** A consumer of sound. */
@FunctionalInterface
public interface AudioSink {
    /** Consumes one frame, on the thread of the source. It must not block. */
    void accept(AudioFrame frame);
}
