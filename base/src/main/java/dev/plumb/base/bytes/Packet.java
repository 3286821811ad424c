package dev.plumb.base.bytes;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A window on a pooled byte array, with room before and behind so that headers and tags grow in place.
 *
 * <p>A parameter of this type is <em>borrowed</em> (valid for the call only) or <em>owned</em> (named {@code owned...}:
 * the callee releases it, once). Indices given to the accessors are relative to the window's start. Not thread-safe; a
 * packet belongs to one thread at a time.
 */
public final class Packet {
    /** Bytes of room that a fresh packet has before its window, and keeps behind a full window. */
    public static final int ROOM = 64;

    private final @Nullable PacketPool pool;
    private byte[] array;
    private int offset;
    private int length;
    private boolean released;

    /** The path that the packet arrived on or is sent on. */
    private Path path = Path.NONE;

    private long arrivalNanos;
    private boolean dontFragment;

    Packet(@Nullable PacketPool pool, byte[] array) {
        this.pool = pool;
        this.array = array;
        this.offset = ROOM;
    }

    /** Returns a packet outside of any pool that holds a copy of {@code bytes}. */
    public static Packet copyOf(byte... bytes) {
        Packet p = new Packet(null, new byte[bytes.length + 2 * ROOM]);
        p.set(bytes, 0, bytes.length);
        return p;
    }

    /** Resets the packet to an empty window after {@link #ROOM} bytes. */
    void reset() {
        offset = ROOM;
        length = 0;
        released = false;
        path = Path.NONE;
        arrivalNanos = 0;
        dontFragment = false;
    }

    /** Returns the array under the window. The valid bytes are {@code [offset(), offset() + length())}. */
    public byte[] array() {
        return array;
    }

    /** Returns the first index of the window in {@link #array()}. */
    public int offset() {
        return offset;
    }

    /** Returns the length of the window, in bytes. */
    public int length() {
        return length;
    }

    /** Returns the index in {@link #array()} behind the window's last byte. */
    public int limit() {
        return offset + length;
    }

    /** Returns the length of the longest window that fits from the present offset, leaving {@link #ROOM} behind it. */
    public int capacity() {
        return array.length - offset - ROOM;
    }

    /** Returns the path that the packet arrived on or is sent on. */
    public Path path() {
        return path;
    }

    /** Sets the path that the packet arrived on or is sent on. */
    public Packet path(Path newPath) {
        path = newPath;
        return this;
    }

    /** Returns the time of arrival in the agent's monotonic nanoseconds, or 0 for a packet made here. */
    public long arrivalNanos() {
        return arrivalNanos;
    }

    /** Sets the time of arrival. */
    public Packet arrivalNanos(long nanos) {
        arrivalNanos = nanos;
        return this;
    }

    /** Returns whether the network must drop the packet rather than fragment it, as for a probe of the path's MTU. */
    public boolean dontFragment() {
        return dontFragment;
    }

    /** Sets whether the network must rather drop it than cut it up. */
    public Packet dontFragment(boolean forbidden) {
        dontFragment = forbidden;
        return this;
    }

    /** Replaces the window by a copy of these bytes, growing the array where they do not fit. */
    public Packet set(byte[] source, int from, int count) {
        offset = ROOM;
        ensure(count);
        System.arraycopy(source, from, array, offset, count);
        length = count;
        return this;
    }

    /** Replaces the window by the remaining bytes of {@code source}, which are consumed. */
    public Packet set(ByteBuffer source) {
        int count = source.remaining();
        offset = ROOM;
        ensure(count);
        source.get(array, offset, count);
        length = count;
        return this;
    }

    /** Sets the window's length; bytes that come into it are whatever was there. */
    public Packet length(int newLength) {
        if (newLength < 0) {
            throw new IllegalArgumentException("negative length " + newLength);
        }
        ensure(newLength);
        length = newLength;
        return this;
    }

    /** Removes {@code count} bytes from the front of the window. */
    public Packet skip(int count) {
        if (count < 0 || count > length) {
            throw new IllegalArgumentException("cannot skip " + count + " of " + length);
        }
        offset += count;
        length -= count;
        return this;
    }

    /** Grows the window to the front by {@code count} bytes, which hold whatever was there. */
    public Packet prepend(int count) {
        if (count > offset) {
            byte[] bigger = new byte[array.length + count + ROOM];
            System.arraycopy(array, offset, bigger, count + ROOM, length);
            array = bigger;
            offset = count + ROOM;
        }
        offset -= count;
        length += count;
        return this;
    }

    /** Appends bytes, growing the array where needed. */
    public Packet append(byte[] source, int from, int count) {
        ensure(length + count);
        System.arraycopy(source, from, array, offset + length, count);
        length += count;
        return this;
    }

    private void ensure(int windowLength) {
        if (offset + windowLength > array.length) {
            array = Arrays.copyOf(array, offset + windowLength + ROOM);
        }
    }

    /** Returns the unsigned 8-bit value at {@code index} of the window. */
    public int u8(int index) {
        return BigEndian.u8(array, offset + index);
    }

    /** Returns the unsigned 16-bit value at {@code index} of the window. */
    public int u16(int index) {
        return BigEndian.u16(array, offset + index);
    }

    /** Returns the unsigned 32-bit value at {@code index} of the window. */
    public long u32(int index) {
        return BigEndian.u32(array, offset + index);
    }

    /** Writes the low 8 bits at {@code index}. */
    public Packet put8(int index, int value) {
        BigEndian.put8(array, offset + index, value);
        return this;
    }

    /** Writes the low 16 bits at {@code index}. */
    public Packet put16(int index, int value) {
        BigEndian.put16(array, offset + index, value);
        return this;
    }

    /** Writes the low 32 bits at {@code index}. */
    public Packet put32(int index, long value) {
        BigEndian.put32(array, offset + index, value);
        return this;
    }

    /** Returns a copy of the window. */
    public byte[] toByteArray() {
        return Arrays.copyOfRange(array, offset, offset + length);
    }

    /** Returns the window as a buffer over the same array, positioned on its first byte. */
    public ByteBuffer toByteBuffer() {
        return ByteBuffer.wrap(array, offset, length);
    }

    /**
     * Returns the packet to its pool. It must not be used afterwards.
     *
     * @throws IllegalStateException where it was released already
     */
    public void release() {
        if (released) {
            throw new IllegalStateException("packet released twice");
        }
        released = true;
        if (pool != null) {
            pool.giveBack(this);
        }
    }

    @Override
    public String toString() {
        return "Packet[" + length + " bytes, " + path.remote() + "]";
    }
}
