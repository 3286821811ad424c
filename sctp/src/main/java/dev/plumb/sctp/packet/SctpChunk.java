package dev.plumb.sctp.packet;

import dev.plumb.base.bytes.BigEndian;
import org.jspecify.annotations.Nullable;

/**
 * One chunk of a packet.
 *
 * <pre>
 * +---------------+---------------+-------------------------------+
 * |  Chunk Type   |  Chunk Flags  |         Chunk Length          |
 * +---------------+---------------+-------------------------------+
 * |                          Chunk Value                          |
 * +---------------------------------------------------------------+
 * </pre>
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9260#section-3.2 RFC 9260 3.2, Chunk Field Descriptions
 */
public sealed interface SctpChunk
        permits AbortChunk,
                CookieAckChunk,
                CookieEchoChunk,
                ErrorChunk,
                HeartbeatAckChunk,
                HeartbeatChunk,
                InitAckChunk,
                InitChunk,
                PadChunk,
                ReConfigChunk,
                SackChunk,
                ShutdownAckChunk,
                ShutdownChunk,
                ShutdownCompleteChunk,
                SkipChunk,
                UnknownChunk,
                UserData {
    int HEADER_BYTES = 4;

    /** Returns the length on the wire, header included, padding not. */
    int byteLength();

    /** Writes it; the padding behind it is the packet writer's. */
    void write(byte[] a, int at);

    /** Reads the chunk in {@code a[at, at + length)}, whose header says it is that long; null where it is malformed. */
    static @Nullable SctpChunk parse(byte[] a, int at, int length) {
        int type = BigEndian.u8(a, at);
        int flags = BigEndian.u8(a, at + 1);
        return switch (type) {
            case DataChunk.TYPE -> DataChunk.parse(a, at, flags, length);
            case InitChunk.TYPE -> InitChunk.parse(a, at, length);
            case InitAckChunk.TYPE -> InitAckChunk.parse(a, at, length);
            case SackChunk.TYPE -> SackChunk.parse(a, at, length);
            case HeartbeatChunk.TYPE -> HeartbeatChunk.parse(a, at, length);
            case HeartbeatAckChunk.TYPE -> HeartbeatAckChunk.parse(a, at, length);
            case AbortChunk.TYPE -> AbortChunk.parse(a, at, flags, length);
            case ShutdownChunk.TYPE -> ShutdownChunk.parse(a, at, length);
            case ShutdownAckChunk.TYPE -> new ShutdownAckChunk();
            case ErrorChunk.TYPE -> ErrorChunk.parse(a, at, length);
            case CookieEchoChunk.TYPE -> CookieEchoChunk.parse(a, at, length);
            case CookieAckChunk.TYPE -> new CookieAckChunk();
            case ShutdownCompleteChunk.TYPE -> new ShutdownCompleteChunk((flags & 1) != 0);
            case ReConfigChunk.TYPE -> ReConfigChunk.parse(a, at, length);
            case ForwardTsnChunk.TYPE -> ForwardTsnChunk.parse(a, at, length);
            case IDataChunk.TYPE -> IDataChunk.parse(a, at, flags, length);
            case IForwardTsnChunk.TYPE -> IForwardTsnChunk.parse(a, at, length);
            case PadChunk.TYPE -> new PadChunk(length);
            default -> UnknownChunk.parse(a, at, length);
        };
    }

    /** Writes the four bytes that each chunk begins with. */
    static void writeHeader(byte[] a, int at, int type, int flags, int length) {
        BigEndian.put8(a, at, type);
        BigEndian.put8(a, at + 1, flags);
        BigEndian.put16(a, at + 2, length);
    }
}
