package dev.plumb.objects;

import dev.plumb.base.bytes.Packet;

/** Takes what an ICE transport received and is no STUN. */
@FunctionalInterface
interface PacketHandler {
    void receive(Packet borrowed);
}
