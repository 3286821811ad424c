package dev.plumb.base.net;

import dev.plumb.base.bytes.Packet;
import java.net.InetSocketAddress;

/** A UDP port that passes every call on to another one. A subclass overrides the calls that it changes. */
public class ForwardingUdpPort implements UdpPort {
    private final UdpPort port;

    /**
     * Creates a port that forwards.
     *
     * @param port receives every call
     */
    public ForwardingUdpPort(UdpPort port) {
        this.port = port;
    }

    @Override
    public int id() {
        return port.id();
    }

    @Override
    public InetSocketAddress localAddress() {
        return port.localAddress();
    }

    @Override
    public void send(Packet owned) {
        port.send(owned);
    }

    @Override
    public long sendErrors() {
        return port.sendErrors();
    }

    @Override
    public void close() {
        port.close();
    }
}
