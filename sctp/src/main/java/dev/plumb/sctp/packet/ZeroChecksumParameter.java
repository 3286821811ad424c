package dev.plumb.sctp.packet;

import dev.plumb.base.bytes.BigEndian;
import org.jspecify.annotations.Nullable;

/**
 * The statement of a peer that it accepts packets whose checksum is zero, where another method finds errors.
 *
 * <pre>
 * +-------------------------------+-------------------------------+
 * |        Type = 0x8001          |          Length = 8           |
 * +-------------------------------+-------------------------------+
 * |          Error Detection Method Identifier (EDMID)            |
 * +---------------------------------------------------------------+
 * </pre>
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9653#section-4 RFC 9653 4, A New Chunk Parameter
 */
public record ZeroChecksumParameter(long method) implements SctpParameter {
    public static final int TYPE = 0x8001;
    /** SCTP over DTLS. */
    public static final long DTLS = 1;

    public static @Nullable ZeroChecksumParameter parse(byte[] value) {
        return value.length < 4 ? null : new ZeroChecksumParameter(BigEndian.u32(value, 0));
    }

    @Override
    public Tlv toTlv() {
        byte[] value = new byte[4];
        BigEndian.put32(value, 0, method);
        return new Tlv(TYPE, value);
    }
}
