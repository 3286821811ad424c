package dev.plumb.sctp;

import dev.plumb.base.engine.Engine;

/** A message on its way out; it is kept until its last fragment is acknowledged or given up. */
final class OutgoingMessage {
    private static final byte[] NOTHING = {};

    final OutgoingStream stream;
    final long ppid;
    byte[] payload;
    final boolean ordered;
    final boolean counted;
    final int maxRetransmits;
    final long expiresNanos;
    /** The place among all messages, in the order in which they were handed over. */
    final long order;
    /** Bytes already cut into fragments. */
    int takenBytes;

    int takenFragments;
    /**
     * The number in the stream, assigned with the first fragment. It has no meaning for a message that is unordered and
     * not interleaved.
     */
    long number;

    boolean abandoned;
    long firstTsn;
    long lastTsn;

    OutgoingMessage(OutgoingStream stream, long order, long ppid, byte[] payload, SendOptions options, long nowNanos) {
        this.stream = stream;
        this.order = order;
        this.ppid = ppid;
        this.payload = payload;
        this.ordered = options.ordered();
        this.counted = options.counted();
        this.maxRetransmits = options.maxRetransmits();
        this.expiresNanos = options.lifetimeMillis() >= SendOptions.UNLIMITED
                ? Engine.NEVER
                : nowNanos + options.lifetimeMillis() * 1_000_000L;
    }

    /** Drops the payload of a message that was given up. */
    void drop() {
        payload = NOTHING;
        takenBytes = 0;
    }

    int remainingBytes() {
        return payload.length - takenBytes;
    }

    boolean isStarted() {
        return takenBytes > 0;
    }

    boolean isWhollyTaken() {
        return takenBytes == payload.length;
    }

    /** Returns whether the lifetime is over. A message with no lifetime is still sent once, at once. */
    boolean isExpired(long nowNanos) {
        return nowNanos > expiresNanos;
    }
}
