package dev.plumb.sctp;

import org.jspecify.annotations.Nullable;

/** The chunks in flight by the time at which they were sent last: a list through the chunks themselves. */
final class SentOrder {
    private @Nullable OutstandingChunk oldest;
    private @Nullable OutstandingChunk newest;
    private long sent;

    /** Returns the chunk that was sent longest ago, or null if none is in flight. */
    @Nullable
    OutstandingChunk oldest() {
        return oldest;
    }

    /** Returns the chunk that was sent last, or null if none is in flight. */
    @Nullable
    OutstandingChunk newest() {
        return newest;
    }

    /** Adds a chunk that has just been sent. */
    void add(OutstandingChunk chunk) {
        OutstandingChunk last = newest;
        chunk.sentNumber = ++sent;
        chunk.sentBefore = last;
        chunk.sentAfter = null;
        if (last == null) {
            oldest = chunk;
        } else {
            last.sentAfter = chunk;
        }
        newest = chunk;
    }

    /** Removes a chunk that is no longer in flight. */
    void remove(OutstandingChunk chunk) {
        OutstandingChunk before = chunk.sentBefore;
        OutstandingChunk after = chunk.sentAfter;
        if (before == null) {
            oldest = after;
        } else {
            before.sentAfter = after;
        }
        if (after == null) {
            newest = before;
        } else {
            after.sentBefore = before;
        }
        chunk.sentBefore = null;
        chunk.sentAfter = null;
    }
}
