package dev.plumb.base.engine;

import dev.plumb.base.bytes.Packet;
import java.util.function.Consumer;

/**
 * A pump, which takes from an engine the results of a call in the contract's order: packets first, then events.
 *
 * @param <E> the engine's events
 */
public final class Pump<E> {
    private final Engine<E> engine;
    private final Consumer<Packet> ownedPackets;
    private final Consumer<E> events;
    private boolean running;

    /**
     * Creates a pump for one engine.
     *
     * @param ownedPackets takes each decoded packet and releases it
     * @param events takes each event; it may call the engine, and {@link #run()} again
     */
    public Pump(Engine<E> engine, Consumer<Packet> ownedPackets, Consumer<E> events) {
        this.engine = engine;
        this.ownedPackets = ownedPackets;
        this.events = events;
    }

    /** Drains the engine. A call from inside one of its consumers does nothing, since the outer call continues. */
    public void run() {
        if (running) {
            return;
        }
        running = true;
        try {
            boolean more = true;
            while (more) {
                more = false;
                for (Packet p = engine.pollPacket(); p != null; p = engine.pollPacket()) {
                    ownedPackets.accept(p);
                    more = true;
                }
                E event = engine.pollEvent();
                if (event != null) {
                    events.accept(event);
                    more = true;
                }
            }
        } finally {
            running = false;
        }
    }
}
