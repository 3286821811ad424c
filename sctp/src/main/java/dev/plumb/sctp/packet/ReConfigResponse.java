package dev.plumb.sctp.packet;

import dev.plumb.base.bytes.BigEndian;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a request to re-configure. The optional TSNs, which answer an SSN/TSN reset only, are not read.
 *
 * <pre>
 * +-------------------------------+-------------------------------+
 * |           Type = 16           |            Length             |
 * +-------------------------------+-------------------------------+
 * |           Re-configuration Response Sequence Number           |
 * +---------------------------------------------------------------+
 * |                            Result                             |
 * +---------------------------------------------------------------+
 * </pre>
 *
 * @spec https://www.rfc-editor.org/rfc/rfc6525#section-4.4 RFC 6525 4.4, Re-configuration Response Parameter
 */
public record ReConfigResponse(long responseNumber, long result) implements SctpParameter {
    public static final int TYPE = 16;

    public static final long NOTHING_TO_DO = 0;
    public static final long PERFORMED = 1;
    public static final long DENIED = 2;
    public static final long WRONG_SSN = 3;
    public static final long ALREADY_IN_PROGRESS = 4;
    public static final long BAD_SEQUENCE_NUMBER = 5;
    public static final long IN_PROGRESS = 6;

    public static @Nullable ReConfigResponse parse(byte[] value) {
        return value.length < 8 ? null : new ReConfigResponse(BigEndian.u32(value, 0), BigEndian.u32(value, 4));
    }

    @Override
    public Tlv toTlv() {
        byte[] value = new byte[8];
        BigEndian.put32(value, 0, responseNumber);
        BigEndian.put32(value, 4, result);
        return new Tlv(TYPE, value);
    }
}
