package dev.plumb.sctp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumb.testkit.LinkConditions;
import dev.plumb.testkit.Seeds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SctpTransferTest {
    private static LinkConditions poor(Random random) {
        return LinkConditions.PERFECT
                .withLoss(0.05 + 0.15 * random.nextDouble())
                .withDelay(Duration.ofMillis(5 + random.nextInt(60)))
                .withJitter(Duration.ofMillis(random.nextInt(50)))
                .withReorder(0.05, Duration.ofMillis(80))
                .withDuplicate(0.03);
    }

    @Test
    void poorLinksLoseNoMessageAndKeepTheOrder() {
        Seeds.forEach(200, seed -> {
            Random random = new Random(seed);
            SctpConfig config = SctpConfig.DEFAULT.withInterleaving(seed % 2 == 0);
            SctpPair pair = new SctpPair(seed, config, config, poor(random)).connected();
            int messages = 60;
            for (int n = 0; n < messages; n++) {
                SendOptions options = n % 3 == 2 ? SendOptions.UNORDERED : SendOptions.RELIABLE;
                int length = random.nextInt(10) == 0 ? random.nextInt(20_000) : random.nextInt(1200);
                pair.a.send(n % 5, SctpPair.payload(n, length), options);
                pair.b.send(n % 5, SctpPair.payload(n, 1 + random.nextInt(200)), options);
                pair.clock.runFor(Duration.ofMillis(random.nextInt(20)));
            }
            assertThat(pair.run(() -> pair.a.messages.size() >= messages && pair.b.messages.size() >= messages))
                    .isTrue();
            pair.clock.runFor(Duration.ofSeconds(5));
            checkAllArrivedInOrder(pair.a.messages, messages);
            checkAllArrivedInOrder(pair.b.messages, messages);
            assertThat(pair.a.isEstablished()).isTrue();
            pair.closeAndCheck();
        });
    }

    private static void checkAllArrivedInOrder(List<SctpEvent.MessageReceived> received, int messages) {
        assertThat(received).hasSize(messages);
        Set<Integer> all = new HashSet<>();
        Map<Integer, Integer> lastOrdered = new TreeMap<>();
        for (SctpEvent.MessageReceived m : received) {
            int n = SctpPair.numberOf(m.payload());
            assertThat(all.add(n)).isTrue();
            assertThat(m.streamId()).isEqualTo(n % 5);
            if (n % 3 != 2) {
                assertThat(lastOrdered.getOrDefault(m.streamId(), -1)).isLessThan(n);
                lastOrdered.put(m.streamId(), n);
            }
        }
        assertThat(all).hasSize(messages);
    }

    @Test
    void messagesOfAllSizesArriveWhole() {
        SctpPair pair = new SctpPair(1).connected();
        List<Integer> sizes = List.of(4, 5, 1159, 1160, 1161, 1163, 1164, 2320, 2321, 65_535, 65_536, 262_143, 262_144);
        for (boolean ordered : new boolean[] {true, false}) {
            pair.b.messages.clear();
            for (int i = 0; i < sizes.size(); i++) {
                pair.a.send(
                        i, SctpPair.payload(i, sizes.get(i)), ordered ? SendOptions.RELIABLE : SendOptions.UNORDERED);
            }
            assertThat(pair.run(() -> pair.b.messages.size() == sizes.size())).isTrue();
            for (SctpEvent.MessageReceived m : pair.b.messages) {
                assertThat(m.payload()).hasSize(sizes.get(SctpPair.numberOf(m.payload())));
            }
        }
        pair.closeAndCheck();
    }

    @Test
    void wrongCallsThrowAndSayWhy() {
        SctpPair pair = new SctpPair(
                        2,
                        SctpConfig.DEFAULT.withStreams(10).withSendBufferBytes(300_000),
                        SctpConfig.DEFAULT,
                        LinkConditions.PERFECT)
                .connected();
        assertThatThrownBy(() -> pair.a.send(0, new byte[262_145], SendOptions.RELIABLE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("262144");
        assertThatThrownBy(() -> pair.a.send(0, new byte[0], SendOptions.RELIABLE))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> pair.a.send(10, new byte[1], SendOptions.RELIABLE))
                .isInstanceOf(IllegalArgumentException.class);
        pair.passes = (fromA, p) -> false;
        pair.a.send(0, new byte[262_144], SendOptions.RELIABLE);
        assertThatThrownBy(() -> pair.a.send(0, new byte[262_144], SendOptions.RELIABLE))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("full");
        pair.closeAndCheck();
        assertThatThrownBy(() -> pair.a.send(0, new byte[1], SendOptions.RELIABLE))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void bufferedAmountIsExactAndReportsItsThreshold() {
        SctpPair pair = new SctpPair(3);
        pair.a.driver.call((e, now) -> e.bufferedAmountLowThreshold(7, 1000));
        pair.a.send(7, new byte[5000], SendOptions.RELIABLE);
        pair.a.send(8, new byte[300], SendOptions.RELIABLE);
        assertThat(pair.a.sctp().bufferedBytes(7)).isEqualTo(5000);
        assertThat(pair.a.sctp().bufferedBytes(8)).isEqualTo(300);
        assertThat(pair.a.sctp().bufferedBytes()).isEqualTo(5300);
        pair.connected();
        assertThat(pair.run(() -> pair.b.messages.size() == 2)).isTrue();
        assertThat(pair.a.sctp().bufferedBytes(7)).isZero();
        assertThat(pair.a.eventsOf(SctpEvent.BufferedAmountLow.class))
                .containsExactlyInAnyOrder(new SctpEvent.BufferedAmountLow(7), new SctpEvent.BufferedAmountLow(8));
    }

    @Test
    void streamsAreServedInTurn() {
        SctpPair pair = new SctpPair(4);
        for (int i = 0; i < 3; i++) {
            for (int stream = 0; stream < 3; stream++) {
                pair.a.send(stream, SctpPair.payload(i, 5000), SendOptions.RELIABLE);
            }
        }
        pair.connected();
        assertThat(pair.run(() -> pair.b.messages.size() == 9)).isTrue();
        assertThat(pair.b.messages.stream().map(SctpEvent.MessageReceived::streamId))
                .containsExactly(0, 1, 2, 0, 1, 2, 0, 1, 2);
    }

    @Test
    void smallMessagesShareAPacket() {
        SctpPair pair = new SctpPair(5);
        for (int i = 0; i < 10; i++) {
            pair.a.send(0, SctpPair.payload(i, 20), SendOptions.RELIABLE);
        }
        pair.connected();
        assertThat(pair.run(() -> pair.b.messages.size() == 10)).isTrue();
        assertThat(pair.log.stream().filter(line -> line.contains("DATA["))).hasSize(1);
    }

    @Test
    void everySecondPacketIsAcknowledgedAndALoneOneAfterAWhile() {
        SctpPair pair = new SctpPair(6).connected();
        pair.a.send(0, new byte[100], SendOptions.RELIABLE); // the first is acknowledged at once
        pair.clock.runFor(Duration.ofMillis(50));
        pair.log.clear();
        pair.a.send(0, new byte[100], SendOptions.RELIABLE);
        pair.clock.runFor(Duration.ofMillis(150));
        assertThat(pair.log).noneMatch(line -> line.contains("SACK"));
        pair.clock.runFor(Duration.ofMillis(60));
        assertThat(pair.log).anyMatch(line -> line.contains("SACK"));
        pair.log.clear();
        pair.a.send(0, new byte[100], SendOptions.RELIABLE);
        pair.a.send(0, new byte[100], SendOptions.RELIABLE);
        pair.clock.runFor(Duration.ofMillis(10));
        assertThat(pair.log.stream().filter(line -> line.contains("SACK"))).hasSize(1);
    }

    @Test
    void idleAssociationNoticesADeadPeer() {
        SctpPair pair = new SctpPair(7).connected();
        pair.clock.runFor(Duration.ofMinutes(5));
        assertThat(pair.log).anyMatch(line -> line.contains("HeartbeatAck"));
        assertThat(pair.a.sctp().smoothedRttNanos()).isEqualTo(2_000_000);
        pair.passes = (fromA, p) -> false;
        pair.clock.runFor(Duration.ofMinutes(10));
        assertThat(pair.a.closed().cause()).isEqualTo(SctpState.Cause.TIMEOUT);
        pair.closeAndCheck();
    }

    @Test
    void throughputGrowsToTheLink() {
        LinkConditions link =
                LinkConditions.PERFECT.withDelay(Duration.ofMillis(20)).withRate(50_000_000, 300_000);
        SctpPair pair = new SctpPair(8, SctpConfig.DEFAULT, SctpConfig.DEFAULT, link).connected();
        long start = pair.clock.nowNanos();
        int messages = 60;
        for (int i = 0; i < messages; i++) {
            pair.a.send(0, SctpPair.payload(i, 262_144), SendOptions.RELIABLE);
        }
        pair.log.clear();
        assertThat(pair.run(() -> pair.b.messages.size() == messages)).isTrue();
        double seconds = (pair.clock.nowNanos() - start) / 1e9;
        assertThat(messages * 262_144 * 8 / seconds).isGreaterThan(25_000_000);
        pair.closeAndCheck();
    }

    @Test
    void sequenceNumbersWrap() {
        SctpPair pair = new SctpPair(9).connected();
        int messages = 70_000;
        List<Integer> got = new ArrayList<>();
        for (int i = 0; i < messages; i++) {
            pair.a.send(3, SctpPair.payload(i, 4), SendOptions.RELIABLE);
            if (i % 1000 == 999) {
                pair.log.clear();
                int sent = i + 1;
                assertThat(pair.run(() -> got.size() + pair.b.messages.size() == sent))
                        .isTrue();
                pair.b.messages.forEach(m -> got.add(SctpPair.numberOf(m.payload())));
                pair.b.messages.clear();
            }
        }
        assertThat(got).isSorted().hasSize(messages);
    }
}
