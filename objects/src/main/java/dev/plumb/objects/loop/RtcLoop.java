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
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A loop on a platform thread of its own, which waits on a selector for sockets, tasks and timers. A daemon thread: it does not
 * keep the JVM alive. Closed from any thread.
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
    private final long wallOriginNanos;
    private volatile boolean closed;
    /** The loop has run its last task but for what came at that very moment. */
    private volatile boolean ended;

    /** A loop that runs at once. */
    public RtcLoop() {
        this("plumb-loop-" + COUNT.incrementAndGet());
    }

    /** A loop that runs at once, on a thread of this name. */
    public RtcLoop(String threadName) {
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open a selector", e);
        }
        wallOriginNanos = System.currentTimeMillis() * 1_000_000L - System.nanoTime();
        thread = Thread.ofPlatform().name(threadName).daemon().unstarted(this::runLoop);
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
        return channel.register(selector, interest, handler);
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
        return Thread.currentThread().threadId() == thread.threadId();
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
        if (!onLoop() && wakeUpPending.compareAndSet(false, true)) {
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
        if (!onLoop()) {
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
            try {
                selector.close();
            } catch (IOException e) {
                LOG.log(Level.WARNING, "closing the selector failed", e);
            }
        }
    }

    private void runLeftTasks() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            guarded(task);
        }
    }

    private void turn() {
        try {
            long waitMillis = waitMillis();
            if (waitMillis == 0) {
                selector.selectNow(RtcLoop::ready);
            } else {
                selector.select(RtcLoop::ready, waitMillis == Long.MAX_VALUE ? 0 : waitMillis);
            }
        } catch (IOException e) {
            LOG.log(Level.ERROR, "select failed", e);
        }
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

    private long waitMillis() {
        if (!tasks.isEmpty()) {
            return 0;
        }
        long next = timers.nextNanos();
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
