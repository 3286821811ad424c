package dev.plumb.dtls.record;

import dev.plumb.base.bytes.BigEndian;
import dev.plumb.base.bytes.Packet;
import org.jspecify.annotations.Nullable;

/**
 * The header of a DTLS 1.2 record.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * | content type  |        version                |   epoch ...   |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |   ... epoch   |        sequence number (48 bits) ...          |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |              ... sequence number              |   length ...  |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |  ... length   |
 * +-+-+-+-+-+-+-+-+
 * </pre>
 *
 * @param contentType one of {@link ContentType}
 * @param epoch 0 before the ciphers are on, then 1
 * @param sequence 48 bits, counted in each epoch
 * @param length bytes that follow
 * @spec https://www.rfc-editor.org/rfc/rfc6347#section-4.1 RFC 6347 4.1, Record Layer
 */
public record RecordHeader(int contentType, int epoch, long sequence, int length) {
    public static final int BYTES = 13;
    public static final int DTLS_1_0 = 0xfeff;
    public static final int DTLS_1_2 = 0xfefd;
    public static final long MAX_SEQUENCE = (1L << 48) - 1;

    private static final int MAX_LENGTH = (1 << 14) + 2048;

    /** Returns the header at {@code at} of a datagram that holds its whole record, else null. */
    public static @Nullable RecordHeader parse(Packet borrowed, int at) {
        if (borrowed.length() - at < BYTES) {
            return null;
        }
        byte[] array = borrowed.array();
        int from = borrowed.offset() + at;
        int length = BigEndian.u16(array, from + 11);
        int major = BigEndian.u8(array, from + 1);
        if (major != DTLS_1_2 >>> 8 || length > MAX_LENGTH || length > borrowed.length() - at - BYTES) {
            return null;
        }
        return new RecordHeader(
                BigEndian.u8(array, from), BigEndian.u16(array, from + 3), BigEndian.u48(array, from + 5), length);
    }

    public void write(byte[] array, int at) {
        BigEndian.put8(array, at, contentType);
        BigEndian.put16(array, at + 1, DTLS_1_2);
        BigEndian.put64(array, at + 3, epochAndSequence());
        BigEndian.put16(array, at + 11, length);
    }

    public long epochAndSequence() {
        return ((long) epoch << 48) | sequence;
    }
}
