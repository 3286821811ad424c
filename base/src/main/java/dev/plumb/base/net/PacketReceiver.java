package dev.plumb.base.net;

import dev.plumb.base.bytes.Packet;

/** A receiver of the datagrams of a {@link UdpPort}, on the port's loop. */
@FunctionalInterface
public interface PacketReceiver {
    /**
     * Receives one datagram.
     *
     * @param borrowed the packet with its bytes, path and arrival time; valid during the call only
     */
    void receive(Packet borrowed);
}
