package dev.plumb.signal.jsep;

import dev.plumb.base.loop.Loop;
import dev.plumb.objects.LoopFuture;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The operations chain, which runs operations one after the other on the loop. An operation that finds none before it
 * begins at once, and an error of its beginning is reported at once; its effect is a task of its own. It is called on
 * the loop.
 *
 * @spec https://www.w3.org/TR/webrtc/#dfn-operations-chain WebRTC 4.4.1.2, operations chain
 */
final class OperationsChain {
    private final Loop loop;
    private final BooleanSupplier closed;
    private final Runnable whenEmpty;
    private final Deque<Operation<?>> operations = new ArrayDeque<>();

    OperationsChain(Loop loop, BooleanSupplier closed, Runnable whenEmpty) {
        this.loop = loop;
        this.closed = closed;
        this.whenEmpty = whenEmpty;
    }

    boolean isEmpty() {
        return operations.isEmpty();
    }

    /**
     * Appends an operation.
     *
     * @param beginning throws where it cannot be in the state of that moment
     * @param effect runs later, as a task
     * @return a future that fails with the exception of either, or InvalidStateError where the connection is closed by
     *     then
     */
    <T> CompletableFuture<T> add(Runnable beginning, Supplier<T> effect) {
        Operation<T> operation = new Operation<>(beginning, effect);
        operations.add(operation);
        if (operations.size() == 1) {
            operation.begin();
            operation.settleWhereRefused();
        }
        return operation.result;
    }

    private final class Operation<T> {
        final CompletableFuture<T> result = new LoopFuture<>(loop);
        private final Runnable beginning;
        private final Supplier<T> effect;
        private @Nullable RuntimeException refusal;

        Operation(Runnable beginning, Supplier<T> effect) {
            this.beginning = beginning;
            this.effect = effect;
        }

        void begin() {
            try {
                if (!closed.getAsBoolean()) {
                    beginning.run();
                }
                loop.execute(this::run);
            } catch (RuntimeException e) {
                refusal = e;
            }
        }

        void settleWhereRefused() {
            RuntimeException e = refusal;
            if (e != null) {
                settle(refusing(e));
            }
        }

        private void run() {
            if (closed.getAsBoolean()) {
                settle(() -> result.completeExceptionally(RTCPeerConnection.invalidState("the connection is closed")));
                return;
            }
            try {
                T value = effect.get();
                settle(() -> result.complete(value));
            } catch (RuntimeException e) {
                settle(() -> result.completeExceptionally(e));
            }
        }

        /** Settles an operation. The next one begins before anybody reacts to the end of this one. */
        private void settle(Runnable completion) {
            Operation<?> ended = this;
            Runnable tell = completion;
            while (true) { // not recursive: any number of refused operations may follow each other
                operations.remove(ended);
                Operation<?> next = operations.peek();
                if (next != null) {
                    next.begin();
                }
                tell.run();
                if (next == null && operations.isEmpty() && !closed.getAsBoolean()) {
                    whenEmpty.run();
                }
                RuntimeException e = next == null ? null : next.refusal;
                if (next == null || e == null) {
                    return;
                }
                ended = next;
                tell = next.refusing(e);
            }
        }

        private Runnable refusing(RuntimeException e) {
            return () -> result.completeExceptionally(e);
        }
    }
}
