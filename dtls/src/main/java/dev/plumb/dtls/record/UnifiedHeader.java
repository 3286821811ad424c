package dev.plumb.dtls.record;

import dev.plumb.base.bytes.BigEndian;
import dev.plumb.base.bytes.Packet;
import org.jspecify.annotations.Nullable;

/**
 * The header of an encrypted record of DTLS 1.3. We never agree on connection ids, so that one with such an id is
 * malformed.
 *
 * <pre>
 *  0 1 2 3 4 5 6 7
 * +-+-+-+-+-+-+-+-+
 * |0|0|1|C|S|L|E E|  C: connection id, S: 16 bits of sequence number, L: length is there
 * +-+-+-+-+-+-+-+-+
 * | sequence 8/16 |  encrypted
 * +-+-+-+-+-+-+-+-+
 * | length 0/16   |
 * +-+-+-+-+-+-+-+-+
 * </pre>
 *
 * @param epochBits the epoch's lowest two bits
 * @param sequenceBytes 1 or 2
 * @param hasLength whether the length is written; else the record goes to the datagram's end
 * @param length bytes of ciphertext
 * @spec https://www.rfc-editor.org/rfc/rfc9147#section-4 RFC 9147 4, The DTLS Record Layer
 */
public record UnifiedHeader(int epochBits, int sequenceBytes, boolean hasLength, int length) {
    /** The length of the headers that we write: with 16 bits of sequence number, and a length. */
    public static final int WRITTEN_BYTES = 5;

    public static final int MAX_BYTES = 5;

    private static final int FIXED = 0x20;
    private static final int FIXED_MASK = 0xe0;
    private static final int CONNECTION_ID = 0x10;
    private static final int LONG_SEQUENCE = 0x08;
    private static final int LENGTH = 0x04;
    private static final int EPOCH_MASK = 0x03;
    private static final int MAX_LENGTH = (1 << 14) + 256;

    /** Returns whether a record that begins with this byte has this header. */
    public static boolean begins(int firstByte) {
        return (firstByte & FIXED_MASK) == FIXED;
    }

    /** Returns the header at {@code at} of a datagram that holds its whole record, else null. */
    public static @Nullable UnifiedHeader parse(Packet borrowed, int at) {
        int left = borrowed.length() - at;
        if (left < MAX_BYTES) {
            return null; // no ciphertext is that short
        }
        int first = borrowed.u8(at);
        if (!begins(first) || (first & CONNECTION_ID) != 0) {
            return null;
        }
        int sequenceBytes = (first & LONG_SEQUENCE) != 0 ? 2 : 1;
        boolean hasLength = (first & LENGTH) != 0;
        int head = 1 + sequenceBytes + (hasLength ? 2 : 0);
        int length = hasLength ? borrowed.u16(at + 1 + sequenceBytes) : left - head;
        if (length > left - head || length > MAX_LENGTH || length < SequenceMask.SAMPLE_BYTES) {
            return null;
        }
        return new UnifiedHeader(first & EPOCH_MASK, sequenceBytes, hasLength, length);
    }

    /** Returns the length of this header, in bytes. */
    public int bytes() {
        return 1 + sequenceBytes + (hasLength ? 2 : 0);
    }

    /** Writes it with the sequence number's lowest bits. */
    public void write(byte[] array, int at, long sequence) {
        BigEndian.put8(
                array, at, FIXED | (sequenceBytes == 2 ? LONG_SEQUENCE : 0) | (hasLength ? LENGTH : 0) | epochBits);
        if (sequenceBytes == 2) {
            BigEndian.put16(array, at + 1, (int) sequence & 0xffff);
        } else {
            BigEndian.put8(array, at + 1, (int) sequence & 0xff);
        }
        if (hasLength) {
            BigEndian.put16(array, at + 1 + sequenceBytes, length);
        }
    }

    /** Returns the whole sequence number that ends with these bits and is nearest to the one that is due. */
    public long sequence(int lowBits, long dueSequence) {
        long span = 1L << (8 * sequenceBytes);
        long candidate = (dueSequence & -span) | lowBits;
        if (candidate - dueSequence > span / 2 && candidate >= span) {
            return candidate - span;
        }
        return dueSequence - candidate > span / 2 ? candidate + span : candidate;
    }
}
