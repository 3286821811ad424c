package dev.plumb.sctp;

import java.time.Duration;

/**
 * The options of sending one message.
 *
 * @param ordered whether the message is delivered after those sent before it on its stream
 * @param maxRetransmits the retransmissions of each fragment before the message is given up
 * @param lifetimeMillis the time for which the message is tried before it is given up
 * @param counted whether its bytes count as buffered on the stream; those of a layer's own messages need not
 * @spec https://www.rfc-editor.org/rfc/rfc3758 RFC 3758, SCTP Partial Reliability Extension
 */
public record SendOptions(boolean ordered, int maxRetransmits, long lifetimeMillis, boolean counted) {
    /** The value of {@link #maxRetransmits} and {@link #lifetimeMillis} for a message that is never given up. */
    public static final int UNLIMITED = Integer.MAX_VALUE;

    /** Ordered, and never given up. */
    public static final SendOptions RELIABLE = new SendOptions(true, UNLIMITED, UNLIMITED, true);

    /** The options of a message that is unordered and never given up. */
    public static final SendOptions UNORDERED = new SendOptions(false, UNLIMITED, UNLIMITED, true);

    public SendOptions {
        if (maxRetransmits < 0 || lifetimeMillis < 0) {
            throw new IllegalArgumentException("limits of reliability are not negative");
        }
    }

    /** Returns a copy that is given up after this many retransmissions. */
    public SendOptions withMaxRetransmits(int newMaxRetransmits) {
        return new SendOptions(ordered, newMaxRetransmits, lifetimeMillis, counted);
    }

    /** Returns a copy that is given up after this time, in whole milliseconds. */
    public SendOptions withLifetime(Duration lifetime) {
        return new SendOptions(ordered, maxRetransmits, lifetime.toMillis(), counted);
    }

    /** Returns a copy that is not counted as buffered on the stream. */
    public SendOptions uncounted() {
        return new SendOptions(ordered, maxRetransmits, lifetimeMillis, false);
    }
}
