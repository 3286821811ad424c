package dev.plumb.cli.bench;

import dev.plumb.base.loop.Loop;
import dev.plumb.base.net.LocalAddress;
import dev.plumb.base.net.Network;
import dev.plumb.base.net.PacketReceiver;
import dev.plumb.base.net.UdpPort;
import dev.plumb.objects.net.ChannelNetwork;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Consumer;

/** The real network as far as 127.0.0.1: one candidate a side, whatever addresses the machine has. */
final class Loopback implements Network {
    private static final List<LocalAddress> ADDRESSES =
            List.of(new LocalAddress(InetAddress.ofLiteral("127.0.0.1"), "lo", true));

    private final Network real = new ChannelNetwork();

    @Override
    public List<LocalAddress> localAddresses() {
        return ADDRESSES;
    }

    @Override
    public UdpPort openUdp(InetSocketAddress local, Loop loop, PacketReceiver receiver) throws IOException {
        return real.openUdp(local, loop, receiver);
    }

    @Override
    public void resolve(String hostName, Loop loop, Consumer<List<InetAddress>> answer) {
        real.resolve(hostName, loop, answer);
    }
}
