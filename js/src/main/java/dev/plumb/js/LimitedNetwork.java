package dev.plumb.js;

import dev.plumb.base.loop.Loop;
import dev.plumb.base.net.ForwardingNetwork;
import dev.plumb.base.net.ForwardingUdpPort;
import dev.plumb.base.net.Network;
import dev.plumb.base.net.PacketReceiver;
import dev.plumb.base.net.UdpPort;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;

/** A network on which a script may open only a limited number of ports. */
final class LimitedNetwork extends ForwardingNetwork {
    private final int most;
    private final AtomicInteger open;

    /**
     * Creates a limited view of another network.
     *
     * @param most the most ports that may be open
     * @param open the count of the open ports of all agents of a script
     */
    LimitedNetwork(Network network, int most, AtomicInteger open) {
        super(network);
        this.most = most;
        this.open = open;
    }

    @Override
    public UdpPort openUdp(InetSocketAddress local, Loop loop, PacketReceiver receiver) throws IOException {
        if (open.incrementAndGet() > most) {
            open.decrementAndGet();
            throw new IOException("a script has at most " + most + " ports open");
        }
        try {
            return new Port(super.openUdp(local, loop, receiver));
        } catch (IOException | RuntimeException e) {
            open.decrementAndGet();
            throw e;
        }
    }

    private final class Port extends ForwardingUdpPort {
        private boolean isClosed;

        Port(UdpPort port) {
            super(port);
        }

        @Override
        public void close() {
            if (!isClosed) {
                isClosed = true;
                open.decrementAndGet();
            }
            super.close();
        }
    }
}
