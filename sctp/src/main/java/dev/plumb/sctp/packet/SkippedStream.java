package dev.plumb.sctp.packet;

/**
 * A stream's last message that its sender gave up.
 *
 * @param unordered whether it belongs to the numbering of unordered messages; always false without interleaving
 */
public record SkippedStream(int streamId, boolean unordered, long messageNumber) {}
