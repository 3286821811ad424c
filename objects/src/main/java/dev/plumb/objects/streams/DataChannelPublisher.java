package dev.plumb.objects.streams;

import dev.plumb.objects.RTCDataChannel;
import dev.plumb.objects.RTCDataChannelState;
import dev.plumb.objects.RTCSctpTransportState;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A publisher of a data channel's messages, as many as one subscriber asks for. The others fill the receive window, and
 * so throttle the peer. It completes when the channel was closed and all was delivered; a channel that failed ends it
 * with an IOException. The subscriber is called on the loop, and must not block. A subscriber that cancels leaves the
 * channel open; later messages are dropped.
 */
public final class DataChannelPublisher implements Flow.Publisher<RTCDataChannel.Message> {
    private static final System.Logger LOG = System.getLogger("dev.plumb.sctp");
    /** The messages after which other tasks of the loop run. */
    private static final int MESSAGES_A_TURN = 256;

    private final RTCDataChannel channel;
    private final AtomicLong wanted = new AtomicLong();
    private final AtomicBoolean hasSubscriber = new AtomicBoolean();
    private final AtomicBoolean turnPending = new AtomicBoolean();
    // on the loop
    private final MessageLog waiting = new MessageLog();
    private Flow.@Nullable Subscriber<? super RTCDataChannel.Message> subscriber;
    private boolean over;
    private Optional<String> failure = Optional.empty();
    private volatile boolean ended;
    private volatile boolean misused;

    /**
     * Creates a publisher of all messages from now on. It misses none if it is created in the listener that is given
     * the peer's channel, or right after a channel of one's own was opened.
     */
    public DataChannelPublisher(RTCDataChannel channel) {
        this.channel = channel;
        channel.manualConsume(true);
        channel.onMessage(message -> {
            if (!ended) {
                waiting.add(message);
                turn();
            }
        });
        channel.onError(error -> {
            failure = Optional.of(error.message());
            over();
        });
        channel.onClose(c -> over());
        if (channel.readyState() == RTCDataChannelState.CLOSED) {
            onLoop(this::over);
        }
    }

    private void over() {
        if (failure.isEmpty() && channel.transport().state() == RTCSctpTransportState.CLOSED) {
            failure = Optional.of("its transport was closed");
        }
        over = true;
        turn();
    }

    /** Subscribes to the messages. Only one subscriber gets them; any other gets an IllegalStateException. */
    @Override
    public void subscribe(Flow.Subscriber<? super RTCDataChannel.Message> newSubscriber) {
        Objects.requireNonNull(newSubscriber);
        if (!hasSubscriber.compareAndSet(false, true)) {
            newSubscriber.onSubscribe(new Flow.Subscription() {
                @Override
                public void request(long n) {}

                @Override
                public void cancel() {}
            });
            newSubscriber.onError(new IllegalStateException("the messages of a channel have one subscriber"));
            return;
        }
        onLoop(() -> {
            subscriber = newSubscriber;
            newSubscriber.onSubscribe(new Subscription());
            turn();
        });
    }

    private final class Subscription implements Flow.Subscription {
        @Override
        public void request(long n) {
            if (n <= 0) {
                misused = true;
            } else {
                wanted.accumulateAndGet(n, (a, b) -> a + b < 0 ? Long.MAX_VALUE : a + b);
            }
            onLoop(DataChannelPublisher.this::turn);
        }

        @Override
        public void cancel() {
            ended = true;
            channel.manualConsume(false);
            onLoop(DataChannelPublisher.this::end);
        }
    }

    private void onLoop(Runnable task) {
        try {
            channel.transport().agent().loop().execute(task);
        } catch (RejectedExecutionException e) {
            LOG.log(System.Logger.Level.DEBUG, "the loop has ended", e);
        }
    }

    private void end() {
        ended = true;
        subscriber = null;
        waiting.clear();
    }

    /** Delivers later, so that no subscriber is called from inside of a call of its own. */
    private void turn() {
        if (turnPending.compareAndSet(false, true)) {
            onLoop(this::deliver);
        }
    }

    private void deliver() {
        turnPending.set(false);
        Flow.Subscriber<? super RTCDataChannel.Message> to = subscriber;
        if (to == null || ended) {
            return;
        }
        try {
            for (int i = 0; i < MESSAGES_A_TURN && !ended && !waiting.isEmpty() && wanted.get() > 0 && !misused; i++) {
                if (wanted.get() != Long.MAX_VALUE) {
                    wanted.decrementAndGet();
                }
                RTCDataChannel.Message next = Objects.requireNonNull(waiting.poll());
                to.onNext(next);
                if (!ended) {
                    channel.consumed(next.windowBytes());
                }
            }
            if (ended) {
                return;
            }
            if (misused) {
                end();
                channel.manualConsume(false);
                to.onError(new IllegalArgumentException("a subscriber requests at least one message"));
            } else if (!waiting.isEmpty()) {
                if (wanted.get() > 0) {
                    turn();
                }
            } else if (over) {
                end();
                if (failure.isPresent()) {
                    to.onError(new IOException("data channel \"" + channel.label() + "\" failed: " + failure.get()));
                } else {
                    to.onComplete();
                }
            }
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "a subscriber failed, and gets nothing more", e);
            end();
            channel.manualConsume(false);
        }
    }
}
