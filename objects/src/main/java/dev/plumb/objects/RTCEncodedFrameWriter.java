package dev.plumb.objects;

import java.util.function.Consumer;

/**
 * A writer of frames that are encoded already: of a file, of another call, of an encoder of one's own. Safe on any
 * thread.
 */
public interface RTCEncodedFrameWriter {
    /**
     * Sends a frame, with the codec and on the stream that the sender's parameters name for its {@code rid}; of several
     * without name, on the first. The spacing of its RTP timestamps is kept. Nothing happens while that stream is not
     * active or the transport not connected.
     */
    void write(RTCEncodedFrame frame);

    /**
     * Registers a listener that is called on the loop with the {@code rid} of a stream whose receiver needs a key
     * frame.
     */
    Registration onKeyFrameRequest(Consumer<String> listener);
}
