package dev.plumb.base.engine;

import dev.plumb.base.bytes.Packet;

/** A sink for an engine's datagrams: the floor below. It only enqueues, and never calls back. */
@FunctionalInterface
public interface DatagramSink {
    /** Sends a datagram. This sink releases {@code owned}. */
    void send(Packet owned);
}
