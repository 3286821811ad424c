package dev.plumb.rtp.pacing;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A leaky bucket: lets what waits leave at a rate, the most urgent kind first. Audio does not wait at all, but counts.
 *
 * @param <T> what waits
 */
public final class Pacer<T> {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    /** What was not sent in time may be caught up with in one go, up to this much. */
    private static final long BURST_NANOS = 5_000_000L;

    private final int itemsAtMost;
    private final List<ArrayDeque<Item<T>>> queues =
            List.of(new ArrayDeque<>(), new ArrayDeque<>(), new ArrayDeque<>());
    private long rateBps;
    private long freeAtNanos;
    private int waiting;
    private long waitingBytes;

    /**
     * A pacer.
     *
     * @param rateBps bits a second, above 0
     * @param itemsAtMost how many items may wait
     */
    public Pacer(long rateBps, int itemsAtMost) {
        this.rateBps = rateBps;
        this.itemsAtMost = itemsAtMost;
    }

    /** Kinds, the most urgent first. */
    public enum Urgency {
        /** Never waits. */
        AUDIO,
        /** What was asked for again. */
        RETRANSMISSION,
        /** Everything else. */
        VIDEO
    }

    private record Item<T>(T item, int bytes) {}

    /** Sets the rate, above 0. */
    public void rate(long newRateBps) {
        rateBps = newRateBps;
    }

    /** Lets an item wait; false where there is no room for it. */
    public boolean enqueue(T item, int bytes, Urgency urgency) {
        if (waiting >= itemsAtMost) {
            return false;
        }
        queues.get(urgency.ordinal()).addLast(new Item<>(item, bytes));
        waiting++;
        waitingBytes += bytes;
        return true;
    }

    /** The next item that may leave now; null while none may. */
    public @Nullable T poll(long nowNanos) {
        if (waiting == 0 || nowNanos < deadlineNanos()) {
            return null;
        }
        for (ArrayDeque<Item<T>> queue : queues) {
            Item<T> item = queue.pollFirst();
            if (item != null) {
                waiting--;
                waitingBytes -= item.bytes;
                long from = Math.max(freeAtNanos, nowNanos - BURST_NANOS);
                freeAtNanos = from + item.bytes * 8L * NANOS_PER_SECOND / rateBps;
                return item.item;
            }
        }
        return null;
    }

    /** Takes out what waits and is chosen, in the order in which it would leave. */
    public List<T> take(Predicate<T> chosen) {
        List<T> taken = new ArrayList<>();
        for (ArrayDeque<Item<T>> queue : queues) {
            queue.removeIf(item -> {
                boolean goes = chosen.test(item.item);
                if (goes) {
                    waiting--;
                    waitingBytes -= item.bytes;
                    taken.add(item.item);
                }
                return goes;
            });
        }
        return taken;
    }

    /** The next item whether it may leave or not, for closing down; null when nothing waits. */
    public @Nullable T drain() {
        for (ArrayDeque<Item<T>> queue : queues) {
            Item<T> item = queue.pollFirst();
            if (item != null) {
                waiting--;
                waitingBytes -= item.bytes;
                return item.item;
            }
        }
        return null;
    }

    /** When the next item may leave; {@link Long#MAX_VALUE} where none waits. */
    public long deadlineNanos() {
        if (waiting == 0) {
            return Long.MAX_VALUE;
        }
        return queues.getFirst().isEmpty() ? freeAtNanos : Long.MIN_VALUE;
    }

    /** How many items wait. */
    public int waiting() {
        return waiting;
    }

    /** How many bytes wait. */
    public long waitingBytes() {
        return waitingBytes;
    }
}
