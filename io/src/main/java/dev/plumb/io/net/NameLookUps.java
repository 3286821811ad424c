package dev.plumb.io.net;

import dev.plumb.base.loop.Loop;
import dev.plumb.base.net.Network;
import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A resolver of host names that a peer or a script supplied, shared by all transports and gatherers of an agent.
 *
 * <p>At most {@value #AT_ONCE} look-ups run at a time. The first {@value #AT_FIRST} start at once, and after that
 * {@value #A_SECOND} start per second; the others wait. While {@value #WAITING_AT_MOST} look-ups wait, any further one
 * is answered as if the name did not exist.
 */
public final class NameLookUps implements AutoCloseable {
    /** The most look-ups that run at a time. */
    public static final int AT_ONCE = 8;
    /** The look-ups that may start a second, once {@link #AT_FIRST} have started. */
    public static final int A_SECOND = 10;
    /** The look-ups that may start at once after a pause. */
    public static final int AT_FIRST = 20;
    /** The most look-ups that wait. */
    public static final int WAITING_AT_MOST = 64;

    private static final long EACH_NANOS = 1_000_000_000L / A_SECOND;

    private final Loop loop;
    private final Network network;
    private final Queue<LookUp> waiting = new ArrayDeque<>();
    private Loop.@Nullable Timer timer;
    private int underWay;
    /** The time at which the rate limit is fully replenished, in nanoseconds. Each look-up moves it later. */
    private long wholeNanos;

    private long refused;
    private boolean closed;

    /** Makes a resolver that has nothing to look up. */
    public NameLookUps(Loop loop, Network network) {
        this.loop = loop;
        this.network = network;
        this.wholeNanos = loop.nowNanos();
    }

    private record LookUp(String name, Consumer<List<InetAddress>> answer) {}

    /** Looks up a name. The addresses are delivered on the loop; the list is empty where there are none. */
    public void resolve(String name, Consumer<List<InetAddress>> answer) {
        if (closed || waiting.size() >= WAITING_AT_MOST) {
            refused++;
            loop.execute(() -> answer.accept(List.of()));
            return;
        }
        waiting.add(new LookUp(name, answer));
        begin();
    }

    /** Returns the number of look-ups refused because too many were waiting or the agent was closed. */
    public long refused() {
        return refused;
    }

    private void begin() {
        while (!waiting.isEmpty() && underWay < AT_ONCE) {
            long now = loop.nowNanos();
            wholeNanos = Math.max(wholeNanos, now);
            long mayBeginNanos = wholeNanos - (AT_FIRST - 1) * EACH_NANOS;
            if (mayBeginNanos > now) {
                beginAt(mayBeginNanos);
                return;
            }
            wholeNanos += EACH_NANOS;
            underWay++;
            LookUp next = waiting.remove();
            network.resolve(next.name, loop, found -> {
                underWay--;
                try {
                    next.answer.accept(found);
                } finally {
                    begin();
                }
            });
        }
    }

    private void beginAt(long nanos) {
        if (timer == null) {
            timer = loop.schedule(nanos, () -> {
                timer = null;
                begin();
            });
        }
    }

    /** Drops the look-ups that wait. Their callers get no answer. */
    @Override
    public void close() {
        closed = true;
        waiting.clear();
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }
}
