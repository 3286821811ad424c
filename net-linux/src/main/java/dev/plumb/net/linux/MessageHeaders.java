package dev.plumb.net.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * An array of {@code struct mmsghdr}, each with room for an address and one control message, and an array of
 * {@code struct iovec}.
 *
 * <pre>
 *  0 name, pointer     8 name length     16 iovec, pointer   24 iovec count
 * 32 control, pointer  40 control length 48 flags            56 bytes received
 *
 * cmsghdr: 0 length    8 level           12 type             16 value
 * </pre>
 */
final class MessageHeaders {
    private static final long HEADER_BYTES = 64;
    private static final long IOVEC_BYTES = 16;
    private static final long NAME_BYTES = 32;
    private static final long CONTROL_BYTES = 24;
    private static final long CONTROL_VALUE = 16;

    private final MemorySegment headers;
    private final MemorySegment vectors;
    private final MemorySegment names;
    private final MemorySegment controls;

    MessageHeaders(Arena arena, int messages, int ioVectors) {
        headers = arena.allocate(HEADER_BYTES * messages, Long.BYTES);
        vectors = arena.allocate(IOVEC_BYTES * ioVectors, Long.BYTES);
        names = arena.allocate(NAME_BYTES * messages, Long.BYTES);
        controls = arena.allocate(CONTROL_BYTES * messages, Long.BYTES);
        for (int i = 0; i < messages; i++) {
            headers.set(ADDRESS, HEADER_BYTES * i, names.asSlice(NAME_BYTES * i));
        }
    }

    /** Returns the headers from an index on. */
    MemorySegment from(int message) {
        // nearly always all of them, which needs no slice of its own
        return message == 0 ? headers : headers.asSlice(HEADER_BYTES * message);
    }

    /** Sets the address and length of a vector. */
    void vector(int index, long address, long count) {
        vectors.set(JAVA_LONG, IOVEC_BYTES * index, address);
        vectors.set(JAVA_LONG, IOVEC_BYTES * index + 8, count);
    }

    /** Sets the vectors of a message. */
    void vectorsOf(int message, int first, int count) {
        headers.set(JAVA_LONG, HEADER_BYTES * message + 16, vectors.address() + IOVEC_BYTES * first);
        headers.set(JAVA_LONG, HEADER_BYTES * message + 24, count);
    }

    /** Sets the destination of a message. */
    void destination(int message, SocketAddress to) {
        to.write(names, NAME_BYTES * message);
        headers.set(JAVA_INT, HEADER_BYTES * message + 8, to.length());
    }

    /** Makes the kernel cut a message into datagrams of this many bytes; 0 for not at all. */
    void segmentBytes(int message, int bytes) {
        if (bytes == 0) {
            control(message, 0);
            return;
        }
        long at = CONTROL_BYTES * message;
        controls.set(JAVA_LONG, at, CONTROL_VALUE + Short.BYTES);
        controls.set(JAVA_INT, at + 8, Libc.SOL_UDP);
        controls.set(JAVA_INT, at + 12, Libc.UDP_SEGMENT);
        controls.set(JAVA_SHORT, at + CONTROL_VALUE, (short) bytes);
        control(message, CONTROL_BYTES);
    }

    private void control(int message, long bytes) {
        long at = HEADER_BYTES * message;
        headers.set(JAVA_LONG, at + 32, bytes == 0 ? 0 : controls.address() + CONTROL_BYTES * message);
        headers.set(JAVA_LONG, at + 40, bytes);
    }

    /** Prepares a header to receive, since the kernel overwrites its fields. */
    void readyToReceive(int message) {
        long at = HEADER_BYTES * message;
        headers.set(JAVA_INT, at + 8, SocketAddress.BYTES_AT_MOST);
        control(message, CONTROL_BYTES);
        headers.set(JAVA_INT, at + 48, 0);
    }

    /** Returns the length of a received message, in bytes. */
    int receivedBytes(int message) {
        return headers.get(JAVA_INT, HEADER_BYTES * message + 56);
    }

    /** Returns whether the buffer of a received message was too small. */
    boolean truncated(int message) {
        return (headers.get(JAVA_INT, HEADER_BYTES * message + 48) & Libc.MSG_TRUNC) != 0;
    }

    /** Reads the source address of a received message. */
    void source(int message, SocketAddress into) {
        into.read(names, NAME_BYTES * message);
    }

    /** Returns the length of the datagrams that a received message consists of, or 0 if it is one. */
    int receivedSegmentBytes(int message) {
        long at = CONTROL_BYTES * message;
        boolean told = headers.get(JAVA_LONG, HEADER_BYTES * message + 40) >= CONTROL_VALUE + Integer.BYTES
                && controls.get(JAVA_INT, at + 8) == Libc.SOL_UDP
                && controls.get(JAVA_INT, at + 12) == Libc.UDP_GRO;
        return told ? controls.get(JAVA_INT, at + CONTROL_VALUE) : 0;
    }
}
