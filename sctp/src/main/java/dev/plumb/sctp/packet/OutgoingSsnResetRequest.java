package dev.plumb.sctp.packet;

import dev.plumb.base.bytes.BigEndian;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The request of a peer to reset streams that it sends on.
 *
 * <pre>
 * +-------------------------------+-------------------------------+
 * |           Type = 13           |     Length = 16 + 2 * N       |
 * +-------------------------------+-------------------------------+
 * |           Re-configuration Request Sequence Number            |
 * +---------------------------------------------------------------+
 * |           Re-configuration Response Sequence Number           |
 * +---------------------------------------------------------------+
 * |                Sender's Last Assigned TSN                     |
 * +-------------------------------+-------------------------------+
 * |  Stream Number 1 (optional)   |    Stream Number 2 (optional) |
 * +-------------------------------+-------------------------------+
 * </pre>
 *
 * @param streamIds the streams; none means all of them
 * @spec https://www.rfc-editor.org/rfc/rfc6525#section-4.1 RFC 6525 4.1, Outgoing SSN Reset Request Parameter
 */
public record OutgoingSsnResetRequest(long requestNumber, long responseNumber, long lastTsn, List<Integer> streamIds)
        implements SctpParameter {
    public static final int TYPE = 13;
    public static final int FIXED_BYTES = 12;

    public static @Nullable OutgoingSsnResetRequest parse(byte[] value) {
        if (value.length < FIXED_BYTES) {
            return null;
        }
        return new OutgoingSsnResetRequest(
                BigEndian.u32(value, 0),
                BigEndian.u32(value, 4),
                BigEndian.u32(value, 8),
                streamIds(value, FIXED_BYTES));
    }

    /** Returns the stream numbers from {@code from} to the end. */
    public static List<Integer> streamIds(byte[] value, int from) {
        List<Integer> ids = new ArrayList<>((value.length - from) / 2);
        for (int at = from; at + 2 <= value.length; at += 2) {
            ids.add(BigEndian.u16(value, at));
        }
        return ids;
    }

    @Override
    public Tlv toTlv() {
        byte[] value = new byte[FIXED_BYTES + 2 * streamIds.size()];
        BigEndian.put32(value, 0, requestNumber);
        BigEndian.put32(value, 4, responseNumber);
        BigEndian.put32(value, 8, lastTsn);
        for (int i = 0; i < streamIds.size(); i++) {
            BigEndian.put16(value, FIXED_BYTES + 2 * i, streamIds.get(i));
        }
        return new Tlv(TYPE, value);
    }
}
