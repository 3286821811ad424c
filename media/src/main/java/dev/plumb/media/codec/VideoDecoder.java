package dev.plumb.media.codec;

import dev.plumb.media.video.VideoFrame;
import java.util.function.Consumer;

/** A decoder of pictures, used by one thread at a time. */
public interface VideoDecoder extends AutoCloseable {
    /**
     * Decodes one encoded picture.
     *
     * @param out the consumer of the decoded pictures, called during the call
     * @return false where it is broken, or refers to pictures that are missing: a key frame is needed
     */
    boolean decode(EncodedPicture picture, Consumer<VideoFrame> out);

    @Override
    void close();
}
