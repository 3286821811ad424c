package dev.plumb.sctp.packet;

import dev.plumb.base.bytes.BigEndian;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A chunk of a type not known here. The upper two bits of the type say what to do with it.
 *
 * <pre>
 * +-+-+-----------+---------------+-------------------------------+
 * |S|R|   Type    |     Flags     |            Length             |   S: skip it and go on, else discard the rest
 * +-+-+-----------+---------------+-------------------------------+   R: report it
 * |                             Value                             |
 * +---------------------------------------------------------------+
 * </pre>
 *
 * @param bytes the whole chunk, header included
 * @spec https://www.rfc-editor.org/rfc/rfc9260#section-3.2 RFC 9260 3.2, Chunk Field Descriptions
 */
public record UnknownChunk(byte[] bytes) implements SctpChunk {
    public static @Nullable UnknownChunk parse(byte[] a, int at, int length) {
        return new UnknownChunk(Arrays.copyOfRange(a, at, at + length));
    }

    /** Returns whether the chunks behind it are to be processed. */
    public boolean isSkipped() {
        return (bytes[0] & 0x80) != 0;
    }

    /** Returns whether the chunk is to be reported to its sender. */
    public boolean isReported() {
        return (bytes[0] & 0x40) != 0;
    }

    @Override
    public int byteLength() {
        return bytes.length;
    }

    @Override
    public void write(byte[] a, int at) {
        System.arraycopy(bytes, 0, a, at, bytes.length);
    }

    @Override
    public String toString() {
        return "unknown chunk[type " + BigEndian.u8(bytes, 0) + ", " + bytes.length + " bytes]";
    }
}
