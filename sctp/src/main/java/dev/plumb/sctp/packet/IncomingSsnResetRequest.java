package dev.plumb.sctp.packet;

import dev.plumb.base.bytes.BigEndian;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The request of a peer that its receiver reset streams.
 *
 * <pre>
 * +-------------------------------+-------------------------------+
 * |           Type = 14           |      Length = 8 + 2 * N       |
 * +-------------------------------+-------------------------------+
 * |           Re-configuration Request Sequence Number            |
 * +-------------------------------+-------------------------------+
 * |  Stream Number 1 (optional)   |    Stream Number 2 (optional) |
 * +-------------------------------+-------------------------------+
 * </pre>
 *
 * @spec https://www.rfc-editor.org/rfc/rfc6525#section-4.2 RFC 6525 4.2, Incoming SSN Reset Request Parameter
 */
public record IncomingSsnResetRequest(long requestNumber, List<Integer> streamIds) implements SctpParameter {
    public static final int TYPE = 14;

    public static @Nullable IncomingSsnResetRequest parse(byte[] value) {
        return value.length < 4
                ? null
                : new IncomingSsnResetRequest(BigEndian.u32(value, 0), OutgoingSsnResetRequest.streamIds(value, 4));
    }

    @Override
    public Tlv toTlv() {
        byte[] value = new byte[4 + 2 * streamIds.size()];
        BigEndian.put32(value, 0, requestNumber);
        for (int i = 0; i < streamIds.size(); i++) {
            BigEndian.put16(value, 4 + 2 * i, streamIds.get(i));
        }
        return new Tlv(TYPE, value);
    }
}
