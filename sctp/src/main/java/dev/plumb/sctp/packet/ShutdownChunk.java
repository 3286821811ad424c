package dev.plumb.sctp.packet;

import dev.plumb.base.bytes.BigEndian;
import org.jspecify.annotations.Nullable;

/**
 * Begins a graceful end.
 *
 * <pre>
 * +---------------+---------------+-------------------------------+
 * |   Type = 7    |   Flags = 0   |          Length = 8           |
 * +---------------+---------------+-------------------------------+
 * |                      Cumulative TSN Ack                       |
 * +---------------------------------------------------------------+
 * </pre>
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9260#section-3.3.8 RFC 9260 3.3.8, Shutdown Association (SHUTDOWN)
 */
public record ShutdownChunk(long cumulativeTsn) implements SctpChunk {
    public static final int TYPE = 7;

    public static @Nullable ShutdownChunk parse(byte[] a, int at, int length) {
        return length < 8 ? null : new ShutdownChunk(BigEndian.u32(a, at + 4));
    }

    @Override
    public int byteLength() {
        return 8;
    }

    @Override
    public void write(byte[] a, int at) {
        SctpChunk.writeHeader(a, at, TYPE, 0, 8);
        BigEndian.put32(a, at + 4, cumulativeTsn);
    }
}
