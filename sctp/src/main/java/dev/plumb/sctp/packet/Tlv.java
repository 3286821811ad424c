package dev.plumb.sctp.packet;

import dev.plumb.base.bytes.BigEndian;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Type, length, value: the shape that parameters and error causes share. The length counts the header, not the padding.
 *
 * <pre>
 * +-------------------------------+-------------------------------+
 * |             Type              |            Length             |
 * +-------------------------------+-------------------------------+
 * |                     Value, padded to 4 bytes                  |
 * +---------------------------------------------------------------+
 * </pre>
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9260#section-3.2.1 RFC 9260 3.2.1, Optional/Variable-Length Parameter Format
 */
public record Tlv(int type, byte[] value) {
    public static final int HEADER_BYTES = 4;

    /** Returns all values in {@code [from, to)}, or null if a length does not fit. */
    public static @Nullable List<Tlv> parseAll(byte[] a, int from, int to) {
        List<Tlv> all = new ArrayList<>();
        int at = from;
        while (to - at >= HEADER_BYTES) {
            int length = BigEndian.u16(a, at + 2);
            if (length < HEADER_BYTES || length > to - at) {
                return null;
            }
            all.add(new Tlv(BigEndian.u16(a, at), Arrays.copyOfRange(a, at + HEADER_BYTES, at + length)));
            at += padded(length);
        }
        return all;
    }

    /** Returns the length with the header, without padding. */
    public int byteLength() {
        return HEADER_BYTES + value.length;
    }

    /** Writes it, zero padding included. */
    public int write(byte[] a, int at) {
        BigEndian.put16(a, at, type);
        BigEndian.put16(a, at + 2, byteLength());
        System.arraycopy(value, 0, a, at + HEADER_BYTES, value.length);
        int end = at + padded(byteLength());
        Arrays.fill(a, at + byteLength(), end, (byte) 0);
        return end;
    }

    /** Returns a length with padding to four bytes. */
    public static int padded(int length) {
        return (length + 3) & ~3;
    }

    /** Returns the length of several values, one behind the other, without the padding of the last. */
    public static int byteLengthOf(List<Tlv> all) {
        int length = 0;
        for (Tlv tlv : all) {
            length = padded(length) + tlv.byteLength();
        }
        return length;
    }

    /** Writes several, one behind the other. */
    public static void writeAll(List<Tlv> all, byte[] a, int at) {
        int next = at;
        for (Tlv tlv : all) {
            next = tlv.write(a, next);
        }
    }

    /** Returns the bytes, header included. */
    public byte[] toByteArray() {
        byte[] bytes = new byte[padded(byteLength())];
        write(bytes, 0);
        return Arrays.copyOf(bytes, byteLength());
    }
}
