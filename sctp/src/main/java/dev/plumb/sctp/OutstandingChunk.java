package dev.plumb.sctp;

import dev.plumb.sctp.packet.DataChunk;
import dev.plumb.sctp.packet.UserData;
import org.jspecify.annotations.Nullable;

/** A chunk of user data that was sent and not yet acknowledged cumulatively. */
final class OutstandingChunk {
    /** The state of a chunk. */
    enum Status {
        /** Sent, and counted as in flight. */
        IN_FLIGHT,
        /** The chunk is to be retransmitted. */
        LOST,
        /** Acknowledged by a gap block. */
        ACKED,
        /** Given up, with its whole message. */
        ABANDONED
    }

    private static final UserData NOTHING = new DataChunk(0, 0, 0, 0, false, true, true, true, new byte[0], 0, 0);

    final long tsn;
    /** The data of the chunk. A chunk that was given up keeps none of the message. */
    UserData data;

    final OutgoingMessage message;
    Status status = Status.IN_FLIGHT;
    int retransmits;
    /** True while the chunk is in the queue of lost ones, even if it no longer needs to be retransmitted. */
    boolean queuedAsLost;
    /** The time of the last transmission. */
    long sentNanos;
    /** The place of that transmission among all. */
    long sentNumber;

    /** The packet that it went in, counted by all that were sent. */
    long sentPacket;

    // Its neighbours in SentOrder.
    @Nullable
    OutstandingChunk sentBefore;

    @Nullable
    OutstandingChunk sentAfter;

    OutstandingChunk(long tsn, UserData data, OutgoingMessage message) {
        this.tsn = tsn;
        this.data = data;
        this.message = message;
    }

    /** Drops the data, which is not sent any more. */
    void drop() {
        data = NOTHING;
    }

    int bytes() {
        return data.length();
    }
}
