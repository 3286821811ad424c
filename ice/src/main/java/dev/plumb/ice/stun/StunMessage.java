package dev.plumb.ice.stun;

import dev.plumb.base.bytes.BigEndian;
import dev.plumb.base.bytes.Packet;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * A STUN message that was received. Attributes behind MESSAGE-INTEGRITY, other than FINGERPRINT, are not in it.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |0 0|     STUN Message Type     |         Message Length        |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                         Magic Cookie                          |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                                                               |
 * |                     Transaction ID (96 bits)                  |
 * |                                                               |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * @spec https://www.rfc-editor.org/rfc/rfc8489#section-5 RFC 8489 5, STUN Message Structure
 */
public final class StunMessage {
    /** The method of every message in ICE. */
    public static final int BINDING = 0x001;

    static final int HEADER_BYTES = 20;
    static final int MAGIC_COOKIE = 0x2112_a442;
    static final int FINGERPRINT_XOR = 0x5354_554e;

    private static final int MAX_ATTRIBUTES = 64;

    private final byte[] bytes;
    private final StunClass messageClass;
    private final int method;
    private final TransactionId id;
    private final List<Attribute> attributes;
    private final int integrityAt;
    private final boolean hasFingerprint;

    private StunMessage(byte[] bytes, int type, List<Attribute> attributes, int integrityAt, boolean hasFingerprint) {
        this.bytes = bytes;
        this.messageClass = StunClass.of(type);
        this.method = (type & 0x000f) | (type & 0x00e0) >>> 1 | (type & 0x3e00) >>> 2;
        this.id = TransactionId.read(bytes, 8);
        this.attributes = List.copyOf(attributes);
        this.integrityAt = integrityAt;
        this.hasFingerprint = hasFingerprint;
    }

    private record Attribute(int type, int at, int length) {}

    /**
     * Returns whether a packet looks like STUN, by its first byte, cookie and length. {@link #parse} checks the rest.
     */
    public static boolean looksLikeStun(Packet borrowed) {
        return borrowed.length() >= HEADER_BYTES
                && borrowed.u8(0) < 4
                && borrowed.u32(4) == MAGIC_COOKIE
                && borrowed.u16(2) == borrowed.length() - HEADER_BYTES;
    }

    /** Reads a message; null where it is not one, or its FINGERPRINT is wrong. */
    public static @Nullable StunMessage parse(Packet borrowed) {
        if (!looksLikeStun(borrowed) || borrowed.length() % 4 != 0) {
            return null;
        }
        byte[] bytes = borrowed.toByteArray();
        List<Attribute> attributes = new ArrayList<>();
        int integrityAt = -1;
        boolean fingerprint = false;
        int at = HEADER_BYTES;
        while (at < bytes.length) {
            if (fingerprint || at + 4 > bytes.length || attributes.size() == MAX_ATTRIBUTES) {
                return null;
            }
            int type = BigEndian.u16(bytes, at);
            int length = BigEndian.u16(bytes, at + 2);
            if (at + 4 + length > bytes.length) {
                return null;
            }
            if (type == AttributeType.FINGERPRINT) {
                if (length != 4 || BigEndian.i32(bytes, at + 4) != fingerprintOf(bytes, at)) {
                    return null;
                }
                fingerprint = true;
            } else if (type == AttributeType.MESSAGE_INTEGRITY && integrityAt < 0) {
                if (length != Integrity.BYTES) {
                    return null;
                }
                integrityAt = at;
            } else if (integrityAt < 0) {
                attributes.add(new Attribute(type, at + 4, length));
            }
            at += 4 + (length + 3 & ~3);
        }
        return new StunMessage(bytes, BigEndian.u16(bytes, 0), attributes, integrityAt, fingerprint);
    }

    static int fingerprintOf(byte[] bytes, int count) {
        CRC32 crc = new CRC32();
        crc.update(bytes, 0, count);
        return (int) crc.getValue() ^ FINGERPRINT_XOR;
    }

    /** Returns the class: request, indication, success or error. */
    public StunClass messageClass() {
        return messageClass;
    }

    /** Returns the method, such as {@link #BINDING}. */
    public int method() {
        return method;
    }

    /** Returns the transaction id, which ties a request to its response. */
    public TransactionId id() {
        return id;
    }

    /** Returns whether the message has a FINGERPRINT, which is then right. */
    public boolean hasFingerprint() {
        return hasFingerprint;
    }

    /** Returns whether the message has a MESSAGE-INTEGRITY, right or wrong. */
    public boolean hasIntegrity() {
        return integrityAt >= 0;
    }

    /** Returns whether the message has a MESSAGE-INTEGRITY that was made with this key. */
    public boolean isAuthentic(Integrity key) {
        if (integrityAt < 0) {
            return false;
        }
        byte[] wanted = key.over(bytes, integrityAt, integrityAt + 4 + Integrity.BYTES - HEADER_BYTES);
        byte[] found = Arrays.copyOfRange(bytes, integrityAt + 4, integrityAt + 4 + Integrity.BYTES);
        return MessageDigest.isEqual(wanted, found);
    }

    /** Returns the value of the first attribute of a type, or null if there is none. */
    public byte @Nullable [] attribute(int type) {
        for (Attribute a : attributes) {
            if (a.type == type) {
                return Arrays.copyOfRange(bytes, a.at, a.at + a.length);
            }
        }
        return null;
    }

    /** Returns whether there is an attribute of a type. */
    public boolean has(int type) {
        return attributes.stream().anyMatch(a -> a.type == type);
    }

    /** Returns the types of attributes that must be understood and are not in {@code known}. */
    public List<Integer> unknownRequired(Set<Integer> known) {
        return attributes.stream()
                .map(Attribute::type)
                .filter(t -> AttributeType.isComprehensionRequired(t) && !known.contains(t))
                .distinct()
                .toList();
    }

    /** Returns the USERNAME, or null if there is none. */
    public @Nullable String username() {
        byte[] value = attribute(AttributeType.USERNAME);
        return value == null ? null : new String(value, StandardCharsets.UTF_8);
    }

    /** Returns the reflexive address of a response, masked or not, or null if there is none. */
    public @Nullable InetSocketAddress mappedAddress() {
        byte[] masked = attribute(AttributeType.XOR_MAPPED_ADDRESS);
        if (masked != null) {
            return XorAddress.parse(masked, id);
        }
        byte[] plain = attribute(AttributeType.MAPPED_ADDRESS);
        return plain == null ? null : XorAddress.parseUnmasked(plain);
    }

    /** Returns the ERROR-CODE, or null if there is none that can be read. */
    public @Nullable ErrorCode errorCode() {
        byte[] value = attribute(AttributeType.ERROR_CODE);
        return value == null ? null : ErrorCode.parse(value);
    }

    /** Returns the PRIORITY, unsigned 32 bits, or -1 if there is none. */
    public long priority() {
        byte[] value = attribute(AttributeType.PRIORITY);
        return value == null || value.length != 4 ? -1 : BigEndian.u32(value, 0);
    }

    /** Returns the tie-breaker of ICE-CONTROLLING or ICE-CONTROLLED, or null if the attribute is missing. */
    public @Nullable Long tieBreaker(int type) {
        byte[] value = attribute(type);
        return value == null || value.length != 8 ? null : BigEndian.i64(value, 0);
    }

    @Override
    public String toString() {
        return "Stun[" + messageClass + " " + Integer.toHexString(method) + " " + id + "]";
    }
}
