package dev.plumb.net.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.plumb.base.bytes.Packet;
import dev.plumb.base.engine.Engine;
import dev.plumb.base.loop.Loop;
import dev.plumb.base.net.PacketReceiver;
import dev.plumb.base.net.UdpPort;
import dev.plumb.io.loop.Poller;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A poller that waits on an {@code epoll} with an {@code eventfd} for waking it. Datagrams that ports send in an
 * iteration are collected and leave at its end. The large buffers, one set for all ports, are allocated with the first
 * port, since many loops have no ports.
 */
final class EpollPoller implements Poller {
    private static final int EVENTS = 64;
    /** {@code struct epoll_event} is packed on x86 alone. */
    private static final long EVENT_BYTES = System.getProperty("os.arch").equals("amd64") ? 12 : 16;

    private static final long EVENT_DATA = EVENT_BYTES - Long.BYTES;
    private static final int WAKE_UP = -1;
    private static final int SCRATCH_BYTES = 64;

    private final Loop loop;
    private final Features features;
    private final Arena arena = Arena.ofAuto();
    private final MemorySegment events = arena.allocate(EVENT_BYTES * EVENTS, Long.BYTES);
    private final MemorySegment one = arena.allocate(JAVA_LONG);
    private final MemorySegment scratch = arena.allocate(SCRATCH_BYTES, Long.BYTES);
    private final MemorySegment waitErrno = arena.allocate(Libc.ERRNO);
    private final MemorySegment errno = arena.allocate(Libc.ERRNO);
    private final MemorySegment wakeUpErrno = arena.allocate(Libc.ERRNO);
    private final int epoll;
    private final int wakeUp;
    private final List<@Nullable BatchedUdpPort> ports = new ArrayList<>();
    private @Nullable Buffers buffers;
    private int ready;
    private boolean closed;

    /** The buffers for sending and receiving. */
    private record Buffers(SendBatch out, ReceiveBatch coalesced, ReceiveBatch plain) {
        private static final int SLAB_BYTES = 1 << 19;
        private static final int COALESCED_BYTES = 1 << 16;
        /** Jumbo frames, and more messages at a call. */
        private static final int PLAIN_BYTES = 9216;

        static Buffers create(Arena arena, MemorySegment errno, Features features, Loop loop) {
            MemorySegment slab = arena.allocate(SLAB_BYTES, Long.BYTES);
            return new Buffers(
                    new SendBatch(arena, errno, features.segmentation()),
                    receiving(arena, slab, COALESCED_BYTES, errno, loop),
                    receiving(arena, slab, PLAIN_BYTES, errno, loop));
        }

        private static ReceiveBatch receiving(
                Arena arena, MemorySegment slab, int bytes, MemorySegment errno, Loop loop) {
            int messages = SLAB_BYTES / bytes;
            return new ReceiveBatch(slab, bytes, errno, new MessageHeaders(arena, messages, messages), loop);
        }
    }

    /**
     * Creates a poller for a loop.
     *
     * @throws IOException where the system refuses
     */
    EpollPoller(Loop loop, Features features) throws IOException {
        this.loop = loop;
        this.features = features;
        one.set(JAVA_LONG, 0, 1);
        epoll = Libc.epollCreate(errno);
        if (epoll < 0) {
            throw new IOException("no epoll: errno " + -epoll);
        }
        wakeUp = Libc.eventfd(errno);
        int watched = wakeUp < 0 ? wakeUp : watch(wakeUp, Libc.EPOLLIN | Libc.EPOLLET, WAKE_UP);
        if (watched < 0) {
            Libc.close(errno, epoll);
            throw new IOException("no eventfd: errno " + -watched);
        }
    }

    private int watch(int fd, int interest, int data) {
        scratch.set(JAVA_INT, 0, interest);
        scratch.set(JAVA_INT_UNALIGNED, EVENT_DATA, data);
        return Libc.epollCtl(errno, epoll, Libc.EPOLL_CTL_ADD, fd, scratch);
    }

    @Override
    public void await(long waitNanos) throws IOException {
        int result = Libc.epollWait(waitErrno, epoll, events, EVENTS, timeoutMillis(waitNanos));
        if (result < 0 && result != -Libc.EINTR) {
            throw new IOException("epoll_wait failed: errno " + -result);
        }
        ready = Math.max(0, result);
    }

    private static int timeoutMillis(long waitNanos) {
        if (waitNanos == Engine.NEVER) {
            return -1;
        }
        return waitNanos <= 0 ? 0 : Math.clamp((waitNanos + 500_000L) / 1_000_000L, 1, Integer.MAX_VALUE);
    }

    @Override
    public void dispatch() {
        int count = ready;
        ready = 0;
        Buffers present = buffers;
        for (int i = 0; i < count && present != null; i++) {
            int slot = events.get(JAVA_INT_UNALIGNED, EVENT_BYTES * i + EVENT_DATA);
            BatchedUdpPort port = slot >= 0 && slot < ports.size() ? ports.get(slot) : null;
            // another may have been opened in the place of one that was closed: then there is nothing to receive
            if (port != null) {
                (port.coalescing() ? present.coalesced() : present.plain()).receive(port);
            }
        }
    }

    @Override
    public void flush() {
        Buffers present = buffers;
        if (present != null) {
            present.out().flush();
        }
    }

    @Override
    public synchronized void wakeUp() {
        if (!closed) {
            // edge-triggered: it is never read, and would have to be written for ever to be full
            Libc.write(wakeUpErrno, wakeUp, one, Long.BYTES);
        }
    }

    @Override
    public synchronized UdpPort openUdp(int id, InetSocketAddress local, PacketReceiver receiver) throws IOException {
        if (closed) {
            throw new IOException("the loop has ended");
        }
        UdpSocket socket = UdpSocket.open(local, features.coalescing(), scratch, errno);
        int slot = freeSlot();
        int watched = watch(socket.fd(), Libc.EPOLLIN, slot);
        if (watched < 0) {
            Libc.close(errno, socket.fd());
            throw new IOException("cannot watch a socket: errno " + -watched);
        }
        if (buffers == null) {
            buffers = Buffers.create(arena, errno, features, loop);
        }
        BatchedUdpPort port = new BatchedUdpPort(socket, id, slot, this, receiver);
        ports.set(slot, port);
        return port;
    }

    private int freeSlot() {
        int free = ports.indexOf(null);
        if (free < 0) {
            free = ports.size();
            ports.add(null);
        }
        return free;
    }

    void queue(BatchedUdpPort port, SocketAddress destination, Packet borrowed) {
        Buffers present = buffers;
        if (present != null) {
            present.out().add(port, destination, borrowed);
        }
    }

    /** Sends a datagram that must not be fragmented at once, behind the waiting ones. */
    void sendWhole(BatchedUdpPort port, SocketAddress destination, Packet borrowed) {
        Buffers present = buffers;
        if (present != null) {
            present.out().sendWhole(port, destination, borrowed);
        }
    }

    /** Sends the waiting datagrams of a port, and closes its socket. */
    synchronized void closing(BatchedUdpPort port) {
        if (ports.get(port.slot()) == port) {
            flush();
            ports.set(port.slot(), null);
            Libc.close(errno, port.fd());
        }
    }

    /** Runs of datagrams that the kernel would not cut. */
    long refusedRuns() {
        Buffers present = buffers;
        return present == null ? 0 : present.out().refusedRuns();
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            for (BatchedUdpPort port :
                    List.copyOf(ports.stream().filter(p -> p != null).toList())) {
                port.close();
            }
            closed = true;
            Libc.close(errno, wakeUp);
            Libc.close(errno, epoll);
        }
    }
}
