package dev.plumb.base.net;

import dev.plumb.base.bytes.Packet;
import java.net.InetSocketAddress;

/** An open UDP port. Used on its loop only. */
public interface UdpPort extends AutoCloseable {
    /** Its id, as {@code Path.localPortId} bears it: unique within the process, never 0. */
    int id();

    /** The address it is bound to. */
    InetSocketAddress localAddress();

    /** Sends a datagram to {@code owned.path().remote()}; what the kernel refuses is counted and dropped. */
    void send(Packet owned);

    /** Datagrams that could not be sent. */
    long sendErrors();

    /** Closes it; closing twice does nothing. */
    @Override
    void close();
}
