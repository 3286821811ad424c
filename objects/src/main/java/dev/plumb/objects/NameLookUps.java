package dev.plumb.objects;

import dev.plumb.base.loop.Loop;
import dev.plumb.base.net.Network;
import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Looks names up that a peer or a script has given, for all transports and gatherers of an agent: no more than {@value #AT_ONCE} at a time and
 * {@value #A_SECOND} a second after the first {@value #AT_FIRST}. Who asks for more waits, and where {@value #WAITING_AT_MOST} wait is told that
 * there is no such name.
 */
final class NameLookUps implements AutoCloseable {
    static final int AT_ONCE = 8;
    static final int A_SECOND = 10;
    static final int AT_FIRST = 20;
    static final int WAITING_AT_MOST = 64;

    private static final long EACH_NANOS = 1_000_000_000L / A_SECOND;

    private final Loop loop;
    private final Network network;
    private final Queue<LookUp> waiting = new ArrayDeque<>();
    private Loop.@Nullable Timer timer;
    private int underWay;
    /** When the allowance is whole again; each look-up moves it on. */
    private long wholeNanos;

    private long refused;
    private boolean closed;

    NameLookUps(Loop loop, Network network) {
        this.loop = loop;
        this.network = network;
        this.wholeNanos = loop.nowNanos();
    }

    private record LookUp(String name, Consumer<List<InetAddress>> answer) {}

    /** Looks a name up; the answer, empty where there is none, comes on the loop. */
    void resolve(String name, Consumer<List<InetAddress>> answer) {
        if (closed || waiting.size() >= WAITING_AT_MOST) {
            refused++;
            loop.execute(() -> answer.accept(List.of()));
            return;
        }
        waiting.add(new LookUp(name, answer));
        begin();
    }

    /** How many were not made because too many waited. */
    long refused() {
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

    /** Forgets who waits. */
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
