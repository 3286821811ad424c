package dev.plumb.sctp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.sctp.packet.IDataChunk;
import dev.plumb.sctp.packet.SctpPacket;
import dev.plumb.testkit.LinkConditions;
import dev.plumb.testkit.Seeds;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How much arrives of what the path and the congestion control allow. {@link Bulk} looks at every message. */
class SctpGoodputTest {
    private static final int MESSAGE_BYTES = 4096;
    private static final double PART = 0.9;
    /** Window in packets times the square root of the loss, of a window that grows by one a round trip and is halved. */
    private static final double AIMD = Math.sqrt(1.5);

    /** A way of so many milliseconds there and back, and a queue that holds as much as is on the way, at least 64 KiB. */
    private static LinkConditions path(int rttMillis, long rateBps) {
        return LinkConditions.PERFECT
                .withDelay(Duration.ofNanos(rttMillis * 500_000L))
                .withRate(rateBps, (int) Math.max(65_536, rateBps / 8_000 * rttMillis));
    }

    /** What a window of so many packets of so many bytes brings in a round trip, their own time on the link counted. */
    private static double windowBps(double packets, int packetBytes, int rttMillis, long rateBps) {
        double seconds = rttMillis / 1e3 + packets * (packetBytes + 90) * 8 / rateBps;
        return packets * packetBytes * 8 / seconds;
    }

    private static void fillsPath(long seed, int rttMillis, double loss, long rateBps, SctpConfig config) {
        Bulk bulk = new Bulk(seed, config, path(rttMillis, rateBps).withLoss(loss), MESSAGE_BYTES);
        double bps = bulk.runBps(Duration.ofSeconds(60));
        int packetBytes = config.maxMtuBytes() - SctpPacket.HEADER_BYTES - IDataChunk.DATA_HEADER_BYTES;
        double linkBps = rateBps * (double) packetBytes / (config.maxMtuBytes() + 28);
        double allowedBps = loss == 0
                ? linkBps
                : Math.min(linkBps, windowBps(AIMD / Math.sqrt(loss), packetBytes, rttMillis, rateBps));
        assertThat(bps)
                .as("%d ms, loss of %.3f, of %.2f Mbit/s that are allowed", rttMillis, loss, allowedBps / 1e6)
                .isGreaterThan(PART * allowedBps);
        assertThat(bulk.longestGap()).isLessThan(Duration.ofMillis(1500 + 10L * rttMillis));
    }

    @Test
    void fillsWhatLossLeavesAtAnyRoundTripTime() {
        for (int rttMillis : new int[] {1, 10, 50, 300}) {
            for (double loss : new double[] {0, 0.001, 0.01, 0.05, 0.2}) {
                fillsPath(1, rttMillis, loss, 50_000_000, SctpConfig.DEFAULT);
            }
        }
    }

    @Test
    void neverStallsAndNeverRepeatsUnderReorderingAndDuplication() {
        Seeds.forEach(10, seed -> {
            LinkConditions link = path(40, 20_000_000)
                    .withLoss(0.01)
                    .withJitter(Duration.ofMillis(10))
                    .withReorder(0.05, Duration.ofMillis(30))
                    .withDuplicate(0.05);
            Bulk bulk = new Bulk(seed, SctpConfig.DEFAULT, link, MESSAGE_BYTES);
            assertThat(bulk.runBps(Duration.ofSeconds(20))).isGreaterThan(1_500_000);
            assertThat(bulk.longestGap()).isLessThan(Duration.ofSeconds(2));
        });
    }

    @Test
    void reorderingAloneIsNotTakenForLoss() {
        LinkConditions link = path(40, 20_000_000).withReorder(0.02, Duration.ofMillis(8));
        Bulk bulk = new Bulk(1, SctpConfig.DEFAULT, link, MESSAGE_BYTES);
        assertThat(bulk.runBps(Duration.ofSeconds(30))).isGreaterThan(PART * 20_000_000 * 0.93);
    }

    @Test
    void cubicFillsALongFatPath() {
        LinkConditions fat =
                LinkConditions.PERFECT.withDelay(Duration.ofMillis(50)).withRate(1_000_000_000, 6_250_000);
        Bulk bulk = new Bulk(1, SctpConfig.DEFAULT.withCongestion(CongestionAlgorithm.CUBIC), fat, 65_536);
        assertThat(bulk.runBps(Duration.ofSeconds(60))).isGreaterThan(700e6);
    }

    @Test
    void cubicReachesItsResponseFunctionAtRandomLoss() {
        LinkConditions fat = LinkConditions.PERFECT
                .withDelay(Duration.ofMillis(50))
                .withRate(1_000_000_000, 6_250_000)
                .withLoss(0.001);
        Bulk bulk = new Bulk(1, SctpConfig.DEFAULT.withCongestion(CongestionAlgorithm.CUBIC), fat, MESSAGE_BYTES);
        // RFC 9438 5.2: 1.054 times the round trip to the power of 3/4 by the loss to that power, packets a round trip
        double packets = 1.054 * Math.pow(0.1, 0.75) / Math.pow(0.001, 0.75);
        double allowedBps = packets * SctpConfig.DEFAULT.maxMtuBytes() * 8 / 0.1;
        assertThat(allowedBps).isBetween(3.5e6, 4.5e6);
        assertThat(bulk.runBps(Duration.ofSeconds(300))).isGreaterThan(PART * allowedBps);
    }

    @Test
    void findsTheLongestPacketThatThePathCarries() {
        for (int mtu : new int[] {1300, 1380, 1500}) {
            Bulk bulk = new Bulk(1, SctpConfig.DEFAULT, path(20, 10_000_000).withMtu(mtu), MESSAGE_BYTES);
            bulk.runBps(Duration.ofSeconds(30));
            int longest = Math.min(SctpConfig.DEFAULT.maxMtuBytes(), mtu - 28);
            assertThat(bulk.sctp().pathMtuBytes()).isBetween(longest - 24, longest);
        }
    }

    @Test
    void goesOnWhenThePathShrinksAndLaterGrowsAgain() {
        LinkConditions wide = path(20, 10_000_000).withFragments(true);
        Bulk bulk = new Bulk(1, SctpConfig.DEFAULT, wide, MESSAGE_BYTES);
        bulk.runBps(Duration.ofSeconds(10));
        assertThat(bulk.sctp().pathMtuBytes()).isEqualTo(SctpConfig.DEFAULT.maxMtuBytes());
        bulk.there.conditions(wide.withMtu(1300));
        assertThat(bulk.runBps(Duration.ofSeconds(10))).isGreaterThan(8e6);
        bulk.there.conditions(wide);
        assertThat(bulk.runBps(Duration.ofSeconds(10))).isGreaterThan(8e6);
        assertThat(bulk.longestGap()).isLessThan(Duration.ofSeconds(1));
    }

    @Tag("long")
    @Test
    void fillsWhatLossLeavesOnManyPaths() {
        Seeds.forEach(100, seed -> {
            int rttMillis = 1 + (int) (seed * 37 % 300);
            double loss = new double[] {0, 0.0003, 0.003, 0.03, 0.1, 0.2}[(int) (seed % 6)];
            boolean interleaving = seed % 2 == 0;
            fillsPath(seed, rttMillis, loss, 20_000_000, SctpConfig.DEFAULT.withInterleaving(interleaving));
        });
    }
}
