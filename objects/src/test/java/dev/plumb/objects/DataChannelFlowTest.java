package dev.plumb.objects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.objects.streams.DataChannelPublisher;
import dev.plumb.objects.streams.DataChannelSubscriber;
import dev.plumb.testkit.LinkConditions;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Channels as flows: demand on one side, back-pressure on the other. */
class DataChannelFlowTest {
    private static final RTCDataChannelParameters X = RTCDataChannelParameters.of("x");
    private static final Duration A_MINUTE = Duration.ofMinutes(1);

    /** Takes what it has asked for, and remembers. */
    private static final class Collector implements Flow.Subscriber<RTCDataChannel.Message> {
        private final List<RTCDataChannel.Message> got = new ArrayList<>();
        private Flow.@Nullable Subscription subscription;
        private @Nullable Throwable failure;
        private boolean completed;

        @Override
        public void onSubscribe(Flow.Subscription s) {
            subscription = s;
        }

        @Override
        public void onNext(RTCDataChannel.Message message) {
            got.add(message);
        }

        @Override
        public void onError(Throwable t) {
            failure = t;
        }

        @Override
        public void onComplete() {
            completed = true;
        }

        Flow.Subscription subscription() {
            return java.util.Objects.requireNonNull(subscription);
        }
    }

    private static RTCDataChannel.Message message(int number) {
        return number % 3 == 0
                ? new RTCDataChannel.Message.Text(number % 2 == 0 ? "" : "text " + number)
                : new RTCDataChannel.Message.Text("long ".repeat(100) + number);
    }

