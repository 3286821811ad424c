package dev.plumb.cli.bench;

import dev.plumb.base.net.ForwardingNetwork;
import dev.plumb.base.net.LocalAddress;
import dev.plumb.io.net.ChannelNetwork;
import java.net.InetAddress;
import java.util.List;

/** The real network as far as 127.0.0.1: one candidate a side, whatever addresses the machine has. */
final class Loopback extends ForwardingNetwork {
    private static final List<LocalAddress> ADDRESSES =
            List.of(new LocalAddress(InetAddress.ofLiteral("127.0.0.1"), "lo", true));

    Loopback() {
        super(new ChannelNetwork());
    }

    @Override
    public List<LocalAddress> localAddresses() {
        return ADDRESSES;
    }
}
