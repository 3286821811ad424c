package dev.plumb.net.linux;

import dev.plumb.base.bytes.Packet;
import dev.plumb.base.bytes.PacketPool;
import dev.plumb.base.bytes.Path;
import dev.plumb.base.loop.ManualLoop;
import dev.plumb.base.net.PacketReceiver;
import dev.plumb.base.net.UdpPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** A poller turned by the test's own thread, and ports on it that keep what they receive. */
final class Ports implements AutoCloseable {
    static final InetAddress FOUR = InetAddress.ofLiteral("127.0.0.1");
    static final InetAddress SIX = InetAddress.ofLiteral("::1");
    private static final long PATIENCE_NANOS = 5_000_000_000L;
    private static final long STEP_NANOS = 10_000_000L;

    final EpollPoller poller;
    private final PacketPool pool;
    private int ids;

    Ports(Features features) throws IOException {
        ManualLoop loop = new ManualLoop(0, 0);
        pool = loop.pool();
        poller = new EpollPoller(loop, features);
    }

    /** What a port received, and from where. */
    record Received(byte[] bytes, Path path) {}

    /** A port that keeps what it receives. */
    static final class Keeping implements PacketReceiver {
        final List<Received> received = new ArrayList<>();
        UdpPort port;

        @Override
        public void receive(Packet borrowed) {
            received.add(new Received(borrowed.toByteArray(), borrowed.path()));
        }

        InetSocketAddress address() {
            return port.localAddress();
        }
    }

    /** From one port to another, by the same path object each time, as ICE does. */
    Path path(UdpPort from, UdpPort to) {
        return new Path(from.id(), Path.Protocol.UDP, to.localAddress());
    }

    void send(UdpPort from, Path path, byte[] bytes) {
        from.send(pool.copyOf(bytes).path(path));
    }

    Keeping open(InetAddress address) throws IOException {
        Keeping keeping = new Keeping();
        keeping.port = open(address, keeping);
        return keeping;
    }

    UdpPort open(InetAddress address, PacketReceiver receiver) throws IOException {
        return poller.openUdp(++ids, new InetSocketAddress(address, 0), receiver);
    }

    void send(UdpPort from, InetSocketAddress to, byte... bytes) {
        from.send(pool.copyOf(bytes).path(new Path(from.id(), Path.Protocol.UDP, to)));
    }

    /** Sends what the network must rather drop than cut up. */
    void sendWhole(UdpPort from, InetSocketAddress to, byte... bytes) {
        from.send(pool.copyOf(bytes)
                .path(new Path(from.id(), Path.Protocol.UDP, to))
                .dontFragment(true));
    }

    /** Turns until a port has so many datagrams, or patience ends. */
    void turnUntil(Keeping port, int count) throws IOException {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (port.received.size() < count && System.nanoTime() < end) {
            turn();
        }
    }

    void turn() throws IOException {
        poller.flush();
        poller.await(STEP_NANOS);
        poller.dispatch();
    }

    long outstandingPackets() {
        return pool.outstanding();
    }

    @Override
    public void close() {
        poller.close();
    }
}
