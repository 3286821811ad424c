package dev.plumb.base.net;

import dev.plumb.base.bytes.Packet;
import java.net.InetSocketAddress;

/** An open UDP port. Used on its loop only. */
public interface UdpPort extends AutoCloseable {
    /** Returns the port's id, as {@code Path.localPortId} holds it. It is unique within the process, and never 0. */
    int id();

    /** Returns the address that the port is bound to. */
    InetSocketAddress localAddress();

    /** Sends a datagram to {@code owned.path().remote()}. Datagrams that the kernel refuses are counted and dropped. */
    void send(Packet owned);

    /** Returns the number of datagrams that could not be sent. */
    long sendErrors();

    /** Closes it; closing twice does nothing. */
    @Override
    void close();
}
