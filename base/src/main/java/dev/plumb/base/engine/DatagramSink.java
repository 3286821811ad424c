package dev.plumb.base.engine;

import dev.plumb.base.bytes.Packet;

/** A sink for an engine's datagrams: the floor below. It only enqueues, and never calls back. */
@FunctionalInterface
public interface DatagramSink {
    /** Takes a datagram to send; {@code owned} is released by this sink. */
    void send(Packet owned);
}
