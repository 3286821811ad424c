package dev.plumb.base.net;

import dev.plumb.base.loop.Loop;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Consumer;

/** A network that passes every call on to another one. A subclass overrides the calls that it changes. */
public class ForwardingNetwork implements Network {
    private final Network network;

    /**
     * Creates a network that forwards.
     *
     * @param network receives every call
     */
    public ForwardingNetwork(Network network) {
        this.network = network;
    }

    @Override
    public List<LocalAddress> localAddresses() {
        return network.localAddresses();
    }

    @Override
    public UdpPort openUdp(InetSocketAddress local, Loop loop, PacketReceiver receiver) throws IOException {
        return network.openUdp(local, loop, receiver);
    }

    @Override
    public void resolve(String hostName, Loop loop, Consumer<List<InetAddress>> answer) {
        network.resolve(hostName, loop, answer);
    }
}
