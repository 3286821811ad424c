package dev.plumb.objects;

import dev.plumb.base.bytes.Packet;

/** A handler of the packets that an ICE transport received and that are not STUN. */
@FunctionalInterface
interface PacketHandler {
    void receive(Packet borrowed);
}
