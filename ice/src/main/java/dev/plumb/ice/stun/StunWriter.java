package dev.plumb.ice.stun;

import dev.plumb.base.bytes.BigEndian;
import dev.plumb.base.bytes.Packet;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * A writer of a STUN message, attribute by attribute. MESSAGE-INTEGRITY and FINGERPRINT come last.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc8489#section-5 RFC 8489 5, STUN Message Structure
 */
public final class StunWriter {
    private final TransactionId id;
    private byte[] bytes = new byte[160];
    private int length = StunMessage.HEADER_BYTES;

    /** Creates a writer with the message's header. */
    public StunWriter(StunClass messageClass, int method, TransactionId id) {
        this.id = id;
        int type = messageClass.bits() | (method & 0x000f) | (method & 0x0070) << 1 | (method & 0x0f80) << 2;
        BigEndian.put16(bytes, 0, type);
        BigEndian.put32(bytes, 4, StunMessage.MAGIC_COOKIE);
        id.write(bytes, 8);
    }

    /** Begins a Binding request. */
    public static StunWriter bindingRequest(TransactionId id) {
        return new StunWriter(StunClass.REQUEST, StunMessage.BINDING, id);
    }

    /** Adds an attribute. */
    public StunWriter attribute(int type, byte... value) {
        int padded = value.length + 3 & ~3;
        if (length + 4 + padded > bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * (length + 4 + padded));
        }
        BigEndian.put16(bytes, length, type);
        BigEndian.put16(bytes, length + 2, value.length);
        System.arraycopy(value, 0, bytes, length + 4, value.length);
        length += 4 + padded;
        BigEndian.put16(bytes, 2, length - StunMessage.HEADER_BYTES);
        return this;
    }

    /** Adds USERNAME. */
    public StunWriter username(String name) {
        return attribute(AttributeType.USERNAME, name.getBytes(StandardCharsets.UTF_8));
    }

    /** Adds PRIORITY. */
    public StunWriter priority(long priority) {
        byte[] value = new byte[4];
        BigEndian.put32(value, 0, priority);
        return attribute(AttributeType.PRIORITY, value);
    }

    /** Adds a tie-breaker under ICE-CONTROLLING or ICE-CONTROLLED. */
    public StunWriter tieBreaker(int type, long tieBreaker) {
        byte[] value = new byte[8];
        BigEndian.put64(value, 0, tieBreaker);
        return attribute(type, value);
    }

    /** Adds XOR-MAPPED-ADDRESS. */
    public StunWriter xorMappedAddress(InetSocketAddress address) {
        return attribute(AttributeType.XOR_MAPPED_ADDRESS, XorAddress.write(address, id));
    }

    /** Adds ERROR-CODE. */
    public StunWriter error(ErrorCode error) {
        return attribute(AttributeType.ERROR_CODE, error.write());
    }

    /** Adds UNKNOWN-ATTRIBUTES. */
    public StunWriter unknownAttributes(List<Integer> types) {
        byte[] value = new byte[2 * types.size()];
        for (int i = 0; i < types.size(); i++) {
            BigEndian.put16(value, 2 * i, types.get(i));
        }
        return attribute(AttributeType.UNKNOWN_ATTRIBUTES, value);
    }

    /** Adds MESSAGE-INTEGRITY over the message so far. */
    public StunWriter integrity(Integrity key) {
        byte[] mac = key.over(bytes, length, length + 4 + Integrity.BYTES - StunMessage.HEADER_BYTES);
        return attribute(AttributeType.MESSAGE_INTEGRITY, mac);
    }

    /** Adds FINGERPRINT over the message so far, as the last attribute. */
    public StunWriter fingerprint() {
        BigEndian.put16(bytes, 2, length + 8 - StunMessage.HEADER_BYTES);
        byte[] value = new byte[4];
        BigEndian.put32(value, 0, StunMessage.fingerprintOf(bytes, length));
        return attribute(AttributeType.FINGERPRINT, value);
    }

    /** Writes the message into a packet, replacing its contents. */
    public Packet into(Packet packet) {
        return packet.set(bytes, 0, length);
    }

    /** Returns the bytes of the message. */
    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, length);
    }
}
