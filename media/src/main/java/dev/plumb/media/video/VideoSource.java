package dev.plumb.media.video;

import dev.plumb.base.loop.Loop;

/** A source of pictures: a test pattern, a file, a camera, an application. One source may be started once at a time. */
public interface VideoSource {
    /**
     * Begins to deliver.
     *
     * @param worker the loop to run on, with the clock that frames are stamped by; under simulated time the agent's own
     * @param sink takes the pictures, on {@code worker}
     */
    void start(Loop worker, VideoSink sink);

    /** Ends the source and releases its resources. Stopping twice does nothing. */
    void stop();
}
