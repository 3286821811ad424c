package dev.plumb.dtls.message;

import dev.plumb.base.bytes.BigEndian;
import dev.plumb.base.bytes.Packet;
import org.jspecify.annotations.Nullable;

/**
 * The header of a handshake message or of a part of one.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |   msg type    |              length (24 bits)                 |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |          message seq          |   fragment offset ...         |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |  ... offset   |           fragment length (24 bits)           |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * @param type one of {@link HandshakeType}
 * @param length bytes of the whole message's body
 * @param messageSeq the message's number
 * @param fragmentOffset the offset of this part in the body
 * @param fragmentLength bytes of this part
 * @spec https://www.rfc-editor.org/rfc/rfc6347#section-4.2.2 RFC 6347 4.2.2, Handshake Message Format
 */
public record HandshakeFragment(int type, int length, int messageSeq, int fragmentOffset, int fragmentLength) {
    public static final int HEADER_BYTES = 12;

    /** Returns the header at {@code at} of a record's content that holds the whole fragment, else null. */
    public static @Nullable HandshakeFragment parse(Packet borrowed, int at) {
        if (borrowed.length() - at < HEADER_BYTES) {
            return null;
        }
        byte[] array = borrowed.array();
        int from = borrowed.offset() + at;
        HandshakeFragment f = new HandshakeFragment(
                BigEndian.u8(array, from),
                BigEndian.u24(array, from + 1),
                BigEndian.u16(array, from + 4),
                BigEndian.u24(array, from + 6),
                BigEndian.u24(array, from + 9));
        boolean fits = f.fragmentLength <= borrowed.length() - at - HEADER_BYTES
                && f.fragmentOffset + f.fragmentLength <= f.length;
        return fits ? f : null;
    }

    public void write(byte[] array, int at) {
        BigEndian.put8(array, at, type);
        BigEndian.put24(array, at + 1, length);
        BigEndian.put16(array, at + 4, messageSeq);
        BigEndian.put24(array, at + 6, fragmentOffset);
        BigEndian.put24(array, at + 9, fragmentLength);
    }
}
