package dev.plumb.sctp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.base.bytes.BigEndian;
import dev.plumb.sctp.packet.DataChunk;
import dev.plumb.sctp.packet.SctpPacket;
import dev.plumb.sctp.packet.UserData;
import dev.plumb.testkit.LinkConditions;
import dev.plumb.testkit.Seeds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Loss: fast retransmit, T3, flow control, partial reliability. */
class SctpRecoveryTest {
    private static boolean carries(SctpPacket p, int number) {
        return p.chunks().stream()
                .anyMatch(c -> c instanceof UserData d && d.length() > 4 && d.begin() && numberIn(d) == number);
    }

    private static int numberIn(UserData d) {
        return BigEndian.i32(d.array(), d.offset());
    }

    @Test
    void lostPacketIsSentAgainAtOnceAndRecoveryEnds() {
        SctpPair pair = new SctpPair(1).connected();
        pair.drop(1, (fromA, p) -> carries(p, 3));
        for (int i = 0; i < 30; i++) {
            pair.a.send(0, SctpPair.payload(i, 1100), SendOptions.RELIABLE);
        }
        pair.clock.runFor(Duration.ofMillis(100));
        assertThat(pair.b.messages).hasSize(30);
        SctpCounters counters = pair.a.sctp().counters();
        assertThat(counters.fastRetransmits()).isEqualTo(1);
        assertThat(counters.t3Expirations()).isZero();
        assertThat(counters.chunksRetransmitted()).isEqualTo(1);
        long window = pair.a.sctp().congestionWindowBytes();
        for (int i = 0; i < 100; i++) {
            pair.a.send(0, SctpPair.payload(i, 1100), SendOptions.RELIABLE);
        }
        pair.clock.runFor(Duration.ofMillis(200));
        assertThat(pair.a.sctp().congestionWindowBytes()).isGreaterThan(window);
        pair.closeAndCheck();
    }

    @Test
    void timeOutBacksOffAndStartsSlowly() {
        SctpPair pair = new SctpPair(2).connected();
        List<Long> sentAt = new ArrayList<>();
        pair.passes = (fromA, p) -> {
            if (fromA && p.find(UserData.class) != null) {
                sentAt.add(pair.clock.nowNanos());
                return false;
            }
            return true;
        };
        pair.a.send(0, new byte[100], SendOptions.RELIABLE);
        pair.clock.runFor(Duration.ofSeconds(8));
        List<Long> gaps = new ArrayList<>();
        for (int i = 1; i < sentAt.size(); i++) {
            gaps.add((sentAt.get(i) - sentAt.get(i - 1)) / 1_000_000);
        }
        assertThat(gaps).startsWith(1000L, 2000L, 4000L);
        pair.passes = (fromA, p) -> true;
        assertThat(pair.run(() -> pair.b.messages.size() == 1)).isTrue();
        assertThat(pair.a.sctp().smoothedRttNanos()).isZero(); // Karn
        pair.closeAndCheck();
    }

    @Test
    void associationFailsWhenThePeerVanishes() {
        SctpPair pair = new SctpPair(3).connected();
        pair.passes = (fromA, p) -> false;
        pair.a.send(0, new byte[100], SendOptions.RELIABLE);
        pair.clock.runFor(Duration.ofMinutes(3));
        assertThat(pair.a.closed().cause()).isEqualTo(SctpState.Cause.TIMEOUT);
        assertThat(pair.a.sctp().counters().t3Expirations()).isEqualTo(SctpConfig.DEFAULT.maxRetransmits());
        pair.closeAndCheck();
    }

    @Test
    void slowReaderThrottlesTheSender() {
        SctpPair pair = SctpPair.withSlowReader(100_000, 100, LinkConditions.PERFECT);
        int taken = 0;
        while (taken < 100) {
            pair.clock.runFor(Duration.ofSeconds(1));
            assertThat(pair.b.messages.size() - taken).isLessThanOrEqualTo(10);
            while (taken < pair.b.messages.size()) {
                int bytes = pair.b.messages.get(taken++).payload().length;
                pair.b.driver.call((e, now) -> e.consumed(bytes, now));
            }
        }
        assertThat(pair.a.isEstablished()).isTrue();
        pair.closeAndCheck();
    }

    @Test
    void closedWindowIsProbedForAsLongAsThePeerAnswers() {
        SctpPair pair = SctpPair.withSlowReader(20_000, 10, LinkConditions.PERFECT);
        pair.clock.runFor(Duration.ofMinutes(30));
        assertThat(pair.a.isEstablished()).isTrue();
        assertThat(pair.b.messages).hasSize(2);
        assertThat(pair.a.sctp().counters().t3Expirations()).isGreaterThan(100);
        // The news of the open window is lost: the next probe finds out.
        pair.passes = (fromA, p) -> false;
        pair.b.driver.call((e, now) -> e.consumed(20_000, now));
        pair.passes = (fromA, p) -> true;
        pair.clock.runFor(Duration.ofSeconds(11));
        assertThat(pair.b.messages).hasSize(4);
        pair.closeAndCheck();
    }

