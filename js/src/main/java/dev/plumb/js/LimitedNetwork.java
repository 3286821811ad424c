package dev.plumb.js;

import dev.plumb.base.bytes.Packet;
import dev.plumb.base.loop.Loop;
import dev.plumb.base.net.LocalAddress;
import dev.plumb.base.net.Network;
import dev.plumb.base.net.PacketReceiver;
import dev.plumb.base.net.UdpPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A network on which a script may open only a limited number of ports. */
final class LimitedNetwork implements Network {
    private final Network network;
    private final int most;
    private final AtomicInteger open;

    /**
     * Wraps a network.
     *
     * @param most the most ports that may be open
     * @param open counts the open ports of all agents of a script
     */
    LimitedNetwork(Network network, int most, AtomicInteger open) {
        this.network = network;
        this.most = most;
        this.open = open;
    }

    @Override
    public List<LocalAddress> localAddresses() {
        return network.localAddresses();
    }

    @Override
    public UdpPort openUdp(InetSocketAddress local, Loop loop, PacketReceiver receiver) throws IOException {
        if (open.incrementAndGet() > most) {
            open.decrementAndGet();
            throw new IOException("a script has at most " + most + " ports open");
        }
        try {
            return new Port(network.openUdp(local, loop, receiver));
        } catch (IOException | RuntimeException e) {
            open.decrementAndGet();
            throw e;
        }
    }

    @Override
    public void resolve(String hostName, Loop loop, Consumer<List<InetAddress>> answer) {
        network.resolve(hostName, loop, answer);
    }

    private final class Port implements UdpPort {
        private final UdpPort port;
        private boolean isClosed;

        Port(UdpPort port) {
            this.port = port;
        }

        @Override
        public int id() {
            return port.id();
        }

        @Override
        public InetSocketAddress localAddress() {
            return port.localAddress();
        }

        @Override
        public void send(Packet owned) {
            port.send(owned);
        }

        @Override
        public long sendErrors() {
            return port.sendErrors();
        }

        @Override
        public void close() {
            if (!isClosed) {
                isClosed = true;
                open.decrementAndGet();
            }
            port.close();
        }
    }
}
