package dev.plumb.sctp.packet;

/**
 * A stream's last message that its sender gave up.
 *
 * @param unordered which of the stream's two numberings it belongs to; always false without interleaving
 */
public record SkippedStream(int streamId, boolean unordered, long messageNumber) {}
