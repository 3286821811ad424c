package dev.plumb.testkit;

import dev.plumb.base.engine.Engine;
import dev.plumb.base.loop.TimerQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Simulated time. It moves only when a test runs it, straight to the next thing that is to happen. Everything on it
 * runs on the test's own thread, in an order that depends on the seed alone.
 */
public final class SimClock {
    /** Nanoseconds since 1970 at simulated time 0: 2026-01-01T00:00:00Z. */
    public static final long WALL_ORIGIN_NANOS = 1_767_225_600_000_000_000L;

    private static final int STEPS_AT_ONE_INSTANT = 1_000_000;

    private final TimerQueue queue = new TimerQueue();
    private final List<Actor> actors = new ArrayList<>();
    private final List<Runnable> invariants = new ArrayList<>();
    private long nowNanos = 1_000_000_000L;

    /** Creates a clock one second after its origin, so that no time in a test is zero. */
    public SimClock() {}

    /** Something with deadlines of its own: a loop, an engine's driver. */
    public interface Actor {
        /** Returns the time at which it wants to run next, or {@link Engine#NEVER}. */
        long nextDeadlineNanos();

        /** Runs the tasks that are due. */
        void run(long nowNanos);
    }

    /** Returns the current monotonic time. */
    public long nowNanos() {
        return nowNanos;
    }

    /** Returns the nanoseconds since 1970 at a simulated time. */
    public static long wallNanosAt(long nanos) {
        return WALL_ORIGIN_NANOS + nanos;
    }

    /** Adds an actor, which lives on this clock. */
    public void add(Actor actor) {
        actors.add(actor);
    }

    /** Ends an actor's life on this clock. */
    public void remove(Actor actor) {
        actors.remove(actor);
    }

    /** Adds a check that must hold after every step. It throws where it does not. */
    public void invariant(Runnable check) {
        invariants.add(check);
    }

    /** Runs a task after a delay. */
    public void after(long delayNanos, Runnable task) {
        queue.schedule(nowNanos + Math.max(0, delayNanos), task);
    }

    /** Returns the number of tasks, such as datagrams in flight, that wait on the clock itself. */
    public int waiting() {
        return queue.size();
    }

    /** Runs until {@code condition} holds; false where {@code atMost} went by first. */
    public boolean runUntil(BooleanSupplier condition, Duration atMost) {
        long end = nowNanos + atMost.toNanos();
        settle();
        while (!condition.getAsBoolean()) {
            long next = nextNanos();
            if (next > end) {
                nowNanos = end;
                settle();
                return condition.getAsBoolean();
            }
            nowNanos = Math.max(nowNanos, next);
            settle();
        }
        return true;
    }

    /** Runs for a time. */
    public void runFor(Duration time) {
        runUntil(() -> false, time);
    }

    private long nextNanos() {
        long next = queue.nextNanos();
        for (Actor actor : actors) {
            next = Math.min(next, actor.nextDeadlineNanos());
        }
        return next;
    }

    /** Runs all that is due at this instant. */
    private void settle() {
        int steps = 0;
        boolean ran = true;
        while (ran) {
            ran = false;
            for (Runnable task = queue.pollDue(nowNanos); task != null; task = queue.pollDue(nowNanos)) {
                task.run();
                checkInvariants();
                ran = true;
            }
            for (Actor actor : List.copyOf(actors)) {
                if (actor.nextDeadlineNanos() <= nowNanos) {
                    actor.run(nowNanos);
                    checkInvariants();
                    ran = true;
                }
            }
            if (++steps > STEPS_AT_ONE_INSTANT) {
                throw new IllegalStateException("time stands still: something is always due at " + nowNanos);
            }
        }
    }

    private void checkInvariants() {
        for (Runnable invariant : invariants) {
            invariant.run();
        }
    }
}
