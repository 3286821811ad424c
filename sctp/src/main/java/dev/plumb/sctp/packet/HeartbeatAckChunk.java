package dev.plumb.sctp.packet;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * HEARTBEAT ACK: the bytes of a HEARTBEAT sent back.
 *
 * <pre>
 * +---------------+---------------+-------------------------------+
 * |   Type = 5    |   Flags = 0   |            Length             |
 * +---------------+---------------+-------------------------------+
 * |          Heartbeat Information: a parameter of type 1         |
 * +---------------------------------------------------------------+
 * </pre>
 *
 * @param information the whole value, a parameter that means something to its maker alone
 * @spec https://www.rfc-editor.org/rfc/rfc9260#section-3.3.6 RFC 9260 3.3.6, Heartbeat Acknowledgement (HEARTBEAT ACK)
 */
public record HeartbeatAckChunk(byte[] information) implements SctpChunk {
    public static final int TYPE = 5;

    public static @Nullable HeartbeatAckChunk parse(byte[] a, int at, int length) {
        return new HeartbeatAckChunk(Arrays.copyOfRange(a, at + HEADER_BYTES, at + length));
    }

    @Override
    public int byteLength() {
        return HEADER_BYTES + information.length;
    }

    @Override
    public void write(byte[] a, int at) {
        SctpChunk.writeHeader(a, at, TYPE, 0, byteLength());
        System.arraycopy(information, 0, a, at + HEADER_BYTES, information.length);
    }
}
