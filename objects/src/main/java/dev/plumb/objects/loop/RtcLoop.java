package dev.plumb.objects.loop;

import dev.plumb.base.bytes.PacketPool;
import dev.plumb.base.engine.Engine;
import dev.plumb.base.loop.Loop;
import dev.plumb.base.loop.TimerQueue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A loop on a platform thread of its own, which waits on a selector for sockets, tasks and timers. A daemon thread: it does not
 * keep the JVM alive. Closed from any thread.
 *
 * <p>One made by {@link #on} only waits on that thread: what is due runs on an executor, so that objects live where an embedder's
 * own event loop does.
 */
public final class RtcLoop implements Loop, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(RtcLoop.class.getName());
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final int TASKS_A_TURN = 256;
    private static final int SCRATCH_BYTES = 65_535;

    private final Selector selector;
    private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean wakeUpPending = new AtomicBoolean();
    private final TimerQueue timers = new TimerQueue();
    private final PacketPool pool = new PacketPool();
    private final ByteBuffer scratch = ByteBuffer.allocateDirect(SCRATCH_BYTES);
    private final Thread thread;
    /** Where turns run; null for the loop's own thread. */
    private final @Nullable Executor executor;

    private final long wallOriginNanos;
    /** The thread that is on the loop now. */
    private volatile @Nullable Thread current;
    /** When the waiting thread has to wake up, where another runs the turns. */
    private volatile long nextNanos = Engine.NEVER;

    private volatile boolean closed;
    /** The loop has run its last task but for what came at that very moment. */
    private volatile boolean ended;

    /** A loop that runs at once. */
    public RtcLoop() {
        this("plumb-loop-" + COUNT.incrementAndGet());
    }

    /** A loop that runs at once, on a thread of this name. */
    public RtcLoop(String threadName) {
        this(threadName, null);
    }

    /**
     * A loop whose tasks, timers and sockets are served on an executor.
     *
     * @param executor runs one task at a time, each seeing what those before it did: a single thread, an event loop. What it refuses ends
     *     the loop.
     */
    public static RtcLoop on(Executor executor) {
        return new RtcLoop("plumb-wait-" + COUNT.incrementAndGet(), executor);
    }

    private RtcLoop(String threadName, @Nullable Executor executor) {
        this.executor = executor;
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open a selector", e);
        }
        wallOriginNanos = System.currentTimeMillis() * 1_000_000L - System.nanoTime();
        thread = Thread.ofPlatform()
                .name(threadName)
                .daemon()
                .unstarted(executor == null ? this::runLoop : this::waitLoop);
        current = executor == null ? thread : null;
        thread.start();
    }

    /** What handles a channel that is ready. */
    @FunctionalInterface
    public interface ReadyHandler {
        /** Handles it, on the loop. */
        void ready(SelectionKey key);
    }

    /**
     * Watches a non-blocking channel. Called on the loop.
     *
     * @param interest as in {@link SelectionKey}
     */
    public SelectionKey register(SelectableChannel channel, int interest, ReadyHandler handler) throws IOException {
        SelectionKey key = channel.register(selector, interest, handler);
        if (executor != null) {
            selector.wakeup();
        }
        return key;
    }

    @Override
    public long nowNanos() {
        return System.nanoTime();
    }

    @Override
    public long wallNanos() {
        return wallOriginNanos + System.nanoTime();
    }

    @Override
    public boolean onLoop() {
        return Thread.currentThread() == current;
    }

    @Override
    public void execute(Runnable task) {
        // what runs to the end may leave more behind
        if (closed && !onLoop()) {
            throw new RejectedExecutionException("the loop is closed");
        }
        tasks.add(task);
        if (ended && tasks.remove(task)) {
            throw new RejectedExecutionException("the loop is closed");
        }
        if ((executor != null || !onLoop()) && wakeUpPending.compareAndSet(false, true)) {
            selector.wakeup();
        }
    }

    @Override
    public Timer schedule(long deadlineNanos, Runnable task) {
        return timers.schedule(deadlineNanos, task);
    }

    @Override
    public PacketPool pool() {
        return pool;
    }

    /** A direct buffer, cleared, that holds any datagram: one for all of the loop's ports, for the time of one call. */
    public ByteBuffer scratch() {
        return scratch.clear();
    }

    /**
     * Runs something on the calling thread as part of the loop. For what an embedder's executor runs by itself and calls objects from; on
     * the loop it just runs.
     *
     * @throws IllegalStateException where the loop has a thread of its own and this is not it
     */
    public <T> T inside(Supplier<T> body) {
        if (onLoop()) {
            return body.get();
        }
        if (executor == null) {
            throw new IllegalStateException("this loop runs on " + thread.getName() + " alone");
        }
        current = Thread.currentThread();
        try {
            return body.get();
        } finally {
            current = null;
            publishDeadline();
        }
    }

    private void publishDeadline() {
        long before = nextNanos;
        long next = timers.nextNanos();
        nextNanos = next;
        if (next < before) {
            selector.wakeup();
        }
    }

    /** Ends the thread after what is queued has run, without waiting for it. */
    public void closeLater() {
        closed = true;
        selector.wakeup();
    }

    /** Ends the thread after what is queued has run; waits for it unless called on the loop. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closeLater();
        // an executor may be waiting for the caller
        if (!onLoop() && executor == null) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void runLoop() {
        try {
            while (!closed) {
                turn();
            }
            runLeftTasks();
            ended = true;
            runLeftTasks();
        } finally {
            closeSelector();
        }
    }

    private void closeSelector() {
        try {
            selector.close();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "closing the selector failed", e);
        }
    }

    /** Waits for what is due, and has the executor see to it; then waits again. */
    private void waitLoop() {
        Semaphore turnEnded = new Semaphore(0);
        try {
            while (!closed) {
                long waitMillis = waitMillis(nextNanos);
                if (waitMillis == 0) {
                    selector.selectNow();
                } else {
                    selector.select(waitMillis == Long.MAX_VALUE ? 0 : waitMillis);
                }
                handOver(this::turnOnExecutor, turnEnded);
            }
            handOver(this::runLeftTasks, turnEnded);
            ended = true;
            handOver(this::runLeftTasks, turnEnded);
        } catch (RejectedExecutionException e) {
            closed = true;
            ended = true;
            LOG.log(Level.DEBUG, "the executor has ended, and the loop with it", e);
        } catch (IOException e) {
            LOG.log(Level.ERROR, "select failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            closeSelector();
        }
    }

    private void handOver(Runnable turn, Semaphore turnEnded) throws InterruptedException {
        Executor to = executor;
        if (to != null) {
            to.execute(() -> {
                try {
                    inside(() -> {
                        turn.run();
                        return true;
                    });
                } finally {
                    turnEnded.release();
                }
            });
            turnEnded.acquire();
        }
    }

    private void turnOnExecutor() {
        selector.selectedKeys().removeIf(key -> {
            ready(key);
            return true;
        });
        runDue();
    }

    private void runLeftTasks() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            guarded(task);
        }
    }

    private void turn() {
        try {
            long waitMillis = waitMillis(timers.nextNanos());
            if (waitMillis == 0) {
                selector.selectNow(RtcLoop::ready);
            } else {
                selector.select(RtcLoop::ready, waitMillis == Long.MAX_VALUE ? 0 : waitMillis);
            }
        } catch (IOException e) {
            LOG.log(Level.ERROR, "select failed", e);
        }
        runDue();
    }

    private void runDue() {
        wakeUpPending.set(false);
        long now = nowNanos();
        for (Runnable due = timers.pollDue(now); due != null; due = timers.pollDue(now)) {
            guarded(due);
        }
        for (int i = 0; i < TASKS_A_TURN; i++) {
            Runnable task = tasks.poll();
            if (task == null) {
                break;
            }
            guarded(task);
        }
    }

    private long waitMillis(long next) {
        if (!tasks.isEmpty()) {
            return 0;
        }
        if (next == Engine.NEVER) {
            return Long.MAX_VALUE;
        }
        long left = next - nowNanos();
        return left <= 0 ? 0 : Math.max(1, (left + 500_000L) / 1_000_000L);
    }

    private static void ready(SelectionKey key) {
        if (key.attachment() instanceof ReadyHandler handler) {
            guarded(() -> handler.ready(key));
        }
    }

    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            LOG.log(Level.ERROR, "a task on the loop failed", e);
        }
    }
}
