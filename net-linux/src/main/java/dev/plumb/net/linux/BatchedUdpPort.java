package dev.plumb.net.linux;

import dev.plumb.base.bytes.Packet;
import dev.plumb.base.bytes.Path;
import dev.plumb.base.net.PacketReceiver;
import dev.plumb.base.net.UdpPort;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A UDP socket whose datagrams wait for the end of the loop's iteration, or for a full batch. */
final class BatchedUdpPort implements UdpPort {
    private static final System.Logger LOG = System.getLogger("dev.plumb.net");
    private static final int ADDRESSES_KEPT = 64;

    private final int id;
    private final int fd;
    private final int slot;
    private final int family;
    private final boolean coalescing;
    private final EpollPoller poller;
    private final PacketReceiver receiver;
    private final InetSocketAddress localAddress;
    private final Map<SocketAddress, Source> sources = new LinkedHashMap<>();
    private final Map<InetSocketAddress, SocketAddress> destinations = new HashMap<>();
    private @Nullable Source last;
    private @Nullable InetSocketAddress lastRemote;
    private @Nullable SocketAddress lastDestination;
    private boolean open = true;
    private long sendErrors;
    private long truncated;

    /** The first and the last of its datagrams in the {@link SendBatch}; -1 where there is none. */
    int firstQueued = -1;

    int lastQueued = -1;

    /** The source of received datagrams. */
    private record Source(SocketAddress address, Path path) {}

    /**
     * Creates a port on a bound socket.
     *
     * @param slot the position in the poller's table
     */
    BatchedUdpPort(UdpSocket socket, int id, int slot, EpollPoller poller, PacketReceiver receiver) {
        this.id = id;
        this.fd = socket.fd();
        this.slot = slot;
        this.family = socket.family();
        this.coalescing = socket.coalescing();
        this.localAddress = socket.localAddress();
        this.poller = poller;
        this.receiver = receiver;
    }

    int fd() {
        return fd;
    }

    int family() {
        return family;
    }

    int slot() {
        return slot;
    }

    boolean isOpen() {
        return open;
    }

    /** Returns whether the kernel may coalesce runs of datagrams. */
    boolean coalescing() {
        return coalescing;
    }

    @Override
    public int id() {
        return id;
    }

    @Override
    public InetSocketAddress localAddress() {
        return localAddress;
    }

    // ---- out --------------------------------------------------------------------------------------------------------

    @Override
    public void send(Packet owned) {
        SocketAddress destination = destination(owned.path().remote());
        if (!open || destination == null) {
            sendErrors++;
        } else if (owned.dontFragment()) {
            poller.sendWhole(this, destination, owned);
        } else {
            poller.queue(this, destination, owned);
        }
        owned.release();
    }

    @SuppressWarnings("ReferenceEquality") // a short way past the map; an equal address takes the long one
    private @Nullable SocketAddress destination(InetSocketAddress remote) {
        if (remote == lastRemote) {
            return lastDestination;
        }
        SocketAddress known = destinations.get(remote);
        if (known == null) {
            known = SocketAddress.of(remote, family);
            if (known == null) {
                return null;
            }
            if (destinations.size() >= ADDRESSES_KEPT) {
                destinations.clear();
            }
            destinations.put(remote, known);
        }
        lastRemote = remote;
        lastDestination = known;
        return known;
    }

    /** Counts a datagram that the kernel refused, and which is lost. */
    void refused(int error) {
        sendErrors++;
        LOG.log(Level.DEBUG, "send failed, errno {0}", error);
    }

    @Override
    public long sendErrors() {
        return sendErrors;
    }

    // ---- in ---------------------------------------------------------------------------------------------------------

    /** Passes a datagram on. */
    void received(Packet owned, SocketAddress source, long nowNanos) {
        owned.path(pathOf(source)).arrivalNanos(nowNanos);
        try {
            receiver.receive(owned);
        } catch (RuntimeException | Error e) {
            LOG.log(Level.ERROR, "a datagram's receiver failed", e);
        } finally {
            owned.release();
        }
    }

    private Path pathOf(SocketAddress source) {
        Source latest = last;
        if (latest != null && latest.address().equals(source)) {
            return latest.path();
        }
        Source known = sources.get(source);
        if (known == null) {
            if (sources.size() >= ADDRESSES_KEPT) {
                sources.remove(sources.keySet().iterator().next());
            }
            known = new Source(source.copy(), new Path(id, Path.Protocol.UDP, source.toJava()));
            sources.put(known.address(), known);
        }
        last = known;
        return known.path();
    }

    /** Counts a datagram that was longer than the buffer, and is dropped. */
    void truncated() {
        if (truncated++ == 0) {
            LOG.log(Level.WARNING, "a datagram at {0} was too long and was dropped", localAddress);
        }
    }

    void receiveFailed(int error) {
        LOG.log(Level.DEBUG, "receive failed, errno {0}", error);
    }

    @Override
    public void close() {
        if (open) {
            // what was sent before leaves before
            poller.closing(this);
            open = false;
        }
    }
}
