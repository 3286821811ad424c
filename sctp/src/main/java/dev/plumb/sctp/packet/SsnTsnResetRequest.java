package dev.plumb.sctp.packet;

import dev.plumb.base.bytes.BigEndian;
import org.jspecify.annotations.Nullable;

/**
 * The request to begin all streams and the TSNs anew.
 *
 * <pre>
 * +-------------------------------+-------------------------------+
 * |           Type = 15           |          Length = 8           |
 * +-------------------------------+-------------------------------+
 * |           Re-configuration Request Sequence Number            |
 * +---------------------------------------------------------------+
 * </pre>
 *
 * @spec https://www.rfc-editor.org/rfc/rfc6525#section-4.3 RFC 6525 4.3, SSN/TSN Reset Request Parameter
 */
public record SsnTsnResetRequest(long requestNumber) implements SctpParameter {
    public static final int TYPE = 15;

    public static @Nullable SsnTsnResetRequest parse(byte[] value) {
        return value.length < 4 ? null : new SsnTsnResetRequest(BigEndian.u32(value, 0));
    }

    @Override
    public Tlv toTlv() {
        byte[] value = new byte[4];
        BigEndian.put32(value, 0, requestNumber);
        return new Tlv(TYPE, value);
    }
}
