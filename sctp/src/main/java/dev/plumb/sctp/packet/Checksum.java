package dev.plumb.sctp.packet;

import java.util.zip.CRC32C;

/**
 * CRC32c of an SCTP packet, as if its checksum field were zero.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9260#section-6.8 RFC 9260 6.8, CRC32c Checksum Calculation
 */
public final class Checksum {
    private static final int FIELD = 8;
    private static final byte[] ZERO = new byte[4];

    private Checksum() {}

    /** Returns the value of the checksum field, as a big-endian read returns it. */
    public static int of(byte[] a, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(a, from, FIELD);
        crc.update(ZERO, 0, 4);
        crc.update(a, from + FIELD + 4, length - FIELD - 4);
        return Integer.reverseBytes((int) crc.getValue());
    }
}
