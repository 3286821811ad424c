package dev.plumb.sctp;

/**
 * A message received whole.
 *
 * @param number the number in its stream, as on the wire
 */
record IncomingMessage(int streamId, long number, boolean unordered, long ppid, byte[] payload) {
    /** Returns a message of one fragment. */
    static IncomingMessage of(UserData chunk) {
        return new IncomingMessage(
                chunk.streamId(), chunk.messageNumber(), chunk.unordered(), chunk.ppid(), chunk.array());
    }
}
