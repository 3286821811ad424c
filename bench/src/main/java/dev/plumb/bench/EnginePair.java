package dev.plumb.bench;

import dev.plumb.base.bytes.Packet;
import dev.plumb.base.bytes.PacketPool;
import dev.plumb.base.engine.DatagramSink;
import dev.plumb.base.engine.Engine;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.Function;

/** Two engines in memory: what one sends, the other receives at once; time stands still but for what is asked. */
final class EnginePair<T extends Engine<E>, E> {
    final PacketPool pool = new PacketPool();
    private final Queue<Packet> toA = new ArrayDeque<>();
    private final Queue<Packet> toB = new ArrayDeque<>();
    final T a;
    final T b;
    private final Consumer<E> eventsOfB;
    private final Consumer<Packet> packetsOfB;
    long nowNanos = 1_000_000_000L;

    EnginePair(
            Function<DatagramSink, T> makeA,
            Function<DatagramSink, T> makeB,
            Consumer<E> eventsOfB,
            Consumer<Packet> packetsOfB) {
        this.eventsOfB = eventsOfB;
        this.packetsOfB = packetsOfB;
        a = makeA.apply(toB::add);
        b = makeB.apply(toA::add);
    }

    /** Delivers until nothing is on its way. */
    void settle() {
        do {
            deliver(toB, b);
            deliver(toA, a);
            drain();
        } while (!toA.isEmpty() || !toB.isEmpty());
    }

    /** Lets time pass, so that delayed acknowledgements go out. */
    void pass(long nanos) {
        nowNanos += nanos;
        a.timeout(nowNanos);
        b.timeout(nowNanos);
        settle();
    }

    private void deliver(Queue<Packet> queue, T engine) {
        for (Packet owned = queue.poll(); owned != null; owned = queue.poll()) {
            engine.receive(owned, nowNanos);
            owned.release();
        }
    }

    private void drain() {
        for (Packet p = a.pollPacket(); p != null; p = a.pollPacket()) {
            p.release();
        }
        for (Packet p = b.pollPacket(); p != null; p = b.pollPacket()) {
            packetsOfB.accept(p);
            p.release();
        }
        for (E e = a.pollEvent(); e != null; e = a.pollEvent()) {
            // of no interest here
        }
        for (E e = b.pollEvent(); e != null; e = b.pollEvent()) {
            eventsOfB.accept(e);
        }
    }
}
