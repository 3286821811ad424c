package dev.plumb.rtp.pacing;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A leaky bucket that releases waiting items at a given rate, the most urgent kind first. Audio never waits, but it
 * uses up the rate. No item waits longer than a bound: if more is waiting than the rate can release in time, the pacer
 * sends faster.
 *
 * @param <T> the type of the items
 */
public final class Pacer<T> {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    /** The most sending time that may be caught up with at once. */
    private static final long BURST_NANOS = 5_000_000L;

    private final long waitAtMostNanos;
    private final long bytesAtMost;
    /** One for each urgency, the most urgent first. */
    private final List<ArrayDeque<Item<T>>> queues =
            List.of(new ArrayDeque<>(), new ArrayDeque<>(), new ArrayDeque<>());

    private long rateBps;
    private long freeAtNanos;
    private int waiting;
    private long waitingBytes;

    /**
     * Creates a pacer.
     *
     * @param rateBps the rate in bits per second, above 0
     * @param waitAtMostNanos the longest time an item may wait
     * @param bytesAtMost the most bytes that may wait; audio is never refused, though its bytes count
     */
    public Pacer(long rateBps, long waitAtMostNanos, long bytesAtMost) {
        this.rateBps = rateBps;
        this.waitAtMostNanos = waitAtMostNanos;
        this.bytesAtMost = bytesAtMost;
    }

    /** Kinds, the most urgent first. */
    public enum Urgency {
        /** Never waits. */
        AUDIO,
        /** Media in order of its arrival. */
        VIDEO,
        /** A retransmission. New media goes first, because otherwise losses would cause more of them. */
        RETRANSMISSION
    }

    private record Item<T>(T item, int bytes, long sinceNanos) {}

    /** Sets the rate, above 0. */
    public void rate(long newRateBps) {
        rateBps = newRateBps;
    }

    /** Returns whether this many more bytes may wait. */
    public boolean hasRoom(int bytes) {
        return waitingBytes + bytes <= bytesAtMost;
    }

    private ArrayDeque<Item<T>> queue(Urgency urgency) {
        return switch (urgency) {
            case AUDIO -> queues.get(0);
            case VIDEO -> queues.get(1);
            case RETRANSMISSION -> queues.get(2);
        };
    }

    /** Adds an item. Returns false if there is no room for it. There is always room for audio. */
    public boolean enqueue(T item, int bytes, Urgency urgency, long nowNanos) {
        if (urgency != Urgency.AUDIO && !hasRoom(bytes)) {
            return false;
        }
        queue(urgency).addLast(new Item<>(item, bytes, nowNanos));
        waiting++;
        waitingBytes += bytes;
        return true;
    }

    /** Returns the next item that may leave now, or null while none may. */
    public @Nullable T poll(long nowNanos) {
        if (waiting == 0 || nowNanos < deadlineNanos()) {
            return null;
        }
        for (ArrayDeque<Item<T>> queue : queues) {
            Item<T> item = queue.pollFirst();
            if (item != null) {
                long from = Math.max(freeAtNanos, nowNanos - BURST_NANOS);
                freeAtNanos = from + Math.min(nanosAtRate(item.bytes), nanosLeft(item, nowNanos));
                waiting--;
                waitingBytes -= item.bytes;
                return item.item;
            }
        }
        return null;
    }

    private long nanosAtRate(int bytes) {
        return bytes * 8L * NANOS_PER_SECOND / rateBps;
    }

    /** Returns this item's share of the time left in which everything that waits has to leave. */
    private long nanosLeft(Item<T> item, long nowNanos) {
        long oldest = Math.min(item.sinceNanos, oldestNanos());
        long left = Math.max(0, oldest + waitAtMostNanos - nowNanos);
        return (long) ((double) left * item.bytes / waitingBytes);
    }

    /** Returns the time since when the oldest item has waited. */
    private long oldestNanos() {
        long oldest = Long.MAX_VALUE - waitAtMostNanos;
        for (ArrayDeque<Item<T>> queue : queues) {
            Item<T> first = queue.peekFirst();
            oldest = first == null ? oldest : Math.min(oldest, first.sinceNanos);
        }
        return oldest;
    }

    /** Removes the waiting items that the predicate selects and returns them in the order in which they would leave. */
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

    /** Returns the next item whether it may leave or not, for closing down, or null when nothing waits. */
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

    /** Returns the time at which the next item may leave, or {@link Long#MAX_VALUE} if none waits. */
    public long deadlineNanos() {
        if (waiting == 0) {
            return Long.MAX_VALUE;
        }
        boolean audioWaits = !queues.getFirst().isEmpty();
        return audioWaits ? Long.MIN_VALUE : Math.min(freeAtNanos, oldestNanos() + waitAtMostNanos);
    }

    /** Returns the number of waiting items. */
    public int waiting() {
        return waiting;
    }

    /** Returns the number of waiting bytes. */
    public long waitingBytes() {
        return waitingBytes;
    }
}
