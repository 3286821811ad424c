package dev.plumb.sctp.datachannel;

import dev.plumb.base.bytes.BigEndian;
import dev.plumb.base.engine.Priority;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Announces a channel on the stream that it is sent on.
 *
 * <pre>
 * +---------------+---------------+-------------------------------+
 * |  Type = 0x03  | Channel Type  |           Priority            |
 * +---------------+---------------+-------------------------------+
 * |                     Reliability Parameter                     |
 * +-------------------------------+-------------------------------+
 * |         Label Length          |        Protocol Length        |
 * +-------------------------------+-------------------------------+
 * |                        Label, Protocol                        |
 * +---------------------------------------------------------------+
 * </pre>
 *
 * @param channelType {@link #RELIABLE}, {@link #RETRANSMITS} or {@link #LIFETIME}, with {@link #UNORDERED} where it is
 * @param priority the weight, unsigned 16 bits
 * @param reliability retransmissions or milliseconds, unsigned 32 bits
 * @spec https://www.rfc-editor.org/rfc/rfc8832#section-5.1 RFC 8832 5.1, DATA_CHANNEL_OPEN Message
 */
public record DataChannelOpen(int channelType, int priority, long reliability, String label, String protocol) {
    /** The message type. */
    public static final int TYPE = 0x03;
    /** Nothing is given up. */
    public static final int RELIABLE = 0x00;
    /** Given up after so many retransmissions. */
    public static final int RETRANSMITS = 0x01;
    /** Given up after so many milliseconds. */
    public static final int LIFETIME = 0x02;
    /** A bit: in any order. */
    public static final int UNORDERED = 0x80;

    private static final int FIXED_BYTES = 12;

    /** Reads a message; null where it is malformed. */
    public static @Nullable DataChannelOpen parse(byte[] a) {
        if (a.length < FIXED_BYTES || BigEndian.u8(a, 0) != TYPE) {
            return null;
        }
        int label = BigEndian.u16(a, 8);
        int protocol = BigEndian.u16(a, 10);
        int channelType = BigEndian.u8(a, 1);
        if (a.length < FIXED_BYTES + label + protocol || (channelType & ~UNORDERED) > LIFETIME) {
            return null;
        }
        String labelText = new String(a, FIXED_BYTES, label, StandardCharsets.UTF_8);
        String protocolText = new String(a, FIXED_BYTES + label, protocol, StandardCharsets.UTF_8);
        // what is no UTF-8 grows, since each such byte becomes a character of three
        if (!DataChannelParameters.isName(labelText) || !DataChannelParameters.isName(protocolText)) {
            return null;
        }
        return new DataChannelOpen(channelType, BigEndian.u16(a, 2), BigEndian.u32(a, 4), labelText, protocolText);
    }

    /** Returns the message on the wire. */
    public byte[] toByteArray() {
        byte[] labelBytes = label.getBytes(StandardCharsets.UTF_8);
        byte[] protocolBytes = protocol.getBytes(StandardCharsets.UTF_8);
        byte[] a = new byte[FIXED_BYTES + labelBytes.length + protocolBytes.length];
        BigEndian.put8(a, 0, TYPE);
        BigEndian.put8(a, 1, channelType);
        BigEndian.put16(a, 2, priority);
        BigEndian.put32(a, 4, reliability);
        BigEndian.put16(a, 8, labelBytes.length);
        BigEndian.put16(a, 10, protocolBytes.length);
        System.arraycopy(labelBytes, 0, a, FIXED_BYTES, labelBytes.length);
        System.arraycopy(protocolBytes, 0, a, FIXED_BYTES + labelBytes.length, protocolBytes.length);
        return a;
    }

    /** Returns the message that announces a channel of ours. */
    static DataChannelOpen of(DataChannelParameters p) {
        int kind = p.maxRetransmits().isPresent()
                ? RETRANSMITS
                : p.maxPacketLifetimeMillis().isPresent() ? LIFETIME : RELIABLE;
        return new DataChannelOpen(
                kind | (p.ordered() ? 0 : UNORDERED),
                p.priority().weight(),
                p.maxRetransmits().orElse(p.maxPacketLifetimeMillis().orElse(0)),
                p.label(),
                p.protocol());
    }

    /** Returns the parameters of the channel that it announces on a stream. */
    DataChannelParameters toParameters(int streamId) {
        OptionalInt limit = OptionalInt.of((int) Math.min(reliability, Integer.MAX_VALUE));
        int kind = channelType & ~UNORDERED;
        return new DataChannelParameters(
                label,
                (channelType & UNORDERED) == 0,
                kind == LIFETIME ? limit : OptionalInt.empty(),
                kind == RETRANSMITS ? limit : OptionalInt.empty(),
                protocol,
                false,
                OptionalInt.of(streamId),
                priorityOf(priority));
    }

    private static Priority priorityOf(int weight) {
        Priority found = Priority.VERY_LOW;
        for (Priority priority : Priority.values()) {
            if (weight >= priority.weight()) {
                found = priority;
            }
        }
        return found;
    }
}
