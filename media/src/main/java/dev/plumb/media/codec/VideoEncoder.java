package dev.plumb.media.codec;

import dev.plumb.media.video.VideoFrame;
import java.util.function.Consumer;

/** An encoder of pictures in real time, without reordering. It is used by one thread at a time. */
public interface VideoEncoder extends AutoCloseable {
    /**
     * Encodes one picture. One of another size than before begins anew with a key frame.
     *
     * @param keyFrame whether it must be decodable by itself
     * @param out the consumer of the encoded pictures, called during the call; nothing where the encoder drops the
     *     picture
     */
    void encode(VideoFrame frame, boolean keyFrame, Consumer<EncodedPicture> out);

    /** Sets the target from the next picture on. */
    void rate(long bitsPerSecond, double framesPerSecond);

    /** Sets the rate at once, even where that takes a key frame, since the application has asked for it. */
    default void rateAtOnce(long bitsPerSecond, double framesPerSecond) {
        rate(bitsPerSecond, framesPerSecond);
    }

    @Override
    void close();
}
