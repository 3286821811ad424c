package dev.plumb.objects;

import dev.plumb.base.bytes.PacketPool;
import dev.plumb.base.loop.Loop;
import java.util.function.Consumer;

/**
 * The loop that a media source runs on. It runs tasks on a worker and reports their exceptions to the owner of the
 * source.
 */
final class SourceLoop implements Loop {
    private final Loop worker;
    private final Consumer<Throwable> failed;

    /**
     * Wraps a worker.
     *
     * @param failed called on the worker with the exception of a task
     */
    SourceLoop(Loop worker, Consumer<Throwable> failed) {
        this.worker = worker;
        this.failed = failed;
    }

    @Override
    public long nowNanos() {
        return worker.nowNanos();
    }

    @Override
    public long wallNanos() {
        return worker.wallNanos();
    }

    @Override
    public boolean onLoop() {
        return worker.onLoop();
    }

    @Override
    public void execute(Runnable task) {
        worker.execute(() -> guarded(task));
    }

    @Override
    public Timer schedule(long deadlineNanos, Runnable task) {
        return worker.schedule(deadlineNanos, () -> guarded(task));
    }

    private void guarded(Runnable task) {
        try {
            task.run();
        } catch (Throwable e) { // errors too, since they end the source's chain of timers
            failed.accept(e);
        }
    }

    @Override
    public PacketPool pool() {
        return worker.pool();
    }
}
