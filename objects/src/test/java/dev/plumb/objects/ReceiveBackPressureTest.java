package dev.plumb.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumb.testkit.LinkConditions;
import dev.plumb.testkit.Seeds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a channel's application has not consumed holds the peer back. */
class ReceiveBackPressureTest {
    private static final int WINDOW = 1 << 20;
    private static final Duration A_MINUTE = Duration.ofMinutes(1);

    private static SimAgents withWindow(long seed) {
        SimAgents s = new SimAgents(seed);
        s.b.sctpOptions(RTCSctpOptions.DEFAULT.withReceiveWindowBytes(WINDOW));
        return s.plumbed().started();
    }

    @Test
    void whatIsNotConsumedStopsThePeerAndNothingIsLost() {
        Seeds.forEach(5, seed -> {
            SimAgents s = withWindow(seed);
            RTCDataChannel[] pair = s.openChannel(RTCDataChannelParameters.of("x"));
            s.hostA.conditions(
                    LinkConditions.PERFECT.withDelay(Duration.ofMillis(10)).withLoss(0.01));
            pair[1].manualConsume(true);
            List<Integer> got = new ArrayList<>();
            pair[1].onMessage(m -> {
                byte[] bytes = ((RTCDataChannel.Message.Binary) m).bytes();
                got.add((bytes[0] & 0xff) << 8 | (bytes[1] & 0xff));
            });
            List<Integer> sent = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                byte[] bytes = new byte[20_000];
                bytes[0] = (byte) (i >> 8);
                bytes[1] = (byte) i;
                pair[0].send(bytes);
                sent.add(i);
            }
            s.clock.runFor(A_MINUTE);
            // a message that was begun within the window may end beyond it
            assertThat(pair[1].unconsumedBytes()).isBetween(WINDOW / 2L, WINDOW + 20_000L);
            assertThat(pair[0].bufferedAmount()).isGreaterThan(6_000_000);
            assertThat(s.clock.runUntil(
                            () -> {
                                if (pair[1].unconsumedBytes() >= 20_000) {
                                    pair[1].consumed(20_000);
                                }
                                return got.size() == sent.size();
                            },
                            Duration.ofMinutes(10)))
                    .isTrue();
            assertThat(got).isEqualTo(sent);
            assertThat(s.leftAfterClose()).isEqualTo(SimAgents.nothing());
        });
    }

    @Test
    void aChannelThatConsumesAtOnceIsNotHeldBackByWhatAnotherLeaves() {
        SimAgents s = withWindow(1);
        RTCDataChannel[] slow = s.openChannel(RTCDataChannelParameters.of("slow"));
        RTCDataChannel[] fast = s.openChannel(RTCDataChannelParameters.of("fast"));
        slow[1].manualConsume(true);
        slow[0].send(new byte[200_000]);
        long[] received = {0};
        fast[1].onMessage(m -> received[0] += m.windowBytes());
        for (int i = 0; i < 150; i++) {
            fast[0].send(new byte[100_000]);
        }
        assertThat(s.clock.runUntil(() -> received[0] == 15_000_000, A_MINUTE)).isTrue();
        assertThat(slow[1].unconsumedBytes()).isEqualTo(200_000);
        assertThat(fast[1].unconsumedBytes()).isZero();
        assertThat(s.leftAfterClose()).isEqualTo(SimAgents.nothing());
    }

    @Test
    void aPeerThatOpensSendsAndClosesAgainAndAgainFillsNoMoreThanTheWindow() {
        SimAgents s = withWindow(2);
        List<RTCDataChannel> taken = new ArrayList<>();
        s.sctpB.onDataChannel(c -> {
            c.manualConsume(true);
            taken.add(c);
        });
        for (int i = 0; i < 40; i++) {
            RTCDataChannel channel = s.a.dataChannel(s.sctpA, RTCDataChannelParameters.of("c" + i));
            channel.onOpen(c -> {
                c.send(new byte[100_000]);
                c.close();
            });
        }
        s.clock.runFor(A_MINUTE);
        assertThat(taken.stream().mapToLong(RTCDataChannel::unconsumedBytes).sum())
                .isBetween(WINDOW / 2L, WINDOW + 100_000L);
        // a closed channel gives back as an open one does
        assertThat(taken.getFirst().readyState()).isEqualTo(RTCDataChannelState.CLOSED);
        assertThat(s.clock.runUntil(
                        () -> {
                            taken.forEach(c -> c.consumed(c.unconsumedBytes()));
                            return taken.size() == 40
                                    && taken.stream().allMatch(c -> c.readyState() == RTCDataChannelState.CLOSED);
                        },
                        A_MINUTE))
                .isTrue();
        assertThat(s.leftAfterClose()).isEqualTo(SimAgents.nothing());
    }

    @Test
    void manySmallAndEmptyMessagesAreBoundedByTheWindowToo() {
        SimAgents s = new SimAgents(3);
        s.b.sctpOptions(RTCSctpOptions.DEFAULT.withMaxMessageSize(1_000).withReceiveWindowBytes(10_000));
        s.plumbed().started();
        RTCDataChannel[] pair = s.openChannel(RTCDataChannelParameters.of("x"));
        pair[1].manualConsume(true);
        int[] count = {0};
        pair[1].onMessage(m -> count[0]++);
        for (int i = 0; i < 30_000; i++) {
            pair[0].send(i % 2 == 0 ? "" : "x");
        }
        s.clock.runFor(A_MINUTE);
        assertThat(count[0]).isBetween(5_000, 10_000);
        pair[1].manualConsume(false);
        assertThat(s.clock.runUntil(() -> count[0] == 30_000, A_MINUTE)).isTrue();
        assertThat(s.leftAfterClose()).isEqualTo(SimAgents.nothing());
    }

    @Test
    void consumingWhatWasNotDeliveredIsRefused() {
        SimAgents s = withWindow(4);
        RTCDataChannel[] pair = s.openChannel(RTCDataChannelParameters.of("x"));
        assertThatThrownBy(() -> pair[1].consumed(1)).hasMessageContaining("TypeError");
        pair[1].manualConsume(true);
        pair[0].send("four");
        s.clock.runUntil(() -> pair[1].unconsumedBytes() > 0, A_MINUTE);
        assertThatThrownBy(() -> pair[1].consumed(5)).hasMessageContaining("5 of 4");
        assertThatThrownBy(() -> pair[1].consumed(-1)).hasMessageContaining("TypeError");
        pair[1].consumed(4);
        assertThat(pair[1].unconsumedBytes()).isZero();
        assertThat(s.leftAfterClose()).isEqualTo(SimAgents.nothing());
    }
}
