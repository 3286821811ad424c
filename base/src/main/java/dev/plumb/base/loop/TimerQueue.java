package dev.plumb.base.loop;

import dev.plumb.base.engine.Engine;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** Scheduled tasks by deadline, then by the order in which they were scheduled. Used by one thread. */
public final class TimerQueue {
    private final PriorityQueue<Entry> entries = new PriorityQueue<>();
    private long scheduled;

    /** Creates an empty queue. */
    public TimerQueue() {}

    /** Adds a task. */
    public Loop.Timer schedule(long deadlineNanos, Runnable task) {
        Entry entry = new Entry(this, deadlineNanos, scheduled++, task);
        entries.add(entry);
        return entry;
    }

    /** Returns the earliest deadline, or {@link Engine#NEVER}. */
    public long nextNanos() {
        Entry first = entries.peek();
        return first == null ? Engine.NEVER : first.deadlineNanos;
    }

    /** Removes and returns the next task that is due at {@code nowNanos}, or returns null if there is none. */
    public @Nullable Runnable pollDue(long nowNanos) {
        Entry first = entries.peek();
        if (first == null || first.deadlineNanos > nowNanos) {
            return null;
        }
        entries.remove();
        first.queued = false;
        return first.task;
    }

    /** Returns the number of waiting tasks. */
    public int size() {
        return entries.size();
    }

    private static final class Entry implements Loop.Timer, Comparable<Entry> {
        private final TimerQueue queue;
        private final long deadlineNanos;
        private final long order;
        private final Runnable task;
        private boolean queued = true;

        Entry(TimerQueue queue, long deadlineNanos, long order, Runnable task) {
            this.queue = queue;
            this.deadlineNanos = deadlineNanos;
            this.order = order;
            this.task = task;
        }

        @Override
        public void cancel() {
            if (queued) {
                queued = false;
                queue.entries.remove(this);
            }
        }

        @Override
        public int compareTo(Entry other) {
            int byDeadline = Long.compare(deadlineNanos, other.deadlineNanos);
            return byDeadline != 0 ? byDeadline : Long.compare(order, other.order);
        }
    }
}
