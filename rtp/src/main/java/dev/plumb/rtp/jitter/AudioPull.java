package dev.plumb.rtp.jitter;

import org.jspecify.annotations.Nullable;

/** The answer of an {@link AudioJitterBuffer} to the player. */
public sealed interface AudioPull {
    /** The next packet to decode. */
    record Payload(AudioPacket packet) implements AudioPull {}

    /**
     * A packet is missing or late. The player should conceal about this much sound, synthesized from the sound before
     * it.
     *
     * @param following the packet right after the missing one, which may carry a copy of it; null if it has not arrived
     *     or more packets are missing
     */
    record Lost(long durationNanos, @Nullable AudioPacket following) implements AudioPull {}

    /** Nothing to play: before the first packet, while the sender is silent, after it stopped. */
    record Empty() implements AudioPull {}
}
