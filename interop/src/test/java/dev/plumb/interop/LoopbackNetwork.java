package dev.plumb.interop;

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

/** The machine's network as far as 127.0.0.1, so that no test's packet leaves it. */
final class LoopbackNetwork implements Network {
    private final ChannelNetwork real = new ChannelNetwork();

    @Override
    public List<LocalAddress> localAddresses() {
        return List.of(new LocalAddress(InetAddress.getLoopbackAddress(), "lo", true));
    }

    @Override
    public UdpPort openUdp(InetSocketAddress local, Loop loop, PacketReceiver receiver) throws IOException {
        return real.openUdp(local, loop, receiver);
    }

    @Override
    public void resolve(String hostName, Loop loop, Consumer<List<InetAddress>> answer) {
        loop.execute(() -> answer.accept(List.of()));
    }
}
