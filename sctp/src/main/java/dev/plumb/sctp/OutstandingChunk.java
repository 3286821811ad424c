package dev.plumb.sctp;

import dev.plumb.sctp.packet.DataChunk;
import dev.plumb.sctp.packet.UserData;
import org.jspecify.annotations.Nullable;

/** A chunk of user data that was sent and not yet acknowledged cumulatively. */
final class OutstandingChunk {
    /** Where a chunk stands. */
    enum Status {
        /** Sent, and counted as in flight. */
        IN_FLIGHT,
        /** To be sent again. */
        LOST,
        /** Acknowledged by a gap block. */
        ACKED,
        /** Given up, with its whole message. */
        ABANDONED
    }

    private static final UserData NOTHING = new DataChunk(0, 0, 0, 0, false, true, true, true, new byte[0], 0, 0);

    final long tsn;
    /** What is sent; of a chunk given up, nothing of the message. */
    UserData data;

    final OutgoingMessage message;
    Status status = Status.IN_FLIGHT;
    int retransmits;
    /** Whether it is among those to be sent again, or was and is not taken out yet. */
    boolean queuedAsLost;
    /** When it was sent, the last time. */
    long sentNanos;
    /** That transmission's place among all. */
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

    /** It is not sent any more. */
    void drop() {
        data = NOTHING;
    }

    int bytes() {
        return data.length();
    }
}
