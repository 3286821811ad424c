package dev.plumb.sctp.packet;

import dev.plumb.base.bytes.BigEndian;
import dev.plumb.base.bytes.Packet;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A packet: the common header and its chunks.
 *
 * <pre>
 * +-------------------------------+-------------------------------+
 * |      Source Port Number       |    Destination Port Number    |
 * +-------------------------------+-------------------------------+
 * |                       Verification Tag                        |
 * +---------------------------------------------------------------+
 * |                  Checksum (CRC32c, little-endian)             |
 * +---------------------------------------------------------------+
 * |                     Chunk #1 ... Chunk #n                     |
 * +---------------------------------------------------------------+
 * </pre>
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9260#section-3 RFC 9260 3, SCTP Packet Format
 */
public record SctpPacket(int sourcePort, int destinationPort, long verificationTag, List<SctpChunk> chunks) {
    public static final int HEADER_BYTES = 12;
    public static final int CHECKSUM_AT = 8;

    /** Reads a packet; null where it is malformed. The checksum is not looked at. */
    public static @Nullable SctpPacket parse(Packet borrowed) {
        if (borrowed.length() < HEADER_BYTES + SctpChunk.HEADER_BYTES) {
            return null;
        }
        List<SctpChunk> chunks = parseChunks(borrowed.array(), borrowed.offset() + HEADER_BYTES, borrowed.limit());
        return chunks == null ? null : new SctpPacket(borrowed.u16(0), borrowed.u16(2), borrowed.u32(4), chunks);
    }

    private static @Nullable List<SctpChunk> parseChunks(byte[] a, int from, int to) {
        List<SctpChunk> chunks = new ArrayList<>(2);
        int at = from;
        while (to - at >= SctpChunk.HEADER_BYTES) {
            int length = BigEndian.u16(a, at + 2);
            if (length < SctpChunk.HEADER_BYTES || length > to - at) {
                return null;
            }
            SctpChunk chunk = SctpChunk.parse(a, at, length);
            if (chunk == null) {
                return null;
            }
            chunks.add(chunk);
            at += Tlv.padded(length);
        }
        return chunks;
    }

    /** Returns whether the checksum of a possible packet is right. */
    public static boolean hasRightChecksum(Packet borrowed) {
        return borrowed.length() >= HEADER_BYTES
                && (int) borrowed.u32(CHECKSUM_AT)
                        == Checksum.of(borrowed.array(), borrowed.offset(), borrowed.length());
    }

    /**
     * Returns whether a packet may arrive without a checksum, where both agreed on that.
     *
     * @spec https://www.rfc-editor.org/rfc/rfc9653#section-5.3 RFC 9653 5.3, Receiver-Side Considerations
     */
    public boolean mayLackChecksum() {
        return find(InitChunk.class) == null && find(CookieEchoChunk.class) == null;
    }

    /** Writes the checksum of a packet that is else complete. */
    public static void writeChecksum(Packet borrowed) {
        borrowed.put32(CHECKSUM_AT, Checksum.of(borrowed.array(), borrowed.offset(), borrowed.length()));
    }

    /** Returns whether the first chunk is of a kind. */
    public boolean beginsWith(Class<? extends SctpChunk> kind) {
        return kind.isInstance(chunks.getFirst());
    }

    /** Returns the first chunk of a kind, or null if there is none. */
    public <C extends SctpChunk> @Nullable C find(Class<C> kind) {
        for (SctpChunk chunk : chunks) {
            if (kind.isInstance(chunk)) {
                return kind.cast(chunk);
            }
        }
        return null;
    }
}
