package dev.plumb.testkit;

import dev.plumb.base.bytes.Packet;
import dev.plumb.base.bytes.PacketPool;
import dev.plumb.base.engine.DatagramSink;
import dev.plumb.base.engine.Engine;
import dev.plumb.base.engine.Pump;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Puts one engine on the simulated clock at one end of a link: time in, datagrams out to a {@link SimLink}, packets and
 * events to consumers. Two of these, connected, are an engine pair without a network.
 *
 * <pre>{@code
 * var a = new SimEngineDriver<>(clock, linkAtoB, sink -> new DtlsConnection(..., sink, ...));
 * var b = new SimEngineDriver<>(clock, linkBtoA, sink -> new DtlsConnection(..., sink, ...));
 * SimEngineDriver.connect(a, b);
 * }</pre>
 *
 * @param <G> the engine
 * @param <E> the type of its events
 */
public final class SimEngineDriver<G extends Engine<E>, E> implements SimClock.Actor {
    private static final int IP_AND_UDP_BYTES = 28;

    private final SimClock clock;
    private final SimLink out;
    private final PacketPool pool = new PacketPool();
    private final G engine;
    private final Pump<E> pump;
    private Consumer<Packet> borrowedPackets = p -> {};
    private Consumer<E> events = e -> {};
    private @Nullable SimEngineDriver<?, ?> other;

    /**
     * Creates an engine at one end of a link.
     *
     * @param out the sink of its datagrams
     * @param make creates the engine upon the sink it is given
     */
    public SimEngineDriver(SimClock clock, SimLink out, Function<Below, G> make) {
        this.clock = clock;
        this.out = out;
        this.engine = make.apply(new Below(this::send, pool));
        this.pump = new Pump<>(
                engine,
                owned -> {
                    borrowedPackets.accept(owned);
                    owned.release();
                },
                e -> events.accept(e));
        clock.add(this);
    }

    /** The sink and pool that an engine is built on. */
    public record Below(DatagramSink sink, PacketPool pool) {}

    /** Connects two engines, so that each receives the datagrams that the other sends. */
    public static void connect(SimEngineDriver<?, ?> a, SimEngineDriver<?, ?> b) {
        a.other = b;
        b.other = a;
    }

    /** Returns the engine. */
    public G engine() {
        return engine;
    }

    /** Returns the pool of its packets. */
    public PacketPool pool() {
        return pool;
    }

    /** Sets the consumer of decoded packets, which may use them during the call. */
    public SimEngineDriver<G, E> onPacket(Consumer<Packet> newBorrowedPackets) {
        borrowedPackets = newBorrowedPackets;
        return this;
    }

    /** Sets the consumer of events. */
    public SimEngineDriver<G, E> onEvent(Consumer<E> newEvents) {
        events = newEvents;
        return this;
    }

    /** Calls the engine from above with the time now, then drains it. */
    public void call(EngineCall<G> call) {
        call.run(engine, clock.nowNanos());
        pump.run();
    }

    /** A call from above. */
    @FunctionalInterface
    public interface EngineCall<G> {
        /** Runs a step with the engine. */
        void run(G engine, long nowNanos);
    }

    /** Passes bytes to the engine as if they had arrived now. */
    public void inject(byte[] bytes) {
        Packet packet = pool.copyOf(bytes).arrivalNanos(clock.nowNanos());
        engine.receive(packet, clock.nowNanos());
        packet.release();
        pump.run();
    }

    @Override
    public long nextDeadlineNanos() {
        return engine.deadlineNanos();
    }

    @Override
    public void run(long nowNanos) {
        engine.timeout(nowNanos);
        pump.run();
    }

    private void send(Packet owned) {
        byte[] bytes = owned.toByteArray();
        boolean dontFragment = owned.dontFragment();
        owned.release();
        SimEngineDriver<?, ?> target = other;
        if (target != null) {
            out.send(bytes.length + IP_AND_UDP_BYTES, dontFragment, () -> target.inject(bytes));
        }
    }
}
