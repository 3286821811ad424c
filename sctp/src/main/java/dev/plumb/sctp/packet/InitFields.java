package dev.plumb.sctp.packet;

import dev.plumb.base.bytes.BigEndian;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The fields that INIT and INIT ACK share: all but the type.
 *
 * <pre>
 * +---------------------------------------------------------------+
 * |                         Initiate Tag                          |
 * +---------------------------------------------------------------+
 * |           Advertised Receiver Window Credit (a_rwnd)          |
 * +-------------------------------+-------------------------------+
 * |  Number of Outbound Streams   |   Number of Inbound Streams   |
 * +-------------------------------+-------------------------------+
 * |                          Initial TSN                          |
 * +---------------------------------------------------------------+
 * |              Optional/Variable-Length Parameters              |
 * +---------------------------------------------------------------+
 * </pre>
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9260#section-3.3.2 RFC 9260 3.3.2, Initiation (INIT)
 */
public record InitFields(
        long initiateTag,
        long advertisedWindow,
        int outboundStreams,
        int inboundStreams,
        long initialTsn,
        List<SctpParameter> parameters) {
    public static final int FIXED_BYTES = 16;

    public static @Nullable InitFields parse(byte[] a, int at, int length) {
        int from = at + SctpChunk.HEADER_BYTES;
        if (length < SctpChunk.HEADER_BYTES + FIXED_BYTES) {
            return null;
        }
        List<SctpParameter> parameters = SctpParameter.parseAll(a, from + FIXED_BYTES, at + length);
        if (parameters == null) {
            return null;
        }
        return new InitFields(
                BigEndian.u32(a, from),
                BigEndian.u32(a, from + 4),
                BigEndian.u16(a, from + 8),
                BigEndian.u16(a, from + 10),
                BigEndian.u32(a, from + 12),
                upToStop(parameters));
    }

    /** Returns the parameters up to an unknown one that is not to be skipped, which hides those behind it. */
    private static List<SctpParameter> upToStop(List<SctpParameter> parameters) {
        for (int i = 0; i < parameters.size(); i++) {
            if (parameters.get(i) instanceof UnknownParameter unknown && !unknown.isSkipped()) {
                return parameters.subList(0, i + 1);
            }
        }
        return parameters;
    }

    public int byteLength() {
        return SctpChunk.HEADER_BYTES + FIXED_BYTES + SctpParameter.byteLengthOf(parameters);
    }

    public void write(byte[] a, int at, int type) {
        SctpChunk.writeHeader(a, at, type, 0, byteLength());
        BigEndian.put32(a, at + 4, initiateTag);
        BigEndian.put32(a, at + 8, advertisedWindow);
        BigEndian.put16(a, at + 12, outboundStreams);
        BigEndian.put16(a, at + 14, inboundStreams);
        BigEndian.put32(a, at + 16, initialTsn);
        SctpParameter.writeAll(parameters, a, at + 20);
    }

    /** Returns whether no field has a value that the RFC forbids. */
    public boolean isValid() {
        return initiateTag != 0 && outboundStreams != 0 && inboundStreams != 0;
    }

    /** Returns the first parameter of a type, or null if there is none. */
    public <P extends SctpParameter> @Nullable P find(Class<P> type) {
        for (SctpParameter parameter : parameters) {
            if (type.isInstance(parameter)) {
                return type.cast(parameter);
            }
        }
        return null;
    }
}
