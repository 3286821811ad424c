package dev.plumb.cli.check;

import dev.plumb.base.net.Network;
import dev.plumb.io.net.ChannelNetwork;
import java.net.SocketException;

/** The network interfaces of this machine, without which no agent has candidates. */
public final class Interfaces {
    /** The sentence for a machine without interfaces. */
    public static final String NONE = "this machine has no network interface that is up";

    private Interfaces() {}

    /** Refuses to go on where no interface is up. */
    public static void require() throws SocketException {
        require(new ChannelNetwork());
    }

    /** Refuses to go on where a network has no address. */
    public static void require(Network network) throws SocketException {
        if (network.localAddresses().isEmpty()) {
            throw new SocketException(NONE);
        }
    }
}
