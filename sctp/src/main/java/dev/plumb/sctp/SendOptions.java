package dev.plumb.sctp;

import java.time.Duration;

/**
 * How one message is sent.
 *
 * @param ordered whether it is delivered after those sent before it on its stream
 * @param maxRetransmits how often each fragment is sent again before the message is given up
 * @param lifetimeMillis how long the message is tried before it is given up
 * @param counted whether its bytes count as buffered on the stream; those of a layer's own messages need not
 * @spec https://www.rfc-editor.org/rfc/rfc3758 RFC 3758, SCTP Partial Reliability Extension
 */
public record SendOptions(boolean ordered, int maxRetransmits, long lifetimeMillis, boolean counted) {
    /** For {@link #maxRetransmits} and {@link #lifetimeMillis}: never given up. */
    public static final int UNLIMITED = Integer.MAX_VALUE;

    /** Ordered, and never given up. */
    public static final SendOptions RELIABLE = new SendOptions(true, UNLIMITED, UNLIMITED, true);

    /** In any order, and never given up. */
    public static final SendOptions UNORDERED = new SendOptions(false, UNLIMITED, UNLIMITED, true);

    public SendOptions {
        if (maxRetransmits < 0 || lifetimeMillis < 0) {
            throw new IllegalArgumentException("limits of reliability are not negative");
        }
    }

    /** The same, given up after so many retransmissions. */
    public SendOptions withMaxRetransmits(int newMaxRetransmits) {
        return new SendOptions(ordered, newMaxRetransmits, lifetimeMillis, counted);
    }

    /** The same, given up after such a time, in whole milliseconds. */
    public SendOptions withLifetime(Duration lifetime) {
        return new SendOptions(ordered, maxRetransmits, lifetime.toMillis(), counted);
    }

    /** The same, not counted as buffered on the stream. */
    public SendOptions uncounted() {
        return new SendOptions(ordered, maxRetransmits, lifetimeMillis, false);
    }
}
