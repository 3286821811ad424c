package dev.plumb.transport.sctp;

import java.util.ArrayDeque;

/** One stream's queue of messages. */
final class OutgoingStream {
    final int id;
    final ArrayDeque<OutgoingMessage> messages = new ArrayDeque<>();
    long bufferedBytes;
    long lowThresholdBytes;
    int nextSsn;
    /** It is to begin anew: it drains, and takes no further messages until then. */
    boolean resetting;
    /** Whether anything was sent on it since it began, and if so the TSN of the last. */
    boolean used;

    long lastTsn;

    OutgoingStream(int id) {
        this.id = id;
    }

    /** It begins anew at sequence number 0. */
    void reset() {
        resetting = false;
        used = false;
        nextSsn = 0;
    }
}
