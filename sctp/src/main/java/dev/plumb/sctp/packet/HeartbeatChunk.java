package dev.plumb.sctp.packet;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * HEARTBEAT: asks the peer to send the same bytes back.
 *
 * <pre>
 * +---------------+---------------+-------------------------------+
 * |   Type = 4    |   Flags = 0   |            Length             |
 * +---------------+---------------+-------------------------------+
 * |          Heartbeat Information: a parameter of type 1         |
 * +---------------------------------------------------------------+
 * </pre>
 *
 * @param information the whole value, a parameter that means something to its maker alone
 * @spec https://www.rfc-editor.org/rfc/rfc9260#section-3.3.5 RFC 9260 3.3.5, Heartbeat Request (HEARTBEAT)
 */
public record HeartbeatChunk(byte[] information) implements SctpChunk {
    public static final int TYPE = 4;

    public static @Nullable HeartbeatChunk parse(byte[] a, int at, int length) {
        return new HeartbeatChunk(Arrays.copyOfRange(a, at + HEADER_BYTES, at + length));
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
