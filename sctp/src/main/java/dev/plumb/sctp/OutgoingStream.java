package dev.plumb.sctp;

import dev.plumb.base.engine.Priority;
import dev.plumb.sctp.common.Serial;
import java.util.ArrayDeque;

/** One stream's queue of messages. */
final class OutgoingStream {
    final int id;
    final ArrayDeque<OutgoingMessage> messages = new ArrayDeque<>(2);
    Priority priority = Priority.LOW;
    /** Bytes of all messages that wait, and of those that count as buffered. */
    long waitingBytes;

    long bufferedBytes;
    long lowThresholdBytes;
    /** True if it is among {@link SendQueue}'s streams that have less buffered. */
    boolean isLessened;

    private long nextOrdered;
    private long nextUnordered;
    /** True if the stream is to begin anew. It drains, and takes no further messages until then. */
    boolean resetting;
    /** True if anything was sent on it since it began, and if so the TSN of the last. */
    boolean used;

    long lastTsn;
    /** The key by which {@link StreamScheduler} orders streams: the smallest is next. */
    long schedulerKey;

    OutgoingStream(int id) {
        this.id = id;
    }

    /** Returns the last TSN sent on the stream since it began, or less than any TSN if there is none. */
    long lastTsnOrNone() {
        return used ? lastTsn : Long.MIN_VALUE;
    }

    /** Returns the number of the next message where each has one of 32 bits, in one of two numberings. */
    long takeMessageId(boolean ordered) {
        return Serial.wire32(ordered ? nextOrdered++ : nextUnordered++);
    }

    /** Returns the number of the next message where ordered ones have one of 16 bits. */
    long takeSequenceNumber(boolean ordered) {
        return ordered ? nextOrdered++ & 0xffff : 0;
    }

    /** Begins anew at number 0. */
    void reset() {
        resetting = false;
        used = false;
        nextOrdered = 0;
        nextUnordered = 0;
    }
}
