package dev.plumb.sctp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumb.base.bytes.BigEndian;
import dev.plumb.base.bytes.Packet;
import dev.plumb.sctp.packet.AddOutgoingStreamsRequest;
import dev.plumb.sctp.packet.CookieEchoChunk;
import dev.plumb.sctp.packet.HeartbeatAckChunk;
import dev.plumb.sctp.packet.HeartbeatChunk;
import dev.plumb.sctp.packet.InitAckChunk;
import dev.plumb.sctp.packet.InitChunk;
import dev.plumb.sctp.packet.InitFields;
import dev.plumb.sctp.packet.ReConfigChunk;
import dev.plumb.sctp.packet.ReConfigResponse;
import dev.plumb.sctp.packet.SctpPacket;
import dev.plumb.sctp.packet.ZeroChecksumParameter;
import dev.plumb.testkit.LinkConditions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Zero checksums (RFC 9653), streams added (RFC 6525), a receive window that grows. */
class SctpExtensionsTest {
    private static SctpPair zeroPair(boolean a, boolean b) {
        return new SctpPair(
                1,
                SctpConfig.DEFAULT.withZeroChecksum(a),
                SctpConfig.DEFAULT.withZeroChecksum(b),
                LinkConditions.PERFECT);
    }

    /** Connects, talks both ways, and gives how many packets without a checksum each side sent. */
    private static int[] packetsWithoutChecksum(SctpPair pair) {
        int[] count = new int[2];
        pair.onWire = (fromA, bytes) -> {
            boolean zero = BigEndian.i32(bytes, SctpPacket.CHECKSUM_AT) == 0;
            SctpPacket packet = SctpPacket.parse(Packet.copyOf(bytes));
            if (packet.find(InitChunk.class) != null || packet.find(CookieEchoChunk.class) != null) {
                assertThat(zero).isFalse();
            }
            count[fromA ? 0 : 1] += zero ? 1 : 0;
        };
        pair.connected();
        SctpHandshakeTest.exchange(pair);
        return count;
    }

    @Test
    void checksumsAreLeftOutWhereThePeerTakesThat() {
        assertThat(packetsWithoutChecksum(zeroPair(true, true))).doesNotContain(0);
        assertThat(packetsWithoutChecksum(zeroPair(true, false))).containsExactly(0, 0);
        assertThat(packetsWithoutChecksum(zeroPair(false, true))).containsExactly(0, 0);
    }

    @Test
    void peerThatDropsWhatItDoesNotKnowIsReachedWithoutTheOffer() {
        SctpPair pair = zeroPair(true, true);
        pair.passes = (fromA, p) -> p.chunks().stream()
                .noneMatch(c -> (c instanceof InitChunk i && i.fields().find(ZeroChecksumParameter.class) != null)
                        || (c instanceof InitAckChunk a && a.fields().find(ZeroChecksumParameter.class) != null));
        pair.a.connect();
        assertThat(pair.run(() -> pair.a.isEstablished() && pair.b.isEstablished()))
                .isTrue();
        pair.passes = (fromA, p) -> true;
        SctpHandshakeTest.exchange(pair);
    }

    @Test
    void pathIsTriedWithALongHeartbeatWhereThePeerDoesNotNamePadding() {
        ScriptedPeer peer = ScriptedPeer.plain().answering();
        peer.message(1, 5000);
        HeartbeatChunk probe = peer.next(HeartbeatChunk.class);
        assertThat(probe.byteLength()).isEqualTo(SctpConfig.DEFAULT.maxMtuBytes() - SctpPacket.HEADER_BYTES);
        assertThat(peer.sctp().pathMtuBytes()).isEqualTo(SctpConfig.DEFAULT.mtuBytes());
        peer.send(new HeartbeatAckChunk(probe.information()));
        assertThat(peer.sctp().pathMtuBytes()).isEqualTo(SctpConfig.DEFAULT.maxMtuBytes());
    }

    @Test
    void packetWithoutAChecksumIsDroppedWhereNoneWasOffered() {
        SctpPair pair = zeroPair(false, true).connected();
        long tag = pair.tagOf(pair.a);
        byte[] packet = SctpPair.packet(tag, new HeartbeatChunk(new byte[] {0, 1, 0, 5, 9}));
        BigEndian.put32(packet, SctpPacket.CHECKSUM_AT, 0);
        pair.a.driver.inject(packet);
        assertThat(pair.a.sctp().counters().packetsBadChecksum()).isEqualTo(1);
        pair.closeAndCheck();
    }

    @Test
    void initAndCookieNeedTheirChecksums() {
        SctpPair pair = zeroPair(true, true).connected();
        byte[] packet = SctpPair.packet(0, new InitChunk(new InitFields(1, 5000, 1, 1, 1, List.of())));
        BigEndian.put32(packet, SctpPacket.CHECKSUM_AT, 0);
        pair.b.driver.inject(packet);
        assertThat(pair.b.sctp().counters().packetsBadChecksum()).isEqualTo(1);
        pair.closeAndCheck();
    }

