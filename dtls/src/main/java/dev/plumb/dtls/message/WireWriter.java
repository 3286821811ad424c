package dev.plumb.dtls.message;

import dev.plumb.base.bytes.BigEndian;
import java.util.Arrays;

/** A growing array that handshake messages are written to. */
public final class WireWriter {
    private byte[] array = new byte[256];
    private int length;

    public WireWriter u8(int value) {
        int at = grow(1);
        BigEndian.put8(array, at, value);
        return this;
    }

    public WireWriter u16(int value) {
        int at = grow(2);
        BigEndian.put16(array, at, value);
        return this;
    }

    public WireWriter u24(int value) {
        int at = grow(3);
        BigEndian.put24(array, at, value);
        return this;
    }

    public WireWriter bytes(byte[] source) {
        int at = grow(source.length);
        System.arraycopy(source, 0, array, at, source.length);
        return this;
    }

    /** Writes bytes behind an 8-bit length. */
    public WireWriter vector8(byte[] source) {
        return u8(source.length).bytes(source);
    }

    /** Writes bytes behind a 16-bit length. */
    public WireWriter vector16(byte[] source) {
        return u16(source.length).bytes(source);
    }

    /** Writes bytes behind a 24-bit length. */
    public WireWriter vector24(byte[] source) {
        return u24(source.length).bytes(source);
    }

    public byte[] toByteArray() {
        return Arrays.copyOf(array, length);
    }

    private int grow(int count) {
        if (length + count > array.length) {
            array = Arrays.copyOf(array, Math.max(2 * array.length, length + count));
        }
        int at = length;
        length += count;
        return at;
    }
}
