package dev.plumb.rtp.jitter;

import org.jspecify.annotations.Nullable;

/** What an {@link AudioJitterBuffer} has for the player. */
public sealed interface AudioPull {
    /** The next packet to decode. */
    record Payload(AudioPacket packet) implements AudioPull {}

    /**
     * A packet is missing or late: conceal about this much, made up from what came before.
     *
     * @param following the packet after the missing one, which may carry a copy of it; null where it is not here, or more are missing
     */
    record Lost(long durationNanos, @Nullable AudioPacket following) implements AudioPull {}

    /** Nothing to play: before the first packet, while the sender is silent, after it stopped. */
    record Empty() implements AudioPull {}
}
