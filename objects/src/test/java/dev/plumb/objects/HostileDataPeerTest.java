package dev.plumb.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a peer may do with channels, and what a caller may not. */
class HostileDataPeerTest {
    private static final Duration A_MINUTE = Duration.ofMinutes(1);

    @Test
    void channelsWithNamesThatTakeTooMuchAreClosedAgain() {
        SimAgents s = new SimAgents(1).plumbed().started();
        List<RTCDataChannel> taken = new ArrayList<>();
        s.sctpB.onDataChannel(taken::add);
        List<RTCDataChannel> opened = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            opened.add(s.a.dataChannel(s.sctpA, RTCDataChannelParameters.of("x".repeat(65_535))));
        }
        s.clock.runFor(A_MINUTE);
        assertThat(taken).hasSize((16 << 20) / 65_535);
        assertThat(opened.stream().filter(c -> c.readyState() == RTCDataChannelState.OPEN))
                .hasSameSizeAs(taken);
        assertThat(opened.stream().filter(c -> c.readyState() == RTCDataChannelState.CLOSED))
                .hasSize(300 - taken.size());
        // room comes with the end of others
        taken.forEach(RTCDataChannel::close);
        s.clock.runFor(A_MINUTE);
        s.openChannel(RTCDataChannelParameters.of("y".repeat(65_535)));
        assertThat(s.leftAfterClose()).isEqualTo(SimAgents.nothing());
    }

    @Test
    void aPeerThatOpensAndClosesWithoutEndLeavesNothingBehind() {
        SimAgents s = new SimAgents(2).plumbed().started();
        int[] closed = {0};
        s.sctpB.onDataChannel(c -> c.onClose(x -> closed[0]++));
        int[] left = {5_000};
        Runnable[] next = new Runnable[1];
        next[0] = () -> {
            if (left[0]-- > 0) {
                RTCDataChannel channel = s.a.dataChannel(s.sctpA, RTCDataChannelParameters.of("c" + left[0]));
                channel.onOpen(RTCDataChannel::close);
                channel.onClose(c -> next[0].run());
            }
        };
        for (int i = 0; i < 50; i++) {
            next[0].run();
        }
        assertThat(s.clock.runUntil(() -> closed[0] == 5_000, Duration.ofMinutes(10)))
                .isTrue();
        assertThat(s.sctpB.getStats().ofType("data-channel")).isEmpty();
        assertThat(s.leftAfterClose()).isEqualTo(SimAgents.nothing());
    }

    @Test
    void theCallersMistakesThrowAtOnceByName() {
        SimAgents s = new SimAgents(3).plumbed().started();
        RTCDataChannel channel = s.openChannel(RTCDataChannelParameters.of("x"))[0];
        assertThatThrownBy(() -> channel.bufferedAmountLowThreshold(-1)).hasMessageContaining("TypeError");
        int id = channel.id().orElseThrow();
        assertThatThrownBy(() -> s.a.dataChannel(
                        s.sctpA, RTCDataChannelParameters.of("taken").withNegotiated(id)))
                .hasMessageContaining("OperationError");
        assertThatThrownBy(() -> s.a.dataChannel(
                        s.sctpA, RTCDataChannelParameters.of("theirs").withId(id + 1)))
                .hasMessageContaining("OperationError");
        channel.close();
        assertThatThrownBy(() -> channel.send("late")).hasMessageContaining("InvalidStateError");
        s.sctpA.stop();
        assertThatThrownBy(() -> s.a.dataChannel(s.sctpA, RTCDataChannelParameters.of("late")))
                .hasMessageContaining("InvalidStateError");
        assertThatThrownBy(() -> s.sctpA.start(s.sctpB.getLocalCapabilities()))
                .hasMessageContaining("InvalidStateError");
        s.clock.runFor(A_MINUTE);
        // the peer is gone, but its side has not been told by anybody else
        assertThatThrownBy(() -> s.b.dataChannel(s.sctpB, RTCDataChannelParameters.of("late")))
                .hasMessageContaining("InvalidStateError");
        assertThat(s.leftAfterClose()).isEqualTo(SimAgents.nothing());
    }
}
