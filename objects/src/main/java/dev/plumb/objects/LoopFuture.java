package dev.plumb.objects;

import dev.plumb.base.loop.Loop;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A future that its loop completes. Waiting on that loop would block for ever, so {@code join} and {@code get} throw
 * there unless the future is done; use {@code thenAccept} and its like instead. The same holds for every future derived
 * from this one.
 *
 * @param <T> the type of the result
 */
public final class LoopFuture<T> extends CompletableFuture<T> {
    private final Loop loop;

    /** Makes an incomplete future. */
    public LoopFuture(Loop loop) {
        this.loop = loop;
    }

    private void requireNotOnLoop() {
        if (!isDone() && loop.onLoop()) {
            throw RTCException.invalidState(
                    "this future is completed on the loop that waits for it; use thenAccept, or wait on"
                            + " another thread");
        }
    }

    /**
     * Waits for the result and returns it.
     *
     * @throws RTCException InvalidStateError where the caller is on the loop and the future is not done
     */
    @Override
    public T join() {
        requireNotOnLoop();
        return super.join();
    }

    /**
     * Waits for the result and returns it.
     *
     * @throws RTCException InvalidStateError where the caller is on the loop and the future is not done
     */
    @Override
    public T get() throws InterruptedException, ExecutionException {
        requireNotOnLoop();
        return super.get();
    }

    /**
     * Waits for the result, up to a timeout, and returns it.
     *
     * @throws RTCException InvalidStateError where the caller is on the loop and the future is not done
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
