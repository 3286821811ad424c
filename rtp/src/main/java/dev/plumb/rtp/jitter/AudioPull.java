package dev.plumb.rtp.jitter;

/** What an {@link AudioJitterBuffer} has for the player. */
public sealed interface AudioPull {
    /** The next packet to decode. */
    record Payload(AudioPacket packet) implements AudioPull {}

    /** A packet is missing or late: conceal about this much, made up from what came before. */
    record Lost(long durationNanos) implements AudioPull {}

    /** Nothing to play: before the first packet, while the sender is silent, after it stopped. */
    record Empty() implements AudioPull {}
}
