package dev.plumb.sctp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.base.engine.Priority;
import dev.plumb.sctp.packet.ForwardTsnChunk;
import dev.plumb.sctp.packet.IDataChunk;
import dev.plumb.sctp.packet.UserData;
import dev.plumb.testkit.LinkConditions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** I-DATA (RFC 8260): what is agreed, and what it is for. */
class SctpInterleavingTest {
    private static final LinkConditions SLOW = LinkConditions.PERFECT.withRate(2_000_000, 1 << 20);

    private static SctpPair pair(boolean a, boolean b, LinkConditions link) {
        return new SctpPair(1, SctpConfig.DEFAULT.withInterleaving(a), SctpConfig.DEFAULT.withInterleaving(b), link)
                .connected();
    }

    @Test
    void smallMessageOvertakesALargeOneOfAnotherStream() {
        SctpPair pair = pair(true, true, SLOW);
        pair.a.send(1, SctpPair.payload(1, 200_000), SendOptions.RELIABLE);
        pair.clock.runFor(Duration.ofMillis(50));
        pair.a.send(2, SctpPair.payload(2, 500), SendOptions.RELIABLE);
        assertThat(pair.run(() -> pair.b.messages.size() == 2)).isTrue();
        assertThat(pair.b.messages.stream().map(m -> SctpPair.numberOf(m.payload())))
                .containsExactly(2, 1);
        assertThat(pair.log.toString()).contains("I-DATA").doesNotContain(" DATA");
        pair.closeAndCheck();
    }

    @Test
    void manyLargeMessagesAtOnceAllFitThroughASmallWindow() {
        for (StreamScheduling scheduling : StreamScheduling.values()) {
            SctpConfig config =
                    SctpConfig.DEFAULT.withReceiveWindowBytes(300_000).withScheduling(scheduling);
            SctpPair pair = new SctpPair(1, config, config, SLOW).connected();
            for (int i = 0; i < 40; i++) {
                pair.a.send(i, SctpPair.payload(i, 100_000), SendOptions.RELIABLE);
            }
            pair.clock.runFor(Duration.ofMillis(200));
            pair.a.send(50, SctpPair.payload(50, 500), SendOptions.RELIABLE);
            assertThat(pair.run(() -> pair.b.messages.size() == 41))
                    .as(scheduling.toString())
                    .isTrue();
            assertThat(pair.b.messages.stream().map(m -> SctpPair.numberOf(m.payload())))
                    .doesNotHaveDuplicates();
            pair.closeAndCheck();
        }
    }

    @Test
    void withoutInterleavingALargeMessageGoesFirst() {
        for (boolean[] offers : new boolean[][] {{true, false}, {false, true}, {false, false}}) {
            SctpPair pair = pair(offers[0], offers[1], SLOW);
            pair.a.send(1, SctpPair.payload(1, 200_000), SendOptions.RELIABLE);
            pair.clock.runFor(Duration.ofMillis(50));
            pair.a.send(2, SctpPair.payload(2, 500), SendOptions.RELIABLE);
            assertThat(pair.run(() -> pair.b.messages.size() == 2)).isTrue();
            assertThat(pair.b.messages.stream().map(m -> SctpPair.numberOf(m.payload())))
                    .containsExactly(1, 2);
            assertThat(pair.log.toString()).doesNotContain("I-DATA");
            pair.closeAndCheck();
        }
    }

    @Test
    void abandonedMessageIsSkippedByItsNumberAlone() {
        SctpPair pair = pair(true, true, LinkConditions.PERFECT);
        pair.drop(1, (fromA, p) -> fromA && p.find(UserData.class) != null);
        pair.a.send(3, SctpPair.payload(1, 100), SendOptions.RELIABLE.withMaxRetransmits(0));
        for (int i = 2; i < 6; i++) {
            pair.a.send(3, SctpPair.payload(i, 100), SendOptions.RELIABLE);
        }
        assertThat(pair.run(() -> pair.b.messages.size() == 4)).isTrue();
        assertThat(pair.log.toString()).contains("I-FORWARD TSN").doesNotContain("[FORWARD TSN");
        pair.closeAndCheck();
    }

