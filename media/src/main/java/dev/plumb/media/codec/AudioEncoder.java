package dev.plumb.media.codec;

import dev.plumb.media.audio.AudioFrame;

/** An encoder of sound, one packet's worth at a time. It is used by one thread at a time. */
public interface AudioEncoder extends AutoCloseable {
    /** Returns the sample rate of the frames that the encoder takes, in Hz. */
    int sampleRateHz();

    /** Returns the number of channels of the frames that the encoder takes. */
    int channels();

    /**
     * Encodes a frame.
     *
     * @param frame a frame of {@link #sampleRateHz()} and {@link #channels()}, 10, 20, 40 or 60 ms long
     * @return the payload of one RTP packet; empty where discontinuous transmission leaves it out
     */
    byte[] encode(AudioFrame frame);

    /** Sets the target from the next frame on, where the codec has a choice. */
    void bitRate(long bitsPerSecond);

    @Override
    void close();
}
