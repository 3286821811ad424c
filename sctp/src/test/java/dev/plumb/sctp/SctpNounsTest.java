package dev.plumb.sctp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.sctp.common.RtoEstimator;
import dev.plumb.sctp.common.Serial;
import dev.plumb.sctp.packet.DataChunk;
import dev.plumb.sctp.packet.IDataChunk;
import dev.plumb.sctp.packet.SackChunk;
import dev.plumb.sctp.packet.SkippedStream;
import dev.plumb.sctp.rx.DataTracker;
import dev.plumb.sctp.rx.IncomingMessage;
import dev.plumb.sctp.rx.ReassemblyQueue;
import dev.plumb.testkit.Seeds;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableSet;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The small parts, each against a plain model of it or the RFC's figures. */
class SctpNounsTest {
    @Test
    void trackerAgreesWithASetOfNumbers() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            DataTracker tracker = new DataTracker(1);
            TreeSet<Long> seen = new TreeSet<>();
            long floor = 0;
            for (int i = 0; i < 300; i++) {
                long tsn = floor + 1 + random.nextInt(60);
                assertThat(tracker.contains(tsn)).isEqualTo(tsn <= floor || seen.contains(tsn));
                if (!tracker.contains(tsn)) {
                    tracker.arrived(tsn);
                    seen.add(tsn);
                }
                if (random.nextInt(40) == 0) {
                    long to = floor + random.nextInt(30);
                    tracker.forward(to);
                    for (long t = floor + 1; t <= to; t++) {
                        seen.add(t);
                    }
                }
                while (seen.contains(floor + 1)) {
                    floor++;
                }
                assertThat(tracker.cumulativeTsn()).isEqualTo(floor);
                checkGaps(tracker.sack(0, 1000), floor, seen);
            }
        }
    }

    private static void checkGaps(SackChunk sack, long floor, NavigableSet<Long> seen) {
        List<Long> said = new ArrayList<>();
        for (int i = 0; i < sack.gapBlocks().length; i += 2) {
            for (long t = floor + sack.gapBlocks()[i]; t <= floor + sack.gapBlocks()[i + 1]; t++) {
                said.add(t);
            }
        }
        assertThat(said).containsExactlyElementsOf(seen.tailSet(floor, false));
    }

    @Test
    void fragmentsInAnyOrderMakeTheMessages() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            List<DataChunk> chunks = new ArrayList<>();
            long tsn = 0;
            for (int message = 0; message < 8; message++) {
                int fragments = 1 + random.nextInt(12);
                for (int i = 0; i < fragments; i++) {
                    byte[] payload = {(byte) message, (byte) i};
                    chunks.add(
                            message % 2 == 0
                                    ? Chunks.data(++tsn, 1, message / 2, i == 0, i == fragments - 1, payload)
                                    : Chunks.unordered(++tsn, 1, i == 0, i == fragments - 1, payload));
                }
            }
            Collections.shuffle(chunks, random);
            List<IncomingMessage> got = new ArrayList<>();
            ReassemblyQueue queue = new ReassemblyQueue(false, got::add);
            chunks.forEach(c -> queue.add(c.tsn(), c));
            assertAllEightAreWhole(got, queue);
        }
    }

    /** Each of eight messages holds its own number and those of its fragments, in turn; the even ones are ordered. */
    private static void assertAllEightAreWhole(List<IncomingMessage> got, ReassemblyQueue queue) {
        assertThat(got).hasSize(8);
        assertThat(queue.bytes()).isZero();
        assertThat(queue.count()).isZero();
        assertThat(got.stream().filter(m -> !m.unordered()).map(m -> (int) m.payload()[0]))
                .containsExactly(0, 2, 4, 6);
        for (IncomingMessage m : got) {
            for (int i = 0; i < m.payload().length; i += 2) {
                assertThat(m.payload()[i]).isEqualTo(m.payload()[0]);
                assertThat((int) m.payload()[i + 1]).isEqualTo(i / 2);
            }
        }
    }

    @Test
    void interleavedFragmentsBecomeMessagesWhateverTheirOrder() {
        Seeds.forEach(200, seed -> {
            Random random = new Random(seed);
            List<IDataChunk> chunks = new ArrayList<>();
            for (int message = 0; message < 8; message++) {
                int fragments = 1 + random.nextInt(12);
                for (int i = 0; i < fragments; i++) {
                    byte[] payload = {(byte) message, (byte) i};
                    boolean unordered = message % 2 == 1;
                    chunks.add(new IDataChunk(
                            0, 1, message / 2, 53, i, false, unordered, i == 0, i == fragments - 1, payload, 0, 2));
                }
            }
            Collections.shuffle(chunks, random);
            List<IncomingMessage> got = new ArrayList<>();
            ReassemblyQueue queue = new ReassemblyQueue(true, got::add);
            chunks.forEach(c -> queue.add(0, c));
            assertAllEightAreWhole(got, queue);
        });
    }

    @Test
    void resetStreamNumbersItsMessagesFromZeroAgain() {
        List<IncomingMessage> got = new ArrayList<>();
        ReassemblyQueue queue = new ReassemblyQueue(true, got::add);
        for (List<Integer> reset : List.of(List.of(1), List.<Integer>of())) {
            for (boolean unordered : new boolean[] {false, true}) {
                for (int mid = 0; mid < 3; mid++) {
                    queue.add(0, new IDataChunk(0, 1, mid, 53, 0, false, unordered, true, false, new byte[1], 0, 1));
                    queue.add(0, new IDataChunk(0, 1, mid, 0, 1, false, unordered, false, true, new byte[1], 0, 1));
                }
            }
            assertThat(got).hasSize(6);
            got.clear();
            queue.resetStreams(reset);
            assertThat(queue.count()).isZero();
        }
    }

    @Test
    void skippedInterleavedMessagesAreNotWaitedFor() {
        List<IncomingMessage> got = new ArrayList<>();
        ReassemblyQueue queue = new ReassemblyQueue(true, got::add);
        queue.add(1, new IDataChunk(1, 1, 1, 53, 0, false, false, true, true, new byte[] {1}, 0, 1));
        queue.add(2, new IDataChunk(2, 1, 2, 53, 0, false, false, true, false, new byte[] {2}, 0, 1));
        queue.add(3, new IDataChunk(3, 1, 0, 53, 0, false, true, true, false, new byte[] {3}, 0, 1));
        queue.add(4, new IDataChunk(4, 1, 3, 53, 0, false, false, true, true, new byte[] {4}, 0, 1));
        assertThat(got).isEmpty();
        queue.forward(4, List.of(new SkippedStream(1, false, 2)));
        assertThat(got.stream().map(IncomingMessage::number)).containsExactly(1L, 3L);
        assertThat(queue.count()).as("the unordered one is numbered apart").isEqualTo(1);
        queue.forward(4, List.of(new SkippedStream(1, true, 0)));
        assertThat(queue.bytes()).isZero();
        assertThat(queue.count()).isZero();
    }

    @Test
    void fragmentWithoutABeginningOrOfANumberThatWasThereIsDropped() {
        List<IncomingMessage> got = new ArrayList<>();
        ReassemblyQueue queue = new ReassemblyQueue(true, got::add);
        queue.add(1, new IDataChunk(1, 1, 0, 0, 0, false, false, false, false, new byte[] {9}, 0, 1));
        queue.add(2, new IDataChunk(2, 1, 0, 53, 0, false, false, true, false, new byte[] {1}, 0, 1));
        queue.add(3, new IDataChunk(3, 1, 0, 53, 0, false, false, true, false, new byte[] {8}, 0, 1));
        queue.add(4, new IDataChunk(4, 1, 0, 0, 7, false, false, false, false, new byte[] {7}, 0, 1));
        queue.add(5, new IDataChunk(5, 1, 0, 0, 1, false, false, false, true, new byte[] {2}, 0, 1));
        assertThat(got).hasSize(1);
        assertThat(got.getFirst().payload()).containsExactly(1, 2);
        assertThat(queue.bytes()).isZero();
        assertThat(queue.count()).isZero();
    }

    @Test
    void forwardTsnDeliversWhatWaitedBehindTheGap() {
        List<IncomingMessage> got = new ArrayList<>();
        ReassemblyQueue queue = new ReassemblyQueue(false, got::add);
        queue.add(2, Chunks.data(2, 1, 1, true, true, new byte[] {1}));
        queue.add(4, Chunks.data(4, 1, 2, true, false, new byte[] {2}));
        queue.add(6, Chunks.data(6, 1, 3, true, true, new byte[] {3}));
        assertThat(got).isEmpty();
        queue.forward(5, List.of(new SkippedStream(1, false, 2)));
        assertThat(got.stream().map(IncomingMessage::number)).containsExactly(1L, 3L);
        assertThat(queue.bytes()).isZero();
    }

    @Test
    void rtoFollowsTheFormula() {
        RtoEstimator rto = new RtoEstimator(1_000_000_000L, 1_000_000L, 60_000_000_000L);
        assertThat(rto.rtoNanos()).isEqualTo(1_000_000_000L);
        rto.measured(100_000_000);
        assertThat(rto.rtoNanos()).isEqualTo(300_000_000L);
        rto.measured(200_000_000);
        assertThat(rto.smoothedNanos()).isEqualTo(112_500_000L);
        assertThat(rto.rtoNanos()).isEqualTo(112_500_000L + 4 * 62_500_000L);
        rto.backOff();
        assertThat(rto.rtoNanos()).isEqualTo(725_000_000L);
    }

    @Test
    void congestionWindowGrowsAndShrinksAsTheRfcSays() {
        CongestionController c = CongestionController.of(SctpConfig.DEFAULT, 20_000);
        int mtu = SctpConfig.DEFAULT.mtuBytes();
        assertThat(c.windowBytes()).isEqualTo(10L * mtu);
        c.acknowledged(acked(mtu, true));
        assertThat(c.windowBytes()).isEqualTo(11L * mtu);
        c.acknowledged(acked(5000, true));
        assertThat(c.windowBytes()).as("by two packets at most").isEqualTo(13L * mtu);
        c.acknowledged(acked(5000, false));
        assertThat(c.windowBytes()).as("an unused window does not grow").isEqualTo(13L * mtu);
        c.enterRecovery(50);
        assertThat(c.windowBytes()).isEqualTo(13L * mtu / 2);
        assertThat(c.advanced(49)).isFalse();
        assertThat(c.isRecovering()).isTrue();
        assertThat(c.advanced(50)).isTrue();
        assertThat(c.isRecovering()).isFalse();
        c.timedOut();
        assertThat(c.windowBytes()).isEqualTo(mtu);
        assertThat(c.thresholdBytes()).isEqualTo(4L * mtu);
        c.acknowledged(acked(5000, true));
        assertThat(c.windowBytes()).as("by one packet after a time-out").isEqualTo(2L * mtu);
    }

    private static CongestionController.Acknowledgement acked(long bytes, boolean limited) {
        return new CongestionController.Acknowledgement(bytes, true, limited, 0, false, 0);
    }

    @Test
    void serialNumbersWrap() {
        assertThat(Serial.unwrap32(0xffff_fffeL, 1)).isEqualTo(0x1_0000_0001L);
        assertThat(Serial.unwrap32(0x1_0000_0001L, 0xffff_fffeL)).isEqualTo(0xffff_fffeL);
        assertThat(Serial.unwrap16(65535, 2)).isEqualTo(65538);
        assertThat(Serial.unwrap16(65538, 65535)).isEqualTo(65535);
    }

    @Test
    void cookieKeepsAllThatWasAgreed() {
        NegotiatedCapabilities agreed = new NegotiatedCapabilities(true, true, true, true, true, 7, 9);
        StateCookie cookie = new StateCookie(1, 2, 3, 4, 5, 6, agreed, 7, 8);
        assertThat(StateCookie.parse(cookie.toByteArray())).isEqualTo(cookie);
    }

    @Test
    void chunksAcknowledgedAndTakenBackAgainAndAgainAreQueuedOnce() {
        OutstandingData outstanding = new OutstandingData(1, chunk -> {});
        SendQueue queue = new SendQueue(new SctpContext(
                SctpConfig.DEFAULT,
                new java.util.Random(1),
                new PacketWriter(
                        SctpConfig.DEFAULT,
                        dev.plumb.base.bytes.Packet::release,
                        new dev.plumb.base.bytes.PacketPool(),
                        new SctpCounters()),
                new SctpCounters()));
        OutgoingMessage message = new OutgoingMessage(queue.stream(0), 0, 53, new byte[1], SendOptions.RELIABLE, 0);
        for (int tsn = 1; tsn <= 3; tsn++) {
            outstanding.sent(new OutstandingChunk(tsn, Chunks.data(tsn, 0, 0, true, true, new byte[1]), message), 0);
        }
        outstanding.markLost(outstanding.find(1));
        for (int i = 0; i < 100; i++) {
            outstanding.markLost(outstanding.find(2));
            outstanding.acknowledge(0, new int[] {2, 2});
            outstanding.acknowledge(0, new int[0]);
        }
        assertThat(outstanding.queuedAsLost()).isEqualTo(2);
    }

    @Test
    void messagesFarBehindALossAreNotTakenForOldOnes() {
        ScriptedPeer peer = ScriptedPeer.plain().answering();
        int count = 33_000;
        for (int i = 1; i < count; i++) {
            peer.send(peer.data(i, 1, i & 0xffff));
        }
        for (int i = 0; i < count; i++) {
            if (i == 0 || i > 32_000) {
                peer.send(peer.data(i, 1, i & 0xffff));
            }
        }
        assertThat(peer.messages).hasSize(count);
    }
}
