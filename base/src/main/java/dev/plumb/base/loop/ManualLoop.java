package dev.plumb.base.loop;

import dev.plumb.base.bytes.PacketPool;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A loop without a thread: its owner calls {@link #run} with the time it wants it to be. Tests run whole agents on it
 * under simulated time; an embedder runs them inside a loop of its own.
 *
 * <p>The thread that calls {@link #run} is the loop's thread from then on; before the first call, the thread that made
 * it.
 */
public final class ManualLoop implements Loop {
    private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final TimerQueue timers = new TimerQueue();
    private final PacketPool pool = new PacketPool();
    private final AtomicReference<Thread> thread = new AtomicReference<>(Thread.currentThread());
    private final long wallOriginNanos;
    private long nowNanos;

    /**
     * Creates a loop whose clock stands at {@code nowNanos}.
     *
     * @param wallOriginNanos nanoseconds since 1970 at monotonic time 0
     */
    public ManualLoop(long nowNanos, long wallOriginNanos) {
        this.nowNanos = nowNanos;
        this.wallOriginNanos = wallOriginNanos;
    }

    @Override
    public long nowNanos() {
        return nowNanos;
    }

    @Override
    public long wallNanos() {
        return wallOriginNanos + nowNanos;
    }

    @Override
    public boolean onLoop() {
        return Thread.currentThread().equals(thread.get());
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
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
     * Returns the time at which {@link #run} is wanted next: now if tasks wait, else the earliest timer, or
     * {@code Engine.NEVER}.
     */
    public long nextDeadlineNanos() {
        return tasks.isEmpty() ? timers.nextNanos() : nowNanos;
    }

    /** Returns the number of waiting tasks and timers. */
    public int waiting() {
        return tasks.size() + timers.size();
    }

    /**
     * Moves the clock to {@code newNowNanos} and runs waiting tasks, then due timers, and the tasks that these add.
     *
     * @throws IllegalArgumentException where time would go backwards
     */
    public void run(long newNowNanos) {
        if (newNowNanos < nowNanos) {
            throw new IllegalArgumentException("time goes backwards: " + newNowNanos + " < " + nowNanos);
        }
        thread.set(Thread.currentThread());
        nowNanos = newNowNanos;
        boolean ran = true;
        while (ran) {
            ran = false;
            for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                task.run();
                ran = true;
            }
            Runnable due = timers.pollDue(nowNanos);
            if (due != null) {
                due.run();
                ran = true;
            }
        }
    }
}
