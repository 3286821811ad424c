package dev.plumb.base.bytes;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Network byte order on a {@code byte[]}: reads and writes at absolute indices, bounds checked by the array itself. */
public final class BigEndian {
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private BigEndian() {}

    /** Returns the unsigned 8-bit value at an index. */
    public static int u8(byte[] a, int index) {
        return a[index] & 0xff;
    }

    /** Returns the unsigned 16-bit value at an index. */
    public static int u16(byte[] a, int index) {
        return (short) SHORT.get(a, index) & 0xffff;
    }

    /** Returns the unsigned 24-bit value at an index. */
    public static int u24(byte[] a, int index) {
        return (a[index] & 0xff) << 16 | (a[index + 1] & 0xff) << 8 | (a[index + 2] & 0xff);
    }

    /** Returns the signed 32-bit value at an index. */
    public static int i32(byte[] a, int index) {
        return (int) INT.get(a, index);
    }

    /** Returns the unsigned 32-bit value at an index. */
    public static long u32(byte[] a, int index) {
        return (int) INT.get(a, index) & 0xffff_ffffL;
    }

    /** Returns the unsigned 48-bit value at an index. */
    public static long u48(byte[] a, int index) {
        return (long) u16(a, index) << 32 | u32(a, index + 2);
    }

    /** Returns the 64-bit value at an index. */
    public static long i64(byte[] a, int index) {
        return (long) LONG.get(a, index);
    }

    /** Writes the low 8 bits. */
    public static void put8(byte[] a, int index, int value) {
        a[index] = (byte) value;
    }

    /** Writes the low 16 bits. */
    public static void put16(byte[] a, int index, int value) {
        SHORT.set(a, index, (short) value);
    }

    /** Writes the low 24 bits. */
    public static void put24(byte[] a, int index, int value) {
        a[index] = (byte) (value >>> 16);
        a[index + 1] = (byte) (value >>> 8);
        a[index + 2] = (byte) value;
    }

    /** Writes 32 bits. */
    public static void put32(byte[] a, int index, int value) {
        INT.set(a, index, value);
    }

    /** Writes the low 32 bits of a long. */
    public static void put32(byte[] a, int index, long value) {
        INT.set(a, index, (int) value);
    }

    /** Writes the low 48 bits. */
    public static void put48(byte[] a, int index, long value) {
        put16(a, index, (int) (value >>> 32));
        put32(a, index + 2, (int) value);
    }

    /** Writes 64 bits. */
    public static void put64(byte[] a, int index, long value) {
        LONG.set(a, index, value);
    }
}
