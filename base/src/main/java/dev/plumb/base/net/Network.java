package dev.plumb.base.net;

import dev.plumb.base.loop.Loop;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Consumer;

/**
 * The network as agents see it. An implementer may replace it: the JDK's channels, a batched one, a simulated one.
 *
 * <p>Every method is called on the loop it is given, and calls back on that loop only.
 */
public interface Network {
    /** Returns the addresses of this machine that are up at present, loopback included. */
    List<LocalAddress> localAddresses();

    /**
     * Opens a UDP port.
     *
     * @param local address to bind, port 0 for any
     * @param loop the loop on which {@code receiver} is called
     * @param receiver the receiver of arriving datagrams
     * @throws IOException where the address cannot be bound
     */
    UdpPort openUdp(InetSocketAddress local, Loop loop, PacketReceiver receiver) throws IOException;

    /** Resolves a host name off the loop. The answer, empty where there is none, is delivered on the loop. */
    void resolve(String hostName, Loop loop, Consumer<List<InetAddress>> answer);
}
