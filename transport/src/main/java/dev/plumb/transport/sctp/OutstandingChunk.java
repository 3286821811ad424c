package dev.plumb.transport.sctp;

/** A DATA chunk that was sent and not yet acknowledged cumulatively. */
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

    final long tsn;
    final DataChunk data;
    final OutgoingMessage message;
    Status status = Status.IN_FLIGHT;
    int misses;
    int retransmits;
    boolean fastRetransmitted;

    OutstandingChunk(long tsn, DataChunk data, OutgoingMessage message) {
        this.tsn = tsn;
        this.data = data;
        this.message = message;
    }

    int bytes() {
        return data.length();
    }
}
