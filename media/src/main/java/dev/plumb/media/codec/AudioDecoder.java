package dev.plumb.media.codec;

import dev.plumb.media.audio.AudioFrame;

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

    @Override
    void close();
}
