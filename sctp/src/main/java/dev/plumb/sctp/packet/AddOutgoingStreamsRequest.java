package dev.plumb.sctp.packet;

import dev.plumb.base.bytes.BigEndian;
import org.jspecify.annotations.Nullable;

/**
 * The request of a peer to send on more streams.
 *
 * <pre>
 * +-------------------------------+-------------------------------+
 * |           Type = 17           |          Length = 12          |
 * +-------------------------------+-------------------------------+
 * |           Re-configuration Request Sequence Number            |
 * +-------------------------------+-------------------------------+
 * |     Number of new streams     |           Reserved            |
 * +-------------------------------+-------------------------------+
 * </pre>
 *
 * @spec https://www.rfc-editor.org/rfc/rfc6525#section-4.5 RFC 6525 4.5, Add Outgoing Streams Request Parameter
 */
public record AddOutgoingStreamsRequest(long requestNumber, int newStreams) implements SctpParameter {
    public static final int TYPE = 17;

    public static @Nullable AddOutgoingStreamsRequest parse(byte[] value) {
        return value.length < 8
                ? null
                : new AddOutgoingStreamsRequest(BigEndian.u32(value, 0), BigEndian.u16(value, 4));
    }

    @Override
    public Tlv toTlv() {
        byte[] value = new byte[8];
        BigEndian.put32(value, 0, requestNumber);
        BigEndian.put16(value, 4, newStreams);
        return new Tlv(TYPE, value);
    }
}
