package dev.plumb.sctp.datachannel;

import org.jspecify.annotations.Nullable;

/**
 * The answer to a {@link DataChannelOpen}.
 *
 * <pre>
 * +---------------+
 * |  Type = 0x02  |
 * +---------------+
 * </pre>
 *
 * @spec https://www.rfc-editor.org/rfc/rfc8832#section-5.2 RFC 8832 5.2, DATA_CHANNEL_ACK Message
 */
public record DataChannelAck() {
    /** The message type. */
    public static final int TYPE = 0x02;

    /** Reads a message; null where it is another. */
    public static @Nullable DataChannelAck parse(byte[] a) {
        return a.length >= 1 && a[0] == TYPE ? new DataChannelAck() : null;
    }

    /** Returns the message on the wire. */
    public byte[] toByteArray() {
        return new byte[] {TYPE};
    }
}
