package dev.plumb.sctp.packet;

import java.util.Arrays;

/**
 * Bytes without meaning, which make a packet as long as the path is to be tried with.
 *
 * <pre>
 * +---------------+---------------+-------------------------------+
 * |  Type = 0x84  |   Flags = 0   |            Length             |
 * +---------------+---------------+-------------------------------+
 * |                         Padding Data                          |
 * +---------------------------------------------------------------+
 * </pre>
 *
 * @param bytes the whole length, at least 4
 * @spec https://www.rfc-editor.org/rfc/rfc4820#section-3 RFC 4820 3, Padding Chunk (PAD)
 */
public record PadChunk(int bytes) implements SctpChunk {
    public static final int TYPE = 0x84;

    @Override
    public int byteLength() {
        return bytes;
    }

    @Override
    public void write(byte[] a, int at) {
        SctpChunk.writeHeader(a, at, TYPE, 0, bytes);
        Arrays.fill(a, at + HEADER_BYTES, at + bytes, (byte) 0);
    }
}
