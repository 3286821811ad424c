package dev.plumb.js;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A guard of a script's limits, on a thread of its own, since the script's may be busy. */
final class ScriptGuard implements AutoCloseable {
    private static final Duration EVERY = Duration.ofMillis(50);

    /**
     * The interval between checks where the growth of the heap is limited. It is short, because a script can fill some
     * megabytes in a millisecond.
     */
    private static final Duration EVERY_OF_HEAP = Duration.ofMillis(2);

    /**
     * The least time between two collections that are requested to confirm a heap's growth. Not observed while little
     * of the heap is left.
     */
    private static final long COLLECT_NANOS = 1_000_000_000L;

    /** The share of the largest heap below which the free part counts as little. */
    private static final double LITTLE = 0.3;

    private final List<ScriptCalls> watched = new CopyOnWriteArrayList<>();
    private final long longestTaskNanos;
    private final OptionalLong maxHeapBytes;
    private final Consumer<String> limited;
    private final Thread thread;
    /**
     * The least heap in use that was seen since the guard began. The first value is measured after a collection: the
     * garbage of others would otherwise count as room for the script.
     */
    private long leastHeapBytes;

    private long collectedNanos;
    private volatile boolean closed;

    private ScriptGuard(ScriptOptions options, ScriptCalls calls, Consumer<String> limited) {
        this.watched.add(calls);
        this.longestTaskNanos = options.longestTask().map(Duration::toNanos).orElse(Long.MAX_VALUE);
        this.maxHeapBytes = options.maxHeapBytes();
        this.limited = limited;
        if (maxHeapBytes.isPresent()) {
            System.gc();
        }
        this.leastHeapBytes = heapBytes();
        this.thread = Thread.ofPlatform().daemon().name("plumb-script-guard").start(this::watch);
    }

    /**
     * Begins to watch; null where there is no limit.
     *
     * @param limited called once, on the guard's thread, with the limit that was exceeded
     */
    static @Nullable ScriptGuard start(ScriptOptions options, ScriptCalls calls, Consumer<String> limited) {
        boolean hasLimits =
                options.longestTask().isPresent() || options.maxHeapBytes().isPresent();
        return hasLimits ? new ScriptGuard(options, calls, limited) : null;
    }

    /** Watches over a context beside the first. */
    void watch(ScriptCalls calls) {
        watched.add(calls);
    }

    /** Stops watching over a context that has ended. */
    void forget(ScriptCalls calls) {
        watched.remove(calls);
    }

    private void watch() {
        while (!closed) {
            String why = tooMuch();
            if (why != null) {
                closed = true;
                limited.accept(why);
                return;
            }
            try {
                Thread.sleep(maxHeapBytes.isPresent() ? EVERY_OF_HEAP : EVERY);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private @Nullable String tooMuch() {
        if (watched.stream().anyMatch(calls -> calls.taskNanos() > longestTaskNanos)) {
            return "a task of the script ran longer than " + Duration.ofNanos(longestTaskNanos);
        }
        if (maxHeapBytes.isPresent() && growth() > maxHeapBytes.getAsLong() && staysGrown()) {
            return "the heap grew by more than " + maxHeapBytes.getAsLong() + " bytes";
        }
        return null;
    }

    private long growth() {
        long now = heapBytes();
        leastHeapBytes = Math.min(leastHeapBytes, now);
        return now - leastHeapBytes;
    }

    /** Returns whether the heap is still too large after a collection, since garbage does not count. */
    private boolean staysGrown() {
        long now = System.nanoTime();
        boolean isLittleLeft = heapBytes() > (1 - LITTLE) * Runtime.getRuntime().maxMemory();
        if (collectedNanos != 0 && now - collectedNanos < COLLECT_NANOS && !isLittleLeft) {
            return false;
        }
        collectedNanos = now;
        System.gc();
        return growth() > maxHeapBytes.orElseThrow();
    }

    private static long heapBytes() {
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
