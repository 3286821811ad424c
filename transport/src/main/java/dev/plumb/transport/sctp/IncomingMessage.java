package dev.plumb.transport.sctp;

/** A message received whole. */
record IncomingMessage(int streamId, int ssn, boolean unordered, long ppid, byte[] payload) {
    /** A message of one fragment. */
    static IncomingMessage of(DataChunk chunk) {
        return new IncomingMessage(chunk.streamId(), chunk.ssn(), chunk.unordered(), chunk.ppid(), chunk.array());
    }
}
