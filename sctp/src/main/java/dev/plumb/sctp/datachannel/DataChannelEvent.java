package dev.plumb.sctp.datachannel;

import java.nio.charset.StandardCharsets;

/** An event of {@link DataChannels}. */
public sealed interface DataChannelEvent {
    /** Returns the channel. */
    DataChannel channel();

    /** A channel of ours is open: the peer answered, or it is negotiated and the association stands. */
    record ChannelOpened(DataChannel channel) implements DataChannelEvent {}

    /** The peer opened a channel; it is open. */
    record ChannelAnnounced(DataChannel channel) implements DataChannelEvent {}

    /**
     * A message arrived.
     *
     * @param isText whether the bytes are UTF-8
     */
    record Message(DataChannel channel, boolean isText, byte[] bytes) implements DataChannelEvent {
        /** Returns the bytes as text. */
        public String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    /** The channel is closing, by either side's wish. */
    record ChannelClosing(DataChannel channel) implements DataChannelEvent {}

    /** The channel is closed on both sides, or the association is gone. */
    record ChannelClosed(DataChannel channel) implements DataChannelEvent {}

    /** The channel failed; {@link ChannelClosed} follows. */
    record ChannelError(DataChannel channel, String reason) implements DataChannelEvent {}
}
