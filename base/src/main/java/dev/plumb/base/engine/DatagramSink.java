package dev.plumb.base.engine;

import dev.plumb.base.bytes.Packet;

/** Where an engine's datagrams go: the floor below. It only enqueues; it never calls back. */
@FunctionalInterface
public interface DatagramSink {
    /** Takes a datagram to send; {@code owned} is released by this sink. */
    void send(Packet owned);
}
