package dev.plumb.sctp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumb.sctp.packet.OutgoingSsnResetRequest;
import dev.plumb.sctp.packet.ReConfigChunk;
import dev.plumb.sctp.packet.SsnTsnResetRequest;
import dev.plumb.sctp.packet.UserData;
import dev.plumb.testkit.LinkConditions;
import dev.plumb.testkit.Seeds;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SctpStreamResetTest {
    @Test
    void resetWaitsForWhatIsQueuedAndBeginsAtZero() {
        Seeds.forEach(50, seed -> {
            LinkConditions link = LinkConditions.PERFECT.withLoss(0.1).withDelay(Duration.ofMillis(10));
            SctpPair pair = new SctpPair(seed, SctpConfig.DEFAULT, SctpConfig.DEFAULT, link).connected();
            for (int i = 0; i < 10; i++) {
                pair.a.send(1, SctpPair.payload(i, 4000), SendOptions.RELIABLE);
                pair.a.send(2, SctpPair.payload(i, 4000), SendOptions.RELIABLE);
            }
            pair.a.driver.call((e, now) -> e.resetStreams(List.of(1, 3), now));
            assertThatThrownBy(() -> pair.a.send(1, new byte[1], SendOptions.RELIABLE))
                    .isInstanceOf(IllegalStateException.class);
            assertThat(pair.run(() -> resetStreams(pair.a).containsAll(List.of(1, 3))))
                    .isTrue();
            assertThat(pair.b.messages.stream().filter(m -> m.streamId() == 1)).hasSize(10);
            assertThat(pair.b.eventsOf(SctpEvent.IncomingStreamsReset.class)).isNotEmpty();
            pair.a.send(1, SctpPair.payload(77, 10), SendOptions.RELIABLE);
            assertThat(pair.run(() -> pair.b.messages.stream().anyMatch(m -> SctpPair.numberOf(m.payload()) == 77)))
                    .isTrue();
            pair.closeAndCheck();
        });
    }

    private static List<Integer> resetStreams(SctpPair.End end) {
        return end.eventsOf(SctpEvent.OutgoingStreamsReset.class).stream()
                .flatMap(e -> e.streamIds().stream())
                .toList();
    }

    @Test
    void requestAheadOfItsDataIsPutOffAndPerformedLater() {
        SctpConfig plain = SctpConfig.DEFAULT.withInterleaving(false);
        SctpPair pair = new SctpPair(1, plain, plain, LinkConditions.PERFECT).connected();
        long tag = pair.tagOf(pair.b);
        long[] tsn = {0};
        pair.passes = (fromA, p) -> {
            UserData d = p.find(UserData.class);
            tsn[0] = d == null ? tsn[0] : d.tsn();
            return true;
        };
        pair.a.send(65000, new byte[] {1}, SendOptions.RELIABLE);
        pair.clock.runFor(Duration.ofMillis(5));
        pair.log.clear();
        long number = pair.initialTsnOfA;
        ReConfigChunk request =
                new ReConfigChunk(List.of(new OutgoingSsnResetRequest(number, 0, tsn[0] + 1, List.of(7))));
        pair.b.driver.inject(SctpPair.packet(tag, request));
        assertThat(pair.log.getLast()).contains("result=6");
        pair.b.driver.inject(SctpPair.packet(tag, Chunks.data(tsn[0] + 1, 7, 0, true, true, new byte[] {1})));
        pair.b.driver.inject(SctpPair.packet(tag, request));
        assertThat(pair.log.getLast()).contains("result=1");
        pair.b.driver.inject(SctpPair.packet(tag, request)); // its answer was lost
        assertThat(pair.log.getLast()).contains("result=1");
        assertThat(pair.b.eventsOf(SctpEvent.IncomingStreamsReset.class)).hasSize(1);
        pair.b.driver.inject(
                SctpPair.packet(tag, new ReConfigChunk(List.of(new SsnTsnResetRequest((number + 1) & 0xffff_ffffL)))));
        assertThat(pair.log.getLast()).contains("result=2");
        pair.b.driver.inject(SctpPair.packet(
                tag, new ReConfigChunk(List.of(new OutgoingSsnResetRequest(number + 99, 0, 0, List.of())))));
        assertThat(pair.log.getLast()).contains("result=5");
    }
}
