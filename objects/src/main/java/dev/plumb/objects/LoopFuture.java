package dev.plumb.objects;

import dev.plumb.base.loop.Loop;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A future that its loop completes. Waiting for it on that loop would wait for ever, so it throws there unless it is done; use
 * {@code thenAccept} and the like. The same holds for all futures made from it.
 *
 * @param <T> the result
 */
public final class LoopFuture<T> extends CompletableFuture<T> {
    private final Loop loop;

    /** Makes one that is not complete. */
    public LoopFuture(Loop loop) {
        this.loop = loop;
    }

    private void requireNotOnLoop() {
        if (!isDone() && loop.onLoop()) {
            throw RTCException.invalidState(
                    "this future is completed on the loop that waits for it; use thenAccept, or wait on another thread");
        }
    }

    /**
     * Waits for the result.
     *
     * @throws RTCException InvalidStateError on the loop, where it is not done
     */
    @Override
    public T join() {
        requireNotOnLoop();
        return super.join();
    }

    /**
     * Waits for the result.
     *
     * @throws RTCException InvalidStateError on the loop, where it is not done
     */
    @Override
    public T get() throws InterruptedException, ExecutionException {
        requireNotOnLoop();
        return super.get();
    }

    /**
     * Waits for the result.
     *
     * @throws RTCException InvalidStateError on the loop, where it is not done
     */
    @Override
    public T get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        requireNotOnLoop();
        return super.get(timeout, unit);
    }

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new LoopFuture<>(loop);
    }
}
