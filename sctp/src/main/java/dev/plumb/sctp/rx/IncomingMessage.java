package dev.plumb.sctp.rx;

import dev.plumb.sctp.packet.UserData;

/**
 * A message received whole.
 *
 * @param number the number in its stream, as on the wire
 */
public record IncomingMessage(int streamId, long number, boolean unordered, long ppid, byte[] payload) {
    /** Returns a message of one fragment. */
    public static IncomingMessage of(UserData chunk) {
        return new IncomingMessage(
                chunk.streamId(), chunk.messageNumber(), chunk.unordered(), chunk.ppid(), chunk.array());
    }
}
