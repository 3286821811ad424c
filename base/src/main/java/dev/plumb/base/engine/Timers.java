package dev.plumb.base.engine;

import java.util.Arrays;

/**
 * An engine's timers: one deadline for each constant of an enum.
 *
 * @param <T> the enum, a line of documentation each
 */
@SuppressWarnings("EnumOrdinal") // an array of longs, indexed on every packet
public final class Timers<T extends Enum<T>> {
    private final long[] deadlinesNanos;

    /** Creates all timers of {@code type}, stopped. */
    public Timers(Class<T> type) {
        deadlinesNanos = new long[type.getEnumConstants().length];
        stopAll();
    }

    /** Starts or moves a timer. */
    public void set(T timer, long deadlineNanos) {
        deadlinesNanos[timer.ordinal()] = deadlineNanos;
    }

    /** Stops a timer; one that does not run stays stopped. */
    public void stop(T timer) {
        deadlinesNanos[timer.ordinal()] = Engine.NEVER;
    }

    /** Stops all of them. */
    public void stopAll() {
        Arrays.fill(deadlinesNanos, Engine.NEVER);
    }

    /** Returns whether a timer is running. */
    public boolean running(T timer) {
        return deadlinesNanos[timer.ordinal()] != Engine.NEVER;
    }

    /** Returns a timer's deadline, or {@link Engine#NEVER}. */
    public long deadlineNanos(T timer) {
        return deadlinesNanos[timer.ordinal()];
    }

    /** Returns the earliest deadline, or {@link Engine#NEVER}. */
    public long nextNanos() {
        long next = Engine.NEVER;
        for (long deadline : deadlinesNanos) {
            next = Math.min(next, deadline);
        }
        return next;
    }

    /** Returns whether a timer is due at {@code nowNanos}, and stops it if so, so that its handler runs once. */
    public boolean expire(T timer, long nowNanos) {
        if (deadlinesNanos[timer.ordinal()] <= nowNanos) {
            stop(timer);
            return true;
        }
        return false;
    }
}
