package dev.plumb.io.loop;

import dev.plumb.base.bytes.Packet;
import dev.plumb.base.engine.Engine;
import dev.plumb.base.engine.Pump;
import dev.plumb.base.loop.Loop;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A driver that runs one engine on a loop. After every call into the engine it takes out packets and events, and sets
 * the timer for the engine's deadline. All methods must be called on the loop. A timer that is set earlier than needed
 * is left alone, since a spurious {@code timeout} does nothing.
 */
public final class EngineDriver<E> {
    private final Loop loop;
    private final Engine<E> engine;
    private final Pump<E> pump;
    private final Runnable settled;
    private Loop.@Nullable Timer timer;
    private long timerNanos = Engine.NEVER;
    private boolean stopped;

    /**
     * Makes a driver of an engine.
     *
     * @param ownedPackets takes the packets that the engine has decoded, and releases them
     * @param events takes the engine's events
     */
    public EngineDriver(Loop loop, Engine<E> engine, Consumer<Packet> ownedPackets, Consumer<E> events) {
        this(loop, engine, ownedPackets, events, () -> {});
    }

    /**
     * Makes a driver of an engine.
     *
     * @param ownedPackets takes the packets that the engine has decoded, and releases them
     * @param events takes the engine's events
     * @param settled runs each time the engine has been drained; it may call the engine
     */
    public EngineDriver(
            Loop loop, Engine<E> engine, Consumer<Packet> ownedPackets, Consumer<E> events, Runnable settled) {
        this.loop = loop;
        this.settled = settled;
        this.engine = engine;
        this.pump = new Pump<>(engine, ownedPackets, events);
    }

    /** Passes the engine a packet, and drains it. */
    public void receive(Packet borrowed) {
        try {
            engine.receive(borrowed, loop.nowNanos());
        } finally {
            after();
        }
    }

    /** Runs a call into the engine, and drains it. */
    public void call(Runnable intoEngine) {
        try {
            intoEngine.run();
        } finally {
            after();
        }
    }

    /** Drains the engine and sets the timer for its deadline. Needed after calls that bypass {@link #call}. */
    public void after() {
        try {
            pump.run();
            settled.run();
        } finally {
            rearm();
        }
    }

    /** Sets the timer for the engine's next deadline again. The engine's timers go on whatever went wrong above. */
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

    /** Stops the timer for good, and takes out the packets and events that the engine still has. */
    public void stop() {
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
