package dev.plumb.io.loop;

import dev.plumb.base.bytes.PacketPool;
import dev.plumb.base.engine.Engine;
import dev.plumb.base.loop.Loop;
import dev.plumb.base.loop.TimerQueue;
import dev.plumb.base.net.PacketReceiver;
import dev.plumb.base.net.UdpPort;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A loop with a platform thread that waits for sockets, tasks and timers on a {@link Poller}: the JDK's selector, or
 * one from a {@link PollerProvider}. The thread is a daemon, so it does not keep the JVM alive. Any thread may close
 * the loop.
 *
 * <p>A loop made by {@link #on} uses its thread for waiting only. Tasks, timers and received datagrams run on an
 * executor, so that objects can live on an embedder's own event loop.
 */
public final class RtcLoop implements Loop, AutoCloseable {
    private static final System.Logger LOG = System.getLogger("dev.plumb.net");
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final AtomicInteger PORT_IDS = new AtomicInteger();
    private static final int TASKS_A_TURN = 256;
    private static final ThreadLocal<@Nullable RtcLoop> ON_LOOP = new ThreadLocal<>();

    private final Poller poller;
    private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean wakeUpPending = new AtomicBoolean();
    private final TimerQueue timers = new TimerQueue();
    private final PacketPool pool = new PacketPool();
    private final Thread thread;
    /** The executor of the turns, or null for the loop's own thread. */
    private final @Nullable Executor executor;

    private final long wallOriginNanos;
    /** The thread that is on the loop now. */
    private volatile @Nullable Thread current;
    /** The time at which the waiting thread must wake up, if another thread runs the turns. */
    private volatile long nextNanos = Engine.NEVER;

    private volatile boolean closed;
    /** The loop has run its last task but for what came at that very moment. */
    private volatile boolean ended;

    /** Makes a loop, and starts it. */
    public RtcLoop() {
        this("plumb-loop-" + COUNT.incrementAndGet());
    }

    /** Makes a loop with a thread of this name, and starts it. */
    public RtcLoop(String threadName) {
        this(threadName, null);
    }

    /**
     * Makes a loop whose tasks, timers and sockets are served on an executor, and starts it.
     *
     * @param executor runs one task at a time, and each task sees the effects of those before it: a single thread, or
     *     an event loop. A task that it rejects ends the loop
     */
    public static RtcLoop on(Executor executor) {
        return new RtcLoop("plumb-wait-" + COUNT.incrementAndGet(), executor);
    }

    private RtcLoop(String threadName, @Nullable Executor executor) {
        this.executor = executor;
        poller = Pollers.open(this);
        wallOriginNanos = System.currentTimeMillis() * 1_000_000L - System.nanoTime();
        thread = Thread.ofPlatform()
                .name(threadName)
                .daemon()
                .unstarted(executor == null ? this::runLoop : this::waitLoop);
        current = executor == null ? thread : null;
        thread.start();
    }

    /**
     * Opens a UDP port that this loop serves. Must be called on the loop.
     *
     * @param local the address to bind; port 0 for any
     * @throws IOException where the address cannot be bound
     */
    public UdpPort openUdp(InetSocketAddress local, PacketReceiver receiver) throws IOException {
        return poller.openUdp(PORT_IDS.incrementAndGet(), local, receiver);
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
        return Thread.currentThread().equals(current);
    }

    /**
     * Returns true if the calling thread is running a loop at the moment, be it a loop's own thread or an executor's.
     */
    public static boolean isLoopThread() {
        return ON_LOOP.get() != null;
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
            poller.wakeUp();
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

    /**
     * Runs code on the calling thread as part of the loop. An embedder needs this where its executor runs code of its
     * own that calls objects. On the loop's thread the code simply runs.
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
        RtcLoop outer = ON_LOOP.get();
        ON_LOOP.set(this);
        current = Thread.currentThread();
        try {
            return body.get();
        } finally {
            poller.flush();
            current = null;
            ON_LOOP.set(outer);
            publishDeadline();
        }
    }

    /**
     * Runs code on the loop, and waits for its result. On the loop itself the code simply runs.
     *
     * @throws Exception what the code throws
     * @throws IllegalStateException on another loop, which must not wait
     * @throws RejectedExecutionException where the loop is closed
     */
    public <T> T call(Callable<T> body) throws Exception {
        if (onLoop()) {
            return body.call();
        }
        if (isLoopThread()) {
            throw new IllegalStateException("one loop must not wait for another: use execute");
        }
        FutureTask<T> task = new FutureTask<>(body);
        execute(task);
        try {
            return task.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception thrown) {
                throw thrown;
            }
            throw e;
        }
    }

    private void publishDeadline() {
        long before = nextNanos;
        long next = timers.nextNanos();
        nextNanos = next;
        if (next < before) {
            poller.wakeUp();
        }
    }

    /** Ends the loop after the queued tasks have run, without waiting for that. */
    public void closeLater() {
        closed = true;
        poller.wakeUp();
    }

    /** Ends the loop after the queued tasks have run. Waits for that unless it is called on the loop. */
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
        ON_LOOP.set(this);
        try {
            while (!closed) {
                turn();
            }
            runLeftTasks();
            ended = true;
            runLeftTasks();
        } finally {
            poller.close();
        }
    }

    /** Waits for what is due, and has the executor see to it; then waits again. */
    private void waitLoop() {
        Semaphore turnEnded = new Semaphore(0);
        try {
            while (!closed) {
                poller.await(waitNanos(nextNanos));
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
            LOG.log(Level.ERROR, "waiting for the network failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            poller.close();
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
        poller.dispatch();
        runDue();
    }

    private void runLeftTasks() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            guarded(task);
        }
        poller.flush();
    }

    private void turn() {
        try {
            poller.await(waitNanos(timers.nextNanos()));
        } catch (IOException e) {
            LOG.log(Level.ERROR, "waiting for the network failed", e);
        }
        poller.dispatch();
        runDue();
        poller.flush();
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

    private long waitNanos(long next) {
        if (!tasks.isEmpty()) {
            return 0;
        }
        return next == Engine.NEVER ? Engine.NEVER : Math.max(0, next - nowNanos());
    }

    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            LOG.log(Level.ERROR, "a task on the loop failed", e);
        }
    }
}
