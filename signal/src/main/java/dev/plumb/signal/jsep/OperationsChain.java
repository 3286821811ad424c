package dev.plumb.signal.jsep;

import dev.plumb.base.loop.Loop;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Runs operations one after the other on the loop. Each runs whole before the next begins; what an application does when one is done
 * comes after those that waited already.
 *
 * @spec https://www.w3.org/TR/webrtc/#dfn-operations-chain WebRTC 4.4.1.2, operations chain
 */
final class OperationsChain {
    private final Loop loop;
    private final BooleanSupplier closed;
    private final Runnable whenEmpty;
    private int waiting;

    OperationsChain(Loop loop, BooleanSupplier closed, Runnable whenEmpty) {
        this.loop = loop;
        this.closed = closed;
        this.whenEmpty = whenEmpty;
    }

    boolean isEmpty() {
        return waiting == 0;
    }

    /** Queues an operation; its future fails with what it throws, or InvalidStateError where the connection is closed by then. */
    <T> CompletableFuture<T> add(Supplier<T> operation) {
        CompletableFuture<T> result = new CompletableFuture<>();
        loop.execute(() -> {
            waiting++;
            loop.execute(() -> run(operation, result));
        });
        return result;
    }

    private <T> void run(Supplier<T> operation, CompletableFuture<T> result) {
        waiting--;
        if (closed.getAsBoolean()) {
            result.completeExceptionally(RTCPeerConnection.invalidState("the connection is closed"));
            return;
        }
        T value;
        waiting++;
        try {
            value = operation.get();
        } catch (RuntimeException e) {
            waiting--;
            result.completeExceptionally(e);
            idle();
            return;
        }
        waiting--;
        result.complete(value);
        idle();
    }

    private void idle() {
        if (waiting == 0 && !closed.getAsBoolean()) {
            whenEmpty.run();
        }
    }
}