    @Test
    void receiverStaysBoundedWhenThePeerIgnoresTheWindow() {
        SctpConfig small = SctpConfig.DEFAULT.withReceiveWindowBytes(50_000).withInterleaving(false);
        SctpPair pair = new SctpPair(6, SctpConfig.DEFAULT, small, LinkConditions.PERFECT).connected();
        long tag = pair.tagOf(pair.b);
        long[] tsn = {0};
        pair.passes = (fromA, p) -> {
            UserData d = p.find(UserData.class);
            tsn[0] = d == null ? tsn[0] : d.tsn();
            return true;
        };
        pair.a.send(0, new byte[1], SendOptions.RELIABLE);
        pair.passes = (fromA, p) -> true;
        for (int i = 2; i < 200; i++) {
            pair.b.driver.inject(SctpPair.packet(tag, Chunks.data(tsn[0] + i, 1, i, true, true, new byte[1000])));
        }
        assertThat(pair.b.sctp().counters().chunksDropped()).isGreaterThan(100);
        for (int i = 0; i < 4000; i++) {
            byte[] one = SctpPair.packet(tag, Chunks.unordered(tsn[0] + 1000 + 2L * i, 1, true, true, new byte[1]));
            pair.b.driver.inject(one);
        }
        assertThat(pair.b.messages.size()).isLessThan(600);
        assertThat(pair.b.isEstablished()).isTrue();
        pair.closeAndCheck();
    }

    @Test
    void whatAnApplicationHasNotConsumedCountsInTheOverdraftToo() {
        int window = 1 << 20;
        SctpConfig slow = SctpConfig.DEFAULT.withReceiveWindowBytes(window).withManualConsume(true);
        SctpPair pair = new SctpPair(9, SctpConfig.DEFAULT, slow, LinkConditions.PERFECT).connected();
        for (int i = 0; i < 40; i++) {
            pair.a.send(0, SctpPair.payload(i, 100_000), SendOptions.RELIABLE);
        }
        pair.clock.runFor(Duration.ofMinutes(2));
        long delivered =
                pair.b.messages.stream().mapToLong(m -> m.payload().length).sum();
        assertThat(delivered).isLessThanOrEqualTo(window + 65_536);
        assertThat(pair.b.isEstablished()).isTrue();
        pair.b.driver.call((e, now) -> e.consumed(delivered, now));
        assertThat(pair.run(() -> pair.b.messages.size() > 15)).isTrue();
        pair.closeAndCheck();
    }

    @Test
    void messageThatNeverEndsIsRefused() {
        SctpConfig small = SctpConfig.DEFAULT.withReceiveWindowBytes(50_000);
        SctpPair pair = new SctpPair(7, SctpConfig.DEFAULT, small, LinkConditions.PERFECT).connected();
        pair.a.driver.call((e, now) -> e.maxMessageBytes(0));
        pair.a.send(0, new byte[400_000], SendOptions.RELIABLE);
        assertThat(pair.run(() -> pair.b.state() instanceof SctpState.Closed)).isTrue();
        assertThat(pair.b.closed().cause()).isEqualTo(SctpState.Cause.PROTOCOL_VIOLATION);
        pair.clock.runFor(Duration.ofSeconds(1));
        assertThat(pair.a.closed().cause()).isEqualTo(SctpState.Cause.PEER_ABORT);
    }

    @Test
    void abandonedMessagesAreSkippedWholeAndNothingStalls() {
        Seeds.forEach(100, seed -> {
            Random random = new Random(seed);
            LinkConditions link = LinkConditions.PERFECT
                    .withLoss(0.15)
                    .withDelay(Duration.ofMillis(20))
                    .withReorder(0.03, Duration.ofMillis(40));
            SctpConfig quiet =
                    SctpConfig.DEFAULT.withHeartbeatInterval(Duration.ZERO).withInterleaving(seed % 2 == 0);
            SctpPair pair = new SctpPair(seed, quiet, quiet, link).connected();
            int messages = 150;
            for (int n = 0; n < messages; n++) {
                SendOptions options = n % 2 == 0 ? SendOptions.RELIABLE : SendOptions.UNORDERED;
                options = n % 3 == 0
                        ? options.withMaxRetransmits(random.nextInt(2))
                        : options.withLifetime(Duration.ofMillis(random.nextInt(100)));
                pair.a.send(n % 4, SctpPair.payload(n, random.nextInt(6000)), options);
                if (n % 10 == 0) {
                    pair.a.send(9, SctpPair.payload(1000 + n, 100), SendOptions.RELIABLE);
                }
                pair.clock.runFor(Duration.ofMillis(random.nextInt(15)));
            }
            pair.a.send(0, SctpPair.payload(5000, 100), SendOptions.RELIABLE);
            assertThat(pair.run(() -> pair.b.messages.stream().anyMatch(m -> SctpPair.numberOf(m.payload()) == 5000)))
                    .isTrue();
            pair.clock.runFor(Duration.ofSeconds(20));
            int[] last = new int[10];
            int reliable = 0;
            for (SctpEvent.MessageReceived m : pair.b.messages) {
                int n = SctpPair.numberOf(m.payload());
                if (n >= 1000) {
                    reliable++;
                } else if (n % 2 == 0) {
                    assertThat(n).isGreaterThanOrEqualTo(last[m.streamId()]);
                    last[m.streamId()] = n;
                }
            }
            assertThat(reliable).isEqualTo(16);
            assertThat(pair.a.sctp().counters().messagesAbandoned()).isPositive();
            assertThat(pair.run(() -> pair.a.sctp().deadlineNanos() == Long.MAX_VALUE))
                    .isTrue();
            pair.closeAndCheck();
        });
    }

