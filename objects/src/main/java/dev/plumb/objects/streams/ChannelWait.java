package dev.plumb.objects.streams;

import dev.plumb.objects.RTCDataChannel;
import dev.plumb.objects.RTCDataChannelState;
import dev.plumb.objects.RTCException;
import dev.plumb.objects.RTCSctpTransportState;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A condition on which threads wait for events of a channel. While the lock is held it calls nothing but the functions
 * handed in.
 */
final class ChannelWait {
    private static final long RETRY_MILLIS = 5;

    private final RTCDataChannel channel;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean over;
    private @Nullable String failure;

    ChannelWait(RTCDataChannel channel) {
        this.channel = channel;
        channel.onOpen(c -> change(() -> {}));
        channel.onBufferedAmountLow(c -> change(() -> {}));
        channel.onError(error -> change(() -> failure = error.message()));
        channel.onClose(c -> change(this::end));
        if (channel.readyState() == RTCDataChannelState.CLOSED) {
            change(this::end);
        }
    }

    private void end() {
        over = true;
        if (failure == null && channel.transport().state() == RTCSctpTransportState.CLOSED) {
            failure = "its transport was closed";
        }
    }

    /** Changes something, and wakes up who waits. */
    void change(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Returns whether the channel is closed. */
    boolean isOver() {
        lock.lock();
        try {
            return over;
        } finally {
            lock.unlock();
        }
    }

    /** Throws where the channel was not closed in the way that delivers all. */
    void requireNoFailure() throws IOException {
        lock.lock();
        try {
            if (failure != null) {
                throw new IOException("data channel \"" + channel.label() + "\" failed: " + failure);
            }
        } finally {
            lock.unlock();
        }
    }

    boolean onLoop() {
        return channel.transport().agent().loop().onLoop();
    }

    /**
     * Waits until something holds, or the channel is closed.
     *
     * @param condition asked under the lock
     * @throws RTCException InvalidStateError where that would stop the loop
     */
    void until(BooleanSupplier condition) throws InterruptedIOException {
        lock.lock();
        try {
            while (!over && failure == null && !condition.getAsBoolean()) {
                if (onLoop()) {
                    throw new RTCException(
                            RTCException.Name.INVALID_STATE,
                            "this would wait on the loop for the loop itself; read and write on another thread");
                }
                changed.await();
            }
        } catch (InterruptedException e) {
            throw interrupted();
        } finally {
            lock.unlock();
        }
    }

    /** Waits a moment. */
    static void briefly() throws InterruptedIOException {
        try {
            Thread.sleep(RETRY_MILLIS);
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private static InterruptedIOException interrupted() {
        Thread.currentThread().interrupt();
        return new InterruptedIOException("interrupted while waiting for a data channel");
    }
}
