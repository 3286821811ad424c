package dev.plumb.sctp.packet;

import dev.plumb.base.bytes.BigEndian;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A message, or a fragment of one, between whose fragments those of other streams' messages may come.
 *
 * <pre>
 * +---------------+-------+-+-+-+-+-------------------------------+
 * |   Type = 64   |  Res  |I|U|B|E|            Length             |
 * +---------------+-------+-+-+-+-+-------------------------------+
 * |                              TSN                              |
 * +-------------------------------+-------------------------------+
 * |       Stream Identifier       |           Reserved            |
 * +-------------------------------+-------------------------------+
 * |                      Message Identifier                       |
 * +---------------------------------------------------------------+
 * |    Payload Protocol Identifier / Fragment Sequence Number     |
 * +---------------------------------------------------------------+
 * |                           User Data                           |
 * +---------------------------------------------------------------+
 * </pre>
 *
 * @param messageNumber the MID; ordered and unordered messages are numbered apart
 * @param ppid the payload protocol identifier, in the first fragment, which has fragment number 0; 0 in others
 * @param fragmentNumber the FSN
 * @spec https://www.rfc-editor.org/rfc/rfc8260#section-2.1 RFC 8260 2.1, The I-DATA Chunk Supporting User Message Interleaving
 */
public record IDataChunk(
        long tsn,
        int streamId,
        long messageNumber,
        long ppid,
        long fragmentNumber,
        boolean immediate,
        boolean unordered,
        boolean begin,
        boolean end,
        byte[] array,
        int offset,
        int length)
        implements UserData {
    public static final int TYPE = 64;
    public static final int DATA_HEADER_BYTES = 20;

    public static @Nullable IDataChunk parse(byte[] a, int at, int flags, int length) {
        if (length < DATA_HEADER_BYTES) {
            return null;
        }
        boolean begin = (flags & 2) != 0;
        long word = BigEndian.u32(a, at + 16);
        return new IDataChunk(
                BigEndian.u32(a, at + 4),
                BigEndian.u16(a, at + 8),
                BigEndian.u32(a, at + 12),
                begin ? word : 0,
                begin ? 0 : word,
                (flags & 8) != 0,
                (flags & 4) != 0,
                begin,
                (flags & 1) != 0,
                Arrays.copyOfRange(a, at + DATA_HEADER_BYTES, at + length),
                0,
                length - DATA_HEADER_BYTES);
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
        BigEndian.put16(a, at + 10, 0);
        BigEndian.put32(a, at + 12, messageNumber);
        BigEndian.put32(a, at + 16, begin ? ppid : fragmentNumber);
        System.arraycopy(array, offset, a, at + DATA_HEADER_BYTES, length);
    }

    @Override
    public String toString() {
        return "I-DATA[tsn " + tsn + ", stream " + streamId + ", mid " + messageNumber
                + (begin ? ", ppid " + ppid : ", fsn " + fragmentNumber) + (immediate ? " I" : "")
                + (unordered ? " U" : "") + (begin ? " B" : "") + (end ? " E" : "") + ", " + length + " bytes]";
    }
}
