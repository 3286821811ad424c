package dev.plumb.media.audio;

import dev.plumb.base.loop.Loop;

/**
 * A source of sound: a tone, a file, a microphone, an application. One source may be started once at a time.
 *
 * <p>Frames may be of any length and of any rate that codecs take (8000 to 48000 Hz); the sender cuts and resamples
 * them.
 */
public interface AudioSource {
    /**
     * Begins to deliver.
     *
     * @param worker the loop to run on, with the clock that frames are stamped by; under simulated time the agent's own
     * @param sink takes the frames, on {@code worker}
     */
    void start(Loop worker, AudioSink sink);

    /** Ends the source and releases its resources. Stopping twice does nothing. */
    void stop();
}