    @Test
    void theWrongKindOfDataEndsTheAssociation() {
        SctpPair agreed = pair(true, true, LinkConditions.PERFECT);
        long tag = agreed.tagOf(agreed.b);
        agreed.b.driver.inject(SctpPair.packet(tag, Chunks.data(7, 1, 0, true, true, new byte[1])));
        assertThat(agreed.b.closed().cause()).isEqualTo(SctpState.Cause.PROTOCOL_VIOLATION);
        SctpPair plain = pair(false, false, LinkConditions.PERFECT);
        tag = plain.tagOf(plain.b);
        plain.b.driver.inject(
                SctpPair.packet(tag, new IDataChunk(7, 1, 0, 53, 0, false, false, true, true, new byte[1], 0, 1)));
        assertThat(plain.b.closed().cause()).isEqualTo(SctpState.Cause.PROTOCOL_VIOLATION);
    }

    @Test
    void skipOfTheWrongKindIsCountedAndIgnored() {
        SctpPair pair = pair(true, true, LinkConditions.PERFECT);
        long tag = pair.tagOf(pair.b);
        long before = pair.b.sctp().counters().protocolErrors();
        pair.b.driver.inject(SctpPair.packet(tag, new ForwardTsnChunk(pair.initialTsnOfA + 50, List.of())));
        assertThat(pair.b.sctp().counters().protocolErrors()).isEqualTo(before + 1);
        pair.a.send(1, SctpPair.payload(1, 100), SendOptions.RELIABLE);
        assertThat(pair.run(() -> pair.b.messages.stream().anyMatch(m -> m.streamId() == 1)))
                .isTrue();
        pair.closeAndCheck();
    }

    /** Bytes that each of four streams got through a full link, in parts of what stream 0 got. */
    private static double[] shares(StreamScheduling scheduling, boolean interleaving, int[] messageBytes) {
        SctpConfig config = SctpConfig.DEFAULT.withScheduling(scheduling).withInterleaving(interleaving);
        SctpPair pair = new SctpPair(1, config, config, SLOW).connected();
        for (Priority priority : Priority.values()) {
            pair.a.driver.call((e, now) -> e.priority(List.of(Priority.values()).indexOf(priority), priority));
        }
        for (int stream = 0; stream < 4; stream++) {
            for (int sent = 0; sent < 2_000_000; sent += messageBytes[stream]) {
                pair.a.send(stream, new byte[messageBytes[stream]], SendOptions.RELIABLE);
            }
        }
        pair.clock.runFor(Duration.ofSeconds(10));
        double[] bytes = new double[4];
        pair.b.messages.forEach(m -> bytes[m.streamId()] += m.payload().length);
        double first = Math.max(1, bytes[0]);
        return new double[] {bytes[0], bytes[1] / first, bytes[2] / first, bytes[3] / first};
    }

    @Test
    void weightedFairSharesByPriorityWhateverTheSizes() {
        for (boolean interleaving : new boolean[] {true, false}) {
            double[] s = shares(StreamScheduling.WEIGHTED_FAIR, interleaving, new int[] {1000, 8000, 500, 3000});
            assertThat(s[1]).isBetween(1.7, 2.3);
            assertThat(s[2]).isBetween(3.4, 4.6);
            assertThat(s[3]).isBetween(6.8, 9.2);
        }
    }

    @Test
    void strictPriorityLetsTheOthersWait() {
        double[] s = shares(StreamScheduling.PRIORITY, true, new int[] {1000, 1000, 1000, 1000});
        assertThat(s[0]).isLessThan(20_000);
        assertThat(s[3] * Math.max(1, s[0])).isGreaterThan(1_900_000);
    }

    @Test
    void roundRobinGivesEachItsTurn() {
        double[] s = shares(StreamScheduling.ROUND_ROBIN, false, new int[] {1000, 2000, 1000, 1000});
        assertThat(s[1]).isBetween(1.8, 2.2);
        assertThat(s[2]).isBetween(0.9, 1.1);
        assertThat(s[3]).isBetween(0.9, 1.1);
    }

    @Test
    void firstComeFirstServedKeepsTheOrderOfSending() {
        SctpConfig config = SctpConfig.DEFAULT.withScheduling(StreamScheduling.FIRST_COME_FIRST_SERVED);
        SctpPair pair = new SctpPair(1, config, config, SLOW).connected();
        for (int i = 0; i < 200; i++) {
            pair.a.send(i * 7 % 5, SctpPair.payload(i, 100 + i * 37 % 3000), SendOptions.RELIABLE);
        }
        assertThat(pair.run(() -> pair.b.messages.size() == 200)).isTrue();
        assertThat(pair.b.messages.stream().map(m -> SctpPair.numberOf(m.payload())))
                .isSorted();
        pair.closeAndCheck();
    }
}