    @Test
    void halfSentMessageIsGivenUpEvenWhereAllSentSoFarHasArrived() {
        LinkConditions link = LinkConditions.PERFECT.withDelay(Duration.ofMillis(40));
        SctpPair pair = new SctpPair(8, SctpConfig.DEFAULT, SctpConfig.DEFAULT, link).connected();
        pair.a.send(0, SctpPair.payload(1, 200_000), SendOptions.RELIABLE.withLifetime(Duration.ofMillis(150)));
        pair.a.send(0, SctpPair.payload(2, 100), SendOptions.RELIABLE);
        assertThat(pair.run(() -> !pair.b.messages.isEmpty())).isTrue();
        assertThat(SctpPair.numberOf(pair.b.messages.getFirst().payload())).isEqualTo(2);
        assertThat(pair.log).anyMatch(line -> line.contains("FORWARD TSN"));
        assertThat(pair.a.sctp().bufferedBytes(0)).isZero();
        pair.closeAndCheck();
    }

    @Test
    void messageWithoutRetransmissionsIsGivenUpOnItsFirstLoss() {
        SctpPair pair = new SctpPair(9).connected();
        pair.drop(1, (fromA, p) -> carries(p, 1));
        pair.a.send(0, SctpPair.payload(1, 100), SendOptions.RELIABLE.withMaxRetransmits(0));
        pair.a.send(0, SctpPair.payload(2, 100), SendOptions.RELIABLE);
        pair.clock.runFor(Duration.ofSeconds(5));
        assertThat(pair.b.messages).hasSize(1);
        assertThat(pair.a.sctp().counters().chunksRetransmitted()).isZero();
        pair.closeAndCheck();
    }

    @Test
    void anotherPathIsLearnedFromTheBeginning() {
        for (CongestionAlgorithm algorithm : CongestionAlgorithm.values()) {
            LinkConditions link =
                    LinkConditions.PERFECT.withDelay(Duration.ofMillis(20)).withRate(50_000_000, 200_000);
            Bulk bulk = new Bulk(1, SctpConfig.DEFAULT.withCongestion(algorithm), link, 4096);
            long first = 10L * SctpConfig.DEFAULT.mtuBytes();
            assertThat(bulk.runBps(Duration.ofSeconds(5))).isPositive();
            assertThat(bulk.sctp().pathMtuBytes()).isEqualTo(SctpConfig.DEFAULT.maxMtuBytes());
            assertThat(bulk.sctp().congestionWindowBytes()).isGreaterThan(4 * first);
            bulk.pathChanged();
            assertThat(bulk.sctp().pathMtuBytes()).isEqualTo(SctpConfig.DEFAULT.mtuBytes());
            assertThat(bulk.sctp().congestionWindowBytes()).isEqualTo(first);
            assertThat(bulk.sctp().smoothedRttNanos()).isZero();
            assertThat(bulk.runBps(Duration.ofSeconds(5))).isGreaterThan(40e6);
            assertThat(bulk.sctp().pathMtuBytes()).isEqualTo(SctpConfig.DEFAULT.maxMtuBytes());
        }
    }

    @Test
    void secondProbeOfATailTakesTheOldestAlong() {
        ScriptedPeer peer = ScriptedPeer.plain().answering();
        peer.roundTrip(10, 50);
        for (int i = 0; i < 3; i++) {
            peer.message(1, 1000);
        }
        assertThat(tsns(peer)).containsExactly(1L, 2L, 3L);
        peer.pass(110);
        assertThat(tsns(peer)).as("first probe").containsExactly(3L);
        peer.pass(110);
        assertThat(tsns(peer)).as("second probe").containsExactly(3L, 1L);
        peer.pass(50);
        peer.send(peer.sack(1, 100_000, 3, 3)); // the probe came through
        peer.pass(20);
        assertThat(tsns(peer)).contains(2L);
    }

    private static List<Long> tsns(ScriptedPeer peer) {
        return peer.takeAll().stream()
                .flatMap(p -> p.chunks().stream())
                .filter(DataChunk.class::isInstance)
                .map(c -> ((DataChunk) c).tsn() - peer.tsn)
                .toList();
    }
}
