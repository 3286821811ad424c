package dev.plumb.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumb.testkit.Growth;
import dev.plumb.testkit.LinkConditions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is buffered on channels, told exactly, and its bounds. */
class DataChannelBufferTest {
    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);
    private static final LinkConditions SLOW = LinkConditions.PERFECT.withDelay(Duration.ofMillis(20));

    @Test
    void theBufferedAmountGrowsAtSendAndFallsAsBytesLeave() {
        SimAgents s = new SimAgents(1).plumbed().started();
        RTCDataChannel[] pair = s.openChannel(RTCDataChannelParameters.of("x"));
        s.hostA.conditions(SLOW);
        RTCDataChannel channel = pair[0];
        for (int i = 1; i <= 3; i++) {
            channel.send(new byte[100_000]);
            // what the congestion window lets go at once counts until the caller has returned
            assertThat(channel.bufferedAmount()).isEqualTo(i * 100_000L);
        }
        channel.send("");
        channel.send("ä🙂\ud800");
        assertThat(channel.bufferedAmount()).isEqualTo(300_000 + 2 + 4 + 3);
        List<Long> seen = new ArrayList<>();
        while (channel.bufferedAmount() > 0) {
            s.clock.runFor(Duration.ofMillis(1));
            seen.add(channel.bufferedAmount());
        }
        assertThat(seen).isSortedAccordingTo((x, y) -> Long.compare(y, x));
        assertThat(seen.stream().distinct().count()).as("it falls in steps").isGreaterThan(5);
        assertThat(s.leftAfterClose()).isEqualTo(SimAgents.nothing());
    }

    @Test
    void theLowEventComesOnceWhenTheThresholdIsReachedAndNotFromInsideSend() {
        SimAgents s = new SimAgents(2).plumbed().started();
        RTCDataChannel channel = s.openChannel(RTCDataChannelParameters.of("x"))[0];
        s.hostA.conditions(SLOW);
        channel.bufferedAmountLowThreshold(50_000);
        List<Long> lows = new ArrayList<>();
        channel.onBufferedAmountLow(c -> lows.add(c.bufferedAmount()));
        channel.send(new byte[50_000]);
        s.clock.runUntil(() -> channel.bufferedAmount() == 0, TEN_SECONDS);
        assertThat(lows).as("never above the threshold").isEmpty();
        for (int i = 0; i < 10; i++) {
            channel.send(new byte[40_000]);
        }
        assertThat(lows).isEmpty();
        s.clock.runUntil(() -> channel.bufferedAmount() == 0, TEN_SECONDS);
        assertThat(lows).hasSize(1);
        assertThat(lows.getFirst()).isBetween(0L, 50_000L);
        assertThatThrownBy(() -> channel.bufferedAmountLowThreshold(-1)).hasMessageContaining("TypeError");
        assertThat(s.leftAfterClose()).isEqualTo(SimAgents.nothing());
    }

    @Test
    void refillingAtTheLowEventKeepsALinkBusyWithLittleBuffered() {
        SimAgents s = new SimAgents(3).plumbed().started();
        RTCDataChannel[] pair = s.openChannel(RTCDataChannelParameters.of("x"));
        long[] received = {0};
        long[] most = {0};
        pair[1].onMessage(m -> received[0] += m.windowBytes());
        RTCDataChannel channel = pair[0];
        channel.bufferedAmountLowThreshold(64_000);
        channel.onBufferedAmountLow(c -> {
            while (c.bufferedAmount() < 128_000) {
                c.send(new byte[16_000]);
            }
            most[0] = Math.max(most[0], c.bufferedAmount());
        });
        channel.send(new byte[128_000]);
        assertThat(s.clock.runUntil(() -> received[0] > 10_000_000, Duration.ofSeconds(60)))
                .isTrue();
        assertThat(most[0]).isLessThanOrEqualTo(144_000);
        assertThat(s.leftAfterClose()).isEqualTo(SimAgents.nothing());
    }

    @Test
    void aFullSendBufferRefusesAndTakesAgainOnceBytesHaveLeft() {
        SimAgents s = new SimAgents(4);
        s.a.sctpOptions(RTCSctpOptions.DEFAULT.withMaxMessageSize(50_000).withSendBufferBytes(100_000));
        s.plumbed().started();
        RTCDataChannel[] pair = s.openChannel(RTCDataChannelParameters.of("x"));
        RTCDataChannel other = s.openChannel(RTCDataChannelParameters.of("y"))[0];
        assertThat(s.sctpA.getOptions().sendBufferBytes()).isEqualTo(100_000);
        s.hostA.conditions(SLOW);
        List<Integer> sizes = new ArrayList<>();
        pair[1].onMessage(m -> sizes.add((int) m.windowBytes()));
        RTCDataChannel channel = pair[0];
        int taken = 0;
        RTCException refusal = null;
        while (refusal == null) {
            try {
                channel.send(new byte[20_000]);
                taken++;
            } catch (RTCException e) {
                refusal = e;
            }
        }
        assertThat(refusal.name()).isEqualTo(RTCException.Name.OPERATION);
        assertThat(channel.bufferedAmount()).isEqualTo(taken * 20_000L);
        assertThatThrownBy(() -> other.send(new byte[20_000])).hasMessageContaining("OperationError");
        assertThat(other.bufferedAmount()).isZero();
        s.clock.runUntil(() -> channel.bufferedAmount() == 0, TEN_SECONDS);
        other.send(new byte[20_000]);
        int all = taken;
        assertThat(s.clock.runUntil(() -> sizes.size() == all, TEN_SECONDS)).isTrue();
        assertThat(sizes).containsOnly(20_000);
        assertThat(s.leftAfterClose()).isEqualTo(SimAgents.nothing());
    }

    /** Seconds that 40 MB take on a path of 200 Mbit/s and 200 ms. */
    private static double secondsOnAFatPath(RTCSctpOptions options) {
        SimAgents s = new SimAgents(6);
        s.a.sctpOptions(options);
        s.b.sctpOptions(options);
        s.plumbed().started();
        RTCDataChannel[] pair = s.openChannel(RTCDataChannelParameters.of("x"));
        LinkConditions fat =
                LinkConditions.PERFECT.withDelay(Duration.ofMillis(100)).withRate(200_000_000, 2_500_000);
        s.hostA.conditions(fat);
        s.hostB.conditions(LinkConditions.PERFECT);
        long[] received = {0};
        pair[1].onMessage(m -> received[0] += m.windowBytes());
        long before = s.clock.nowNanos();
        int[] sent = {0};
        Runnable fill = () -> {
            while (sent[0] < 200 && pair[0].bufferedAmount() < 4_000_000) {
                pair[0].send(new byte[200_000]);
                sent[0]++;
            }
        };
        pair[0].bufferedAmountLowThreshold(2_000_000);
        pair[0].onBufferedAmountLow(c -> fill.run());
        fill.run();
        assertThat(s.clock.runUntil(() -> received[0] == 40_000_000, Duration.ofMinutes(5)))
                .isTrue();
        double seconds = (s.clock.nowNanos() - before) / 1e9;
        assertThat(s.leftAfterClose()).isEqualTo(SimAgents.nothing());
        return seconds;
    }

    @Test
    void cubicAndAWindowThatGrowsFillALongFatPath() {
        RTCSctpOptions cubic = RTCSctpOptions.DEFAULT.withCongestionControl(RTCSctpCongestionControl.CUBIC);
        assertThat(secondsOnAFatPath(cubic)).isLessThan(6);
        assertThat(secondsOnAFatPath(cubic.withReceiveWindowBytes(500_000)))
                .as("half a megabyte in each round trip")
                .isGreaterThan(12);
    }

    @Test
    void longerMessagesGoWhereBothSidesTakeThem() {
        SimAgents s = new SimAgents(5);
        s.a.sctpOptions(RTCSctpOptions.DEFAULT.withMaxMessageSize(4 << 20));
        s.b.sctpOptions(RTCSctpOptions.DEFAULT.withMaxMessageSize(3 << 20));
        s.plumbed().started();
        assertThat(s.sctpA.maxMessageSize()).isEqualTo(3 << 20);
        RTCDataChannel[] pair = s.openChannel(RTCDataChannelParameters.of("x"));
        byte[] sent = new byte[3 << 20];
        new Random(5).nextBytes(sent);
        List<RTCDataChannel.Message> got = new ArrayList<>();
        pair[1].onMessage(got::add);
        assertThatThrownBy(() -> pair[0].send(new byte[(3 << 20) + 1])).hasMessageContaining("TypeError");
        pair[0].send(sent);
        assertThat(s.clock.runUntil(() -> !got.isEmpty(), Duration.ofSeconds(60)))
                .isTrue();
        assertThat(got.getFirst() instanceof RTCDataChannel.Message.Binary(byte[] b) && Arrays.equals(b, sent))
                .isTrue();
        assertThat(s.leftAfterClose()).isEqualTo(SimAgents.nothing());
    }

    @Test
    void optionsThatContradictEachOtherAreRefused() {
        assertThatThrownBy(() -> RTCSctpOptions.DEFAULT.withMaxMessageSize(0)).hasMessageContaining("RangeError");
        assertThatThrownBy(() -> RTCSctpOptions.DEFAULT.withReceiveWindowBytes(100_000))
                .hasMessageContaining("maxMessageSize");
        assertThatThrownBy(() -> RTCSctpOptions.DEFAULT.withSendBufferBytes(0)).hasMessageContaining("RangeError");
    }

    @Test
    void whatWasLeftWhenAChannelClosesStays() {
        SimAgents s = new SimAgents(6).plumbed().started();
        RTCDataChannel channel = s.openChannel(RTCDataChannelParameters.of("x"))[0];
        s.hostA.conditions(LinkConditions.PERFECT.withLoss(1));
        channel.send(new byte[200_000]);
        s.clock.runFor(Duration.ofMillis(100));
        long left = channel.bufferedAmount();
        assertThat(left).isBetween(100_000L, 199_999L);
        s.sctpA.stop();
        s.clock.runFor(Duration.ofSeconds(1));
        assertThat(channel.readyState()).isEqualTo(RTCDataChannelState.CLOSED);
        assertThat(channel.bufferedAmount()).isEqualTo(left);
        assertThat(s.leftAfterClose()).isEqualTo(SimAgents.nothing());
    }

    /** A packet must not cost what channels that it has nothing of cost. */
    @Test
    void emptyingManyChannelsCostsWhatTheyHold() {
        Growth.check("channels with something buffered", 800, 2, n -> {
            SimAgents agents = new SimAgents(1).plumbed().started();
            agents.openChannel(RTCDataChannelParameters.of("first"));
            List<RTCDataChannel> channels = new ArrayList<>();
            for (int i = 0; i < n; i++) {
                var parameters = RTCDataChannelParameters.of("c").withNegotiated(10 + i);
                channels.add(agents.a.dataChannel(agents.sctpA, parameters));
                agents.b.dataChannel(agents.sctpB, parameters);
            }
            agents.clock.runFor(Duration.ofSeconds(1));
            return () -> {
                byte[] message = new byte[1000];
                channels.forEach(c -> c.send(message));
                agents.clock.runFor(Duration.ofSeconds(10));
                assertThat(channels).allMatch(c -> c.bufferedAmount() == 0);
                assertThat(agents.leftAfterClose()).isEqualTo(SimAgents.nothing());
            };
        });
    }
}