    @Test
    void wrongChecksumIsNoZeroChecksum() {
        SctpPair pair = zeroPair(true, true).connected();
        long tag = pair.tagOf(pair.b);
        byte[] packet = SctpPair.packet(tag, new HeartbeatChunk(new byte[] {0, 1, 0, 5, 9}));
        packet[SctpPacket.CHECKSUM_AT] ^= 1;
        pair.b.driver.inject(packet);
        assertThat(pair.b.sctp().counters().packetsBadChecksum()).isEqualTo(1);
        pair.closeAndCheck();
    }

    private static SctpPair fewStreams() {
        SctpConfig few = SctpConfig.DEFAULT.withStreams(4);
        return new SctpPair(1, few, few, LinkConditions.PERFECT).connected();
    }

    @Test
    void streamsAreAddedBothWays() {
        SctpPair pair = fewStreams();
        assertThatThrownBy(() -> pair.a.send(4, new byte[1], SendOptions.RELIABLE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("from 0 to 3");
        pair.a.driver.call((e, now) -> e.addStreams(6, 2, now));
        pair.clock.runFor(Duration.ofSeconds(1));
        assertThat(pair.a.state()).isEqualTo(new SctpState.Established(10, 6));
        assertThat(pair.b.state()).isEqualTo(new SctpState.Established(6, 10));
        pair.a.send(9, SctpPair.payload(1, 100), SendOptions.RELIABLE);
        pair.b.send(5, SctpPair.payload(2, 100), SendOptions.RELIABLE);
        assertThat(pair.run(() -> pair.a.messages.size() == 1 && pair.b.messages.size() == 1))
                .isTrue();
        pair.closeAndCheck();
    }

    @Test
    void addingStreamsSurvivesTheLossOfEachPacket() {
        for (int lost = 0; lost < 4; lost++) {
            SctpPair pair = fewStreams();
            int[] index = {0};
            int which = lost;
            pair.passes = (fromA, p) -> p.find(ReConfigChunk.class) == null || index[0]++ != which;
            pair.a.driver.call((e, now) -> e.addStreams(1, 1, now));
            pair.clock.runFor(Duration.ofSeconds(10));
            assertThat(pair.a.state()).isEqualTo(new SctpState.Established(5, 5));
            assertThat(pair.b.state()).isEqualTo(new SctpState.Established(5, 5));
            pair.closeAndCheck();
        }
    }

    @Test
    void moreStreamsThanThereCanBeAreRefused() {
        SctpPair pair = fewStreams();
        long tag = pair.tagOf(pair.b);
        pair.b.driver.inject(SctpPair.packet(
                tag, new ReConfigChunk(List.of(new AddOutgoingStreamsRequest(pair.initialTsnOfA, 65_535)))));
        assertThat(pair.log.getLast()).contains("result=" + ReConfigResponse.DENIED);
        assertThatThrownBy(() -> pair.a.driver.call((e, now) -> e.addStreams(65_535, 0, now)))
                .isInstanceOf(IllegalArgumentException.class);
        pair.closeAndCheck();
    }

    @Test
    void peerThatDoesNotKnowReConfigAddsNone() {
        SctpPair pair = fewStreams();
        pair.a.driver.call((e, now) -> e.addStreams(0, 0, now));
        assertThat(pair.a.eventsOf(SctpEvent.StreamsNotAdded.class)).isEmpty();
        pair.closeAndCheck();
    }

    @Test
    void receiveWindowGrowsOnALongFatPathOnly() {
        int small = 200_000;
        SctpConfig config = growing(small);
        LinkConditions fat =
                LinkConditions.PERFECT.withDelay(Duration.ofMillis(50)).withRate(100_000_000, 625_000);
        Bulk fast = new Bulk(1, config, fat, 16_384);
        fast.runBps(Duration.ofSeconds(20));
        assertThat(fast.runBps(Duration.ofSeconds(10)))
                .as("a window of 200 kB lets 16 Mbit/s through")
                .isGreaterThan(60e6);
        Bulk slow = new Bulk(1, config.withMaxReceiveWindowBytes(small), fat, 16_384);
        slow.runBps(Duration.ofSeconds(5));
        assertThat(slow.runBps(Duration.ofSeconds(10))).isLessThan(17e6);
    }

    private static SctpConfig growing(int small) {
        return SctpConfig.DEFAULT
                .withReceiveWindowBytes(small)
                .withMaxReceiveWindowBytes(16 << 20)
                .withCongestion(CongestionAlgorithm.CUBIC);
    }
}
