package dev.plumb.interop;

import dev.plumb.base.loop.Loop;
import dev.plumb.base.net.ForwardingNetwork;
import dev.plumb.base.net.LocalAddress;
import dev.plumb.io.net.ChannelNetwork;
import java.net.InetAddress;
import java.util.List;
import java.util.function.Consumer;

/** The machine's network as far as 127.0.0.1, so that no test's packet leaves it. */
final class LoopbackNetwork extends ForwardingNetwork {
    LoopbackNetwork() {
        super(new ChannelNetwork());
    }

    @Override
    public List<LocalAddress> localAddresses() {
        return List.of(new LocalAddress(InetAddress.getLoopbackAddress(), "lo", true));
    }

    @Override
    public void resolve(String hostName, Loop loop, Consumer<List<InetAddress>> answer) {
        loop.execute(() -> answer.accept(List.of()));
    }
}
