package dev.plumb.media.codec;

import dev.plumb.media.audio.AudioFrame;
import org.jspecify.annotations.Nullable;

/** A decoder of sound, used by one thread at a time. */
public interface AudioDecoder extends AutoCloseable {
    /**
     * Decodes one packet's payload.
     *
     * @return the sound, stamped {@code timestampNanos}; silence as long as a concealed frame where the payload is
     *     broken
     */
    AudioFrame decode(byte[] payload, long timestampNanos);

    /** Returns sound that fills a gap of about {@code durationNanos}, synthesized from the sound before. */
    AudioFrame conceal(long durationNanos, long timestampNanos);

    /**
     * Decodes the copy of a lost packet that the packet after it carries.
     *
     * @param following the payload of the packet after the lost one
     * @param durationNanos the duration of the lost packet, as far as is known
     * @return the audio, or null if there is no copy, in which case the decoder's state has not changed
     */
    default @Nullable AudioFrame recover(byte[] following, long durationNanos, long timestampNanos) {
        return null;
    }

    @Override
    void close();
}
