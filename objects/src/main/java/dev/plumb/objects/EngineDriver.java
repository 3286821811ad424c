package dev.plumb.objects;

import dev.plumb.base.bytes.Packet;
import dev.plumb.base.engine.Engine;
import dev.plumb.base.engine.Pump;
import dev.plumb.base.loop.Loop;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one engine going on a loop: after every call it takes out packets and events, and sees to the engine's deadline. A timer that
 * is set earlier than needed is left alone, since a spurious {@code timeout} does nothing.
 */
final class EngineDriver<E> {
    private final Loop loop;
    private final Engine<E> engine;
    private final Pump<E> pump;
    private final Runnable settled;
    private Loop.@Nullable Timer timer;
    private long timerNanos = Engine.NEVER;
    private boolean stopped;

    EngineDriver(Loop loop, Engine<E> engine, Consumer<Packet> ownedPackets, Consumer<E> events) {
        this(loop, engine, ownedPackets, events, () -> {});
    }

    /** With something to do whenever the engine was drained; it may call the engine. */
    EngineDriver(Loop loop, Engine<E> engine, Consumer<Packet> ownedPackets, Consumer<E> events, Runnable settled) {
        this.loop = loop;
        this.settled = settled;
        this.engine = engine;
        this.pump = new Pump<>(engine, ownedPackets, events);
    }

    /** Gives the engine a packet. */
    void receive(Packet borrowed) {
        try {
            engine.receive(borrowed, loop.nowNanos());
        } finally {
            after();
        }
    }

    /** Runs a call into the engine. */
    void call(Runnable intoEngine) {
        try {
            intoEngine.run();
        } finally {
            after();
        }
    }

    /** Drains the engine and sees to its deadline. */
    void after() {
        try {
            pump.run();
            settled.run();
        } finally {
            rearm();
        }
    }

    /** Whatever went wrong above, the engine's timers go on. */
    private void rearm() {
        if (stopped) {
            return;
        }
        long deadline = engine.deadlineNanos();
        if (deadline < timerNanos) {
            if (timer != null) {
                timer.cancel();
            }
            timerNanos = deadline;
            timer = loop.schedule(deadline, this::expired);
        }
    }

    /** Lets no timer run any more; what the engine still has to say is taken out. */
    void stop() {
        stopped = true;
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
        timerNanos = Engine.NEVER;
        pump.run();
    }

    private void expired() {
        timer = null;
        timerNanos = Engine.NEVER;
        try {
            engine.timeout(loop.nowNanos());
        } finally {
            after();
        }
    }
}
