package dev.plumb.objects.streams;

import dev.plumb.base.loop.Loop;
import dev.plumb.objects.RTCDataChannel;
import dev.plumb.objects.RTCDataChannelState;
import dev.plumb.objects.RTCException;
import dev.plumb.objects.RTCSctpTransportState;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A subscriber that sends the messages of a publisher on a data channel, and asks for more only while little is
 * buffered. It closes the channel when the publisher completes or fails. It owns the channel's
 * {@link RTCDataChannel#bufferedAmountLowThreshold()}.
 */
public final class DataChannelSubscriber implements Flow.Subscriber<RTCDataChannel.Message> {
    private static final int MESSAGES_AHEAD = 16;
    private static final int BUFFERED_BYTES_AT_MOST = 1 << 20;
    private static final long RETRY_NANOS = 5_000_000L;

    private final RTCDataChannel channel;
    private final Loop loop;
    private final int highBytes;
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    // on the loop
    private final ArrayDeque<RTCDataChannel.Message> waiting = new ArrayDeque<>();
    private Flow.@Nullable Subscription subscription;
    private int outstanding;
    private boolean completed;
    private boolean retrying;

    /** Creates a subscriber for a channel that is open, or will be. */
    public DataChannelSubscriber(RTCDataChannel channel) {
        this.channel = channel;
        this.loop = channel.transport().agent().loop();
        this.highBytes = Math.clamp(channel.transport().getOptions().sendBufferBytes() / 2, 1, BUFFERED_BYTES_AT_MOST);
        channel.bufferedAmountLowThreshold(highBytes / 2);
        channel.onOpen(c -> proceed());
        channel.onBufferedAmountLow(c -> proceed());
        channel.onError(error -> fail(error.message()));
        channel.onClose(c -> closed());
    }

    /** Completes when the peer has everything and the channel is closed; with an IOException where that fails. */
    public CompletionStage<Void> done() {
        return done.minimalCompletionStage();
    }

    @Override
    public void onSubscribe(Flow.Subscription newSubscription) {
        Objects.requireNonNull(newSubscription);
        onLoop(() -> {
            if (subscription != null || done.isDone()) {
                newSubscription.cancel();
                return;
            }
            subscription = newSubscription;
            proceed();
        });
    }

    @Override
    public void onNext(RTCDataChannel.Message message) {
        Objects.requireNonNull(message);
        onLoop(() -> {
            waiting.addLast(message);
            proceed();
        });
    }

    @Override
    public void onError(Throwable failure) {
        Objects.requireNonNull(failure);
        onLoop(() -> {
            done.completeExceptionally(new IOException("what was to be sent failed", failure));
            channel.close();
        });
    }

    @Override
    public void onComplete() {
        onLoop(() -> {
            completed = true;
            proceed();
        });
    }

    private void onLoop(Runnable task) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException e) {
            done.completeExceptionally(new IOException("the agent is closed", e));
        }
    }

    private void proceed() {
        Flow.Subscription from = subscription;
        if (from == null || channel.readyState() != RTCDataChannelState.OPEN) {
            return;
        }
        while (!waiting.isEmpty() && channel.bufferedAmount() < highBytes) {
            if (!isSent(waiting.getFirst())) {
                return;
            }
            waiting.removeFirst();
            outstanding--;
        }
        if (completed && waiting.isEmpty()) {
            channel.close();
        } else if (outstanding <= MESSAGES_AHEAD / 2 && channel.bufferedAmount() < highBytes) {
            int more = MESSAGES_AHEAD - outstanding;
            outstanding = MESSAGES_AHEAD;
            from.request(more);
        }
    }

    private boolean isSent(RTCDataChannel.Message message) {
        try {
            switch (message) {
                case RTCDataChannel.Message.Text(String text) -> channel.send(text);
                case RTCDataChannel.Message.Binary(byte[] bytes) -> channel.send(bytes);
            }
            return true;
        } catch (RTCException e) {
            if (e.name() == RTCException.Name.OPERATION) {
                retryLater(); // other channels fill the transport's buffer
            } else {
                fail(e.getMessage());
                channel.close();
            }
            return false;
        }
    }

    private void retryLater() {
        if (!retrying) {
            retrying = true;
            loop.schedule(loop.nowNanos() + RETRY_NANOS, () -> {
                retrying = false;
                proceed();
            });
        }
    }

    private void fail(@Nullable String reason) {
        waiting.clear();
        done.completeExceptionally(new IOException("data channel \"" + channel.label() + "\" failed: " + reason));
        Flow.Subscription from = subscription;
        if (from != null && !completed) {
            completed = true;
            from.cancel();
        }
    }

    private void closed() {
        if (channel.transport().state() == RTCSctpTransportState.CLOSED) {
            fail("its transport was closed");
        } else if (!completed) {
            fail("the other side has closed it");
        } else {
            done.complete(null);
        }
    }
}
