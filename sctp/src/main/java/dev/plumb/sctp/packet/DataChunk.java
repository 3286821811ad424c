package dev.plumb.sctp.packet;

import dev.plumb.base.bytes.BigEndian;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A message, or a fragment of one.
 *
 * <pre>
 * +---------------+-------+-+-+-+-+-------------------------------+
 * |   Type = 0    |  Res  |I|U|B|E|            Length             |
 * +---------------+-------+-+-+-+-+-------------------------------+
 * |                              TSN                              |
 * +-------------------------------+-------------------------------+
 * |       Stream Identifier       |    Stream Sequence Number     |
 * +-------------------------------+-------------------------------+
 * |                  Payload Protocol Identifier                  |
 * +---------------------------------------------------------------+
 * |                           User Data                           |
 * +---------------------------------------------------------------+
 * </pre>
 *
 * @param ssn number of its message in the stream; of no meaning where it is unordered
 * @spec https://www.rfc-editor.org/rfc/rfc9260#section-3.3.1 RFC 9260 3.3.1, Payload Data (DATA)
 */
public record DataChunk(
        long tsn,
        int streamId,
        int ssn,
        long ppid,
        boolean immediate,
        boolean unordered,
        boolean begin,
        boolean end,
        byte[] array,
        int offset,
        int length)
        implements UserData {
    public static final int TYPE = 0;
    public static final int DATA_HEADER_BYTES = 16;

    public static @Nullable DataChunk parse(byte[] a, int at, int flags, int length) {
        if (length < DATA_HEADER_BYTES) {
            return null;
        }
        return new DataChunk(
                BigEndian.u32(a, at + 4),
                BigEndian.u16(a, at + 8),
                BigEndian.u16(a, at + 10),
                BigEndian.u32(a, at + 12),
                (flags & 8) != 0,
                (flags & 4) != 0,
                (flags & 2) != 0,
                (flags & 1) != 0,
                Arrays.copyOfRange(a, at + DATA_HEADER_BYTES, at + length),
                0,
                length - DATA_HEADER_BYTES);
    }

    @Override
    public long messageNumber() {
        return ssn;
    }

    @Override
    public int byteLength() {
        return DATA_HEADER_BYTES + length;
    }

    @Override
    public void write(byte[] a, int at) {
        SctpChunk.writeHeader(a, at, TYPE, UserData.flags(immediate, unordered, begin, end), byteLength());
        BigEndian.put32(a, at + 4, tsn);
        BigEndian.put16(a, at + 8, streamId);
        BigEndian.put16(a, at + 10, ssn);
        BigEndian.put32(a, at + 12, ppid);
        System.arraycopy(array, offset, a, at + DATA_HEADER_BYTES, length);
    }

    @Override
    public String toString() {
        return "DATA[tsn " + tsn + ", stream " + streamId + ", ssn " + ssn + ", ppid " + ppid + (immediate ? " I" : "")
                + (unordered ? " U" : "") + (begin ? " B" : "") + (end ? " E" : "") + ", " + length + " bytes]";
    }
}
