package dev.plumb.net.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.plumb.base.bytes.Packet;
import java.lang.System.Logger.Level;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The datagrams of one iteration of a loop, of all its ports, copied to memory that the kernel can read. They leave by
 * one {@code sendmmsg} a port. Runs of equal length to one address are one message of it, which the kernel cuts
 * (UDP_SEGMENT). A port's datagrams leave in the order in which they were sent.
 */
final class SendBatch {
    private static final System.Logger LOG = System.getLogger("dev.plumb.net");
    private static final AtomicBoolean REFUSAL_TOLD = new AtomicBoolean();
    private static final int DATAGRAMS = 256;
    private static final int SLAB_BYTES = 1 << 18;
    /** The most segments that every kernel with UDP_SEGMENT accepts. */
    private static final int SEGMENTS_AT_MOST = 64;

    private static final int MESSAGE_BYTES_AT_MOST = 65_000;
    private static final Set<Integer> CANNOT_CUT = Set.of(Libc.EIO, Libc.EINVAL, Libc.EOPNOTSUPP, Libc.ENOPROTOOPT);
    private static final int NONE = -1;
    private static final SocketAddress NOBODY = new SocketAddress();

    private final MemorySegment slab;
    private final MemorySegment errno;
    private final MessageHeaders headers;
    /** The headers for a run that is sent again datagram by datagram. */
    private final MessageHeaders single;

    private final int[] offsets = new int[DATAGRAMS];
    private final int[] lengths = new int[DATAGRAMS];
    /** The port's next datagram. */
    private final int[] next = new int[DATAGRAMS];

    private final SocketAddress[] destinations = new SocketAddress[DATAGRAMS];
    private final BatchedUdpPort[] ports = new BatchedUdpPort[DATAGRAMS];
    /** The first datagram of each message, followed by the number of its datagrams. */
    private final int[] firsts = new int[DATAGRAMS];

    private final int[] counts = new int[DATAGRAMS];
    private int portCount;
    private int datagrams;
    private int usedBytes;
    private boolean segmentation;
    private long refusedRuns;

    SendBatch(Arena arena, MemorySegment errno, boolean segmentation) {
        Arrays.fill(destinations, NOBODY);
        this.slab = arena.allocate(SLAB_BYTES, Long.BYTES);
        this.errno = errno;
        this.segmentation = segmentation;
        this.headers = new MessageHeaders(arena, DATAGRAMS, DATAGRAMS);
        this.single = new MessageHeaders(arena, SEGMENTS_AT_MOST, SEGMENTS_AT_MOST);
    }

    /** Adds a copy of a datagram. Where there is no room, the batch is sent first. */
    void add(BatchedUdpPort port, SocketAddress destination, Packet borrowed) {
        int length = borrowed.length();
        if (datagrams == DATAGRAMS || usedBytes + length > SLAB_BYTES) {
            flush();
        }
        int index = datagrams++;
        MemorySegment.copy(borrowed.array(), borrowed.offset(), slab, JAVA_BYTE, usedBytes, length);
        offsets[index] = usedBytes;
        lengths[index] = length;
        destinations[index] = destination;
        next[index] = NONE;
        usedBytes += length;
        if (port.firstQueued == NONE) {
            port.firstQueued = index;
            ports[portCount++] = port;
        } else {
            next[port.lastQueued] = index;
        }
        port.lastQueued = index;
    }

    /** Sends a datagram that must not be fragmented, behind those in the batch. */
    void sendWhole(BatchedUdpPort port, SocketAddress destination, Packet borrowed) {
        flush();
        MemorySegment value = slab.asSlice(0, Integer.BYTES);
        UdpSocket.dontFragment(port.fd(), port.family(), true, value, errno);
        add(port, destination, borrowed);
        flush();
        UdpSocket.dontFragment(port.fd(), port.family(), false, value, errno);
    }

    /** Sends the batch. */
    void flush() {
        if (datagrams == 0) {
            return;
        }
        for (int i = 0; i < portCount; i++) {
            BatchedUdpPort port = ports[i];
            int first = port.firstQueued;
            port.firstQueued = NONE;
            send(port, first);
        }
        Arrays.fill(destinations, 0, datagrams, NOBODY);
        portCount = 0;
        datagrams = 0;
        usedBytes = 0;
    }

    /** Runs that the kernel would not cut, and that went datagram by datagram. */
    long refusedRuns() {
        return refusedRuns;
    }

    private void send(BatchedUdpPort port, int first) {
        int messages = 0;
        int vectors = 0;
        int at = first;
        while (at != NONE) {
            int segmentBytes = lengths[at];
            SocketAddress destination = destinations[at];
            firsts[messages] = at;
            int firstVector = vectors;
            int bytes = 0;
            int length;
            do {
                length = lengths[at];
                headers.vector(vectors++, slab.address() + offsets[at], length);
                bytes += length;
                at = next[at];
                // only the last one may be shorter
            } while (segmentation
                    && at != NONE
                    && length == segmentBytes
                    && lengths[at] > 0
                    && lengths[at] <= segmentBytes
                    && vectors - firstVector < SEGMENTS_AT_MOST
                    && bytes + lengths[at] <= MESSAGE_BYTES_AT_MOST
                    && destination.equals(destinations[at]));
            int count = vectors - firstVector;
            counts[messages] = count;
            headers.vectorsOf(messages, firstVector, count);
            headers.segmentBytes(messages, count > 1 ? segmentBytes : 0);
            headers.destination(messages, destination);
            messages++;
        }
        submit(port, messages);
    }

    private void submit(BatchedUdpPort port, int messages) {
        int sent = 0;
        while (sent < messages) {
            int result = Libc.sendmmsg(errno, port.fd(), headers.from(sent), messages - sent);
            if (result > 0) {
                sent += result;
            } else if (result != -Libc.EINTR) {
                // it is the first of the rest that was refused
                if (counts[sent] > 1) {
                    runRefused(port, sent, -result);
                } else {
                    port.refused(-result);
                }
                sent++;
            }
        }
    }

    /**
     * Sends a refused run datagram by datagram. If the datagrams are accepted, this system or device cannot cut, and no
     * run is tried again. If they are refused too, cutting was not the reason.
     */
    private void runRefused(BatchedUdpPort port, int message, int error) {
        refusedRuns++;
        int at = firsts[message];
        int count = counts[message];
        SocketAddress destination = destinations[at];
        for (int i = 0; i < count; i++) {
            single.vector(i, slab.address() + offsets[at], lengths[at]);
            single.vectorsOf(i, i, 1);
            single.segmentBytes(i, 0);
            single.destination(i, destination);
            at = next[at];
        }
        boolean taken = sendSingly(port, count);
        if (taken && CANNOT_CUT.contains(error)) {
            segmentation = false;
            if (REFUSAL_TOLD.compareAndSet(false, true)) {
                LOG.log(Level.INFO, "UDP segmentation was refused (errno {0}); datagrams go singly from now on", error);
            }
        }
    }

    /** Sends datagrams one by one, and returns whether the kernel accepted any. */
    private boolean sendSingly(BatchedUdpPort port, int count) {
        boolean taken = false;
        int sent = 0;
        while (sent < count) {
            int result = Libc.sendmmsg(errno, port.fd(), single.from(sent), count - sent);
            if (result > 0) {
                taken = true;
                sent += result;
            } else if (result != -Libc.EINTR) {
                port.refused(-result);
                sent++;
            }
        }
        return taken;
    }
}
