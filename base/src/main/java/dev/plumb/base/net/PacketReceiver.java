package dev.plumb.base.net;

import dev.plumb.base.bytes.Packet;

/** Takes what arrives at a {@link UdpPort}, on the port's loop. */
@FunctionalInterface
public interface PacketReceiver {
    /**
     * Takes one datagram.
     *
     * @param borrowed the packet with its bytes, path and arrival time; valid during the call only
     */
    void receive(Packet borrowed);
}
