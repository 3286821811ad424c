package dev.plumb.media.codec;

import dev.plumb.media.audio.AudioFrame;
import org.jspecify.annotations.Nullable;

/** Decodes sound. Used by one thread at a time. */
public interface AudioDecoder extends AutoCloseable {
    /**
     * Decodes one packet's payload.
     *
     * @return the sound, stamped {@code timestampNanos}; silence as long as a concealed frame where the payload is broken
     */
    AudioFrame decode(byte[] payload, long timestampNanos);

    /** Sound to fill a gap of about {@code durationNanos}, made up from what came before. */
    AudioFrame conceal(long durationNanos, long timestampNanos);

    /**
     * Decodes the copy of a lost packet that the packet after it carries.
     *
     * @param following the payload of the packet after the lost one
     * @param durationNanos how long the lost packet was, as far as is known
     * @return the sound; null where nothing of it is there, and then nothing has happened
     */
    default @Nullable AudioFrame recover(byte[] following, long durationNanos, long timestampNanos) {
        return null;
    }

    @Override
    void close();
}