    @Test
    void aSubscriberGetsWhatItAsksForInOrderAndThenTheEnd() {
        SimAgents s = new SimAgents(1).plumbed().started();
        RTCDataChannel[] pair = s.openChannel(X);
        DataChannelPublisher publisher = new DataChannelPublisher(pair[1]);
        List<RTCDataChannel.Message> sent = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            sent.add(message(i));
            pair[0].send(((RTCDataChannel.Message.Text) sent.getLast()).text());
        }
        pair[0].close();
        // what came before it subscribed is kept
        s.clock.runFor(A_MINUTE);
        Collector collector = new Collector();
        publisher.subscribe(collector);
        s.clock.runFor(A_MINUTE);
        assertThat(collector.got).isEmpty();
        collector.subscription().request(3);
        s.clock.runFor(A_MINUTE);
        assertThat(collector.got).isEqualTo(sent.subList(0, 3));
        assertThat(collector.completed).isFalse();
        collector.subscription().request(Long.MAX_VALUE);
        collector.subscription().request(Long.MAX_VALUE);
        s.clock.runFor(A_MINUTE);
        assertThat(collector.got).isEqualTo(sent);
        assertThat(collector.completed).isTrue();
        assertThat(collector.failure).isNull();
        assertThat(pair[1].unconsumedBytes()).isZero();
        Collector second = new Collector();
        publisher.subscribe(second);
        assertThat(second.failure).isInstanceOf(IllegalStateException.class);
        assertThat(s.leftAfterClose()).isEqualTo(SimAgents.nothing());
    }

    @Test
    void withoutDemandThePeerIsHeldBack() {
        SimAgents s = new SimAgents(2);
        s.b.sctpOptions(RTCSctpOptions.DEFAULT.withReceiveWindowBytes(300_000));
        s.plumbed().started();
        RTCDataChannel[] pair = s.openChannel(X);
        Collector collector = new Collector();
        new DataChannelPublisher(pair[1]).subscribe(collector);
        for (int i = 0; i < 300; i++) {
            pair[0].send(new byte[10_000]);
        }
        s.clock.runFor(A_MINUTE);
        collector.subscription().request(5);
        s.clock.runFor(A_MINUTE);
        assertThat(collector.got).hasSize(5);
        assertThat(pair[1].unconsumedBytes()).isBetween(250_000L, 310_000L);
        assertThat(pair[0].bufferedAmount()).isGreaterThan(2_500_000);
        collector.subscription().cancel();
        s.clock.runFor(A_MINUTE);
        assertThat(collector.got).hasSize(5);
        assertThat(pair[0].bufferedAmount()).isZero();
        assertThat(pair[1].readyState()).isEqualTo(RTCDataChannelState.OPEN);
        assertThat(s.leftAfterClose()).isEqualTo(SimAgents.nothing());
    }

    @Test
    void aLostAssociationEndsBothSidesWithAnError() {
        SimAgents s = new SimAgents(3).plumbed().started();
        RTCDataChannel[] pair = s.openChannel(X);
        RTCDataChannel[] other = s.openChannel(X);
        Collector collector = new Collector();
        new DataChannelPublisher(other[0]).subscribe(collector);
        DataChannelSubscriber subscriber = new DataChannelSubscriber(pair[0]);
        CompletableFuture<Void> done = subscriber.done().toCompletableFuture();
        boolean[] cancelled = {false};
        subscriber.onSubscribe(new Flow.Subscription() {
            @Override
            public void request(long n) {
                for (int i = 0; i < n; i++) {
                    subscriber.onNext(new RTCDataChannel.Message.Binary(new byte[100_000]));
                }
            }

            @Override
            public void cancel() {
                cancelled[0] = true;
            }
        });
        s.clock.runFor(Duration.ofMillis(30));
        s.hostB.conditions(LinkConditions.PERFECT.withLoss(1));
        assertThat(s.clock.runUntil(done::isDone, Duration.ofMinutes(5))).isTrue();
        assertThat(done).isCompletedExceptionally();
        assertThat(cancelled[0]).isTrue();
        s.clock.runFor(Duration.ofSeconds(1));
        assertThat(collector.failure).isInstanceOf(IOException.class);
        assertThat(s.leftAfterClose()).isEqualTo(SimAgents.nothing());
    }

    @Test
    void aRelayOfTwoConnectionsPassesBackPressureOn() {
        SimAgents s = new SimAgents(4).plumbed().started();
        RTCDataChannel[] first = s.openChannel(RTCDataChannelParameters.of("first"));
        RTCDataChannel[] second = s.openChannel(RTCDataChannelParameters.of("second"));
        // from a to b on one channel, and from b back to a on another, whose reader takes its time
        DataChannelSubscriber onward = new DataChannelSubscriber(second[1]);
        new DataChannelPublisher(first[1]).subscribe(onward);
        Collector slow = new Collector();
        new DataChannelPublisher(second[0]).subscribe(slow);
        List<Integer> sent = new ArrayList<>();
        Random random = new Random(4);
        int[] next = {0};
        first[0].bufferedAmountLowThreshold(1_000_000);
        Runnable fill = () -> {
            while (first[0].bufferedAmount() < 2_000_000 && next[0] < 1_000) {
                byte[] bytes = new byte[random.nextInt(60_000)];
                sent.add(bytes.length);
                first[0].send(bytes);
                if (++next[0] == 1_000) {
                    first[0].close();
                }
            }
        };
        first[0].onBufferedAmountLow(c -> fill.run());
        fill.run();
        s.clock.runFor(A_MINUTE);
        assertThat(next[0]).as("held back").isLessThan(700);
        assertThat(second[1].bufferedAmount()).isLessThan(2_100_000);
        slow.subscription().request(Long.MAX_VALUE);
        assertThat(s.clock.runUntil(() -> slow.completed, Duration.ofMinutes(5)))
                .isTrue();
        assertThat(slow.got)
                .extracting(m -> ((RTCDataChannel.Message.Binary) m).bytes().length)
                .isEqualTo(sent);
        assertThat(onward.done().toCompletableFuture()).isCompleted();
        assertThat(s.leftAfterClose()).isEqualTo(SimAgents.nothing());
    }
}
