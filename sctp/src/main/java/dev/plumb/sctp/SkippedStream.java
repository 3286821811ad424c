package dev.plumb.sctp;

/**
 * A stream's last message that its sender gave up.
 *
 * @param unordered whether it belongs to the numbering of unordered messages; always false without interleaving
 */
record SkippedStream(int streamId, boolean unordered, long messageNumber) {}
