package dev.plumb.sctp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.sctp.common.Serial;
import dev.plumb.sctp.packet.DataChunk;
import dev.plumb.sctp.packet.ForwardTsnChunk;
import dev.plumb.sctp.packet.SackChunk;
import dev.plumb.sctp.packet.SkippedStream;
import dev.plumb.testkit.LinkConditions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Windows nearly closed, round trips, whose turn it is, and what comes late. */
class SctpWindowAndOrderTest {
    private static final long WINDOW = 100_000;

    /** Messages leave less of the window than the next chunk needs: that is a closed window too. */
    @Test
    void windowTooSmallForAChunkIsProbedForAsLongAsThePeerAnswers() {
        SctpPair pair = SctpPair.withSlowReader(20_500, 10, LinkConditions.PERFECT);
        pair.clock.runFor(Duration.ofMinutes(10));
        assertThat(pair.a.state()).isInstanceOf(SctpState.Established.class);
        pair.b.driver.call((e, now) -> e.consumed(20_000, now));
        pair.clock.runFor(Duration.ofSeconds(11));
        assertThat(pair.b.messages).hasSize(4);
    }

    /** The sender's half: the peer says a window that is open, but less than what it is sent. */
    @Test
    void peerThatAnswersProbesOfANearlyClosedWindowLives() {
        ScriptedPeer peer = ScriptedPeer.plain().answering();
        peer.message(1, 1000);
        peer.send(peer.sack(1, 500));
        peer.message(1, 1000);
        for (int i = 0; i < 20; i++) {
            peer.pass(10_001);
            peer.send(peer.sack(1, 500));
        }
        assertThat(peer.state()).isInstanceOf(SctpState.Established.class);
    }

    /** The receiver's half: what is too small for a packet is not told. */
    @Test
    void sillyWindowIsNotAdvertised() {
        ScriptedPeer peer = new ScriptedPeer(SctpConfig.DEFAULT
                        .withInterleaving(false)
                        .withZeroChecksum(false)
                        .withReceiveWindowBytes(4096)
                        .withManualConsume(true))
                .answering();
        for (int i = 0; i < 4; i++) {
            peer.send(Chunks.data(ScriptedPeer.TSN + i, 1, i, true, true, new byte[1000]));
        }
        peer.pass(1000);
        List<Long> windows = new ArrayList<>();
        peer.send(peer.data(0, 1, 0));
        windows.add(last(peer).advertisedWindow());
        assertThat(windows).containsExactly(0L);
    }

    private static SackChunk last(ScriptedPeer peer) {
        SackChunk last = peer.next(SackChunk.class);
        try {
            while (true) {
                last = peer.next(SackChunk.class);
            }
        } catch (AssertionError end) {
            return last;
        }
    }

    /** Karn: a chunk lost and sent again between two SACKs tells no round trip. */
    @Test
    void chunkThatWasSentTwiceIsNotMeasured() {
        ScriptedPeer peer = ScriptedPeer.plain().answering();
        peer.roundTrip(1000, 100);
        assertThat(peer.sctp().smoothedRttNanos()).isEqualTo(100_000_000L);
        for (int i = 0; i < 5; i++) {
            peer.message(1, 1000);
        }
        peer.forget();
        peer.pass(100);
        peer.send(peer.sack(1, WINDOW, 2, 5));
        assertThat(peer.next(DataChunk.class).tsn()).isEqualTo(Serial.wire32(peer.tsn + 1));
        peer.pass(100);
        peer.send(peer.sack(6, WINDOW));
        assertThat(peer.sctp().smoothedRttNanos()).isEqualTo(100_000_000L);
    }

    /** The same where the tail probe sent it again. */
    @Test
    void chunkThatWasProbedIsNotMeasured() {
        ScriptedPeer peer = ScriptedPeer.plain().answering();
        peer.roundTrip(1000, 20);
        peer.message(1, 1000);
        peer.forget();
        peer.pass(245);
        assertThat(peer.next(DataChunk.class).tsn()).isEqualTo(Serial.wire32(peer.tsn + 1));
        peer.send(peer.sack(2, WINDOW));
        assertThat(peer.sctp().smoothedRttNanos()).isEqualTo(20_000_000L);
    }

    /** Congestion avoidance saves up at most one window of acknowledged bytes while the window is not used. */
    @Test
    void windowThatIsNotUsedSavesUpNoGrowth() {
        StandardController control = new StandardController(SctpConfig.DEFAULT, 1 << 20);
        control.enterRecovery(10);
        control.advanced(10);
        control.grow(1); // out of slow start
        long before = control.windowBytes();
        for (int i = 0; i < 1000; i++) {
            control.acknowledged(new CongestionController.Acknowledgement(1191, true, false, 0, true, 0));
        }
        for (int i = 0; i < 4; i++) {
            control.acknowledged(new CongestionController.Acknowledgement(1191, true, true, 0, true, 0));
        }
        assertThat(control.windowBytes()).isLessThanOrEqualTo(before + 2 * 1191);
    }

    /** A message longer than half of the peer's window is not put off for ever by streams that always have shorter ones. */
    @Test
    void longMessageIsNotStarvedByOthers() {
        SctpConfig receiver = SctpConfig.DEFAULT.withReceiveWindowBytes(400_000);
        LinkConditions link = LinkConditions.PERFECT.withDelay(Duration.ofMillis(20));
        SctpPair pair = new SctpPair(3, SctpConfig.DEFAULT, receiver, link).connected();
        for (int i = 0; i < 60; i++) {
            pair.a.send(1, SctpPair.payload(i, 50_000), SendOptions.RELIABLE);
            pair.a.send(2, SctpPair.payload(i, 70_000), SendOptions.RELIABLE);
        }
        pair.a.send(3, SctpPair.payload(999, 250_000), SendOptions.RELIABLE);
        assertThat(pair.run(() -> pair.b.messages.stream().anyMatch(m -> m.streamId() == 3)))
                .isTrue();
        assertThat(pair.b.messages.size()).isLessThan(40);
    }

    /** A window that the reader keeps closed says nothing of the path. */
    @Test
    void closedWindowIsNoSignOfASmallerPath() {
        SctpPair pair = SctpPair.withSlowReader(20_000, 10, LinkConditions.PERFECT);
        pair.clock.runFor(Duration.ofMinutes(30));
        assertThat(pair.a.sctp().counters().mtuProbes()).isLessThan(10);
    }

    /** One packet overtaken by another is no loss, however many small chunks the other holds. */
    @Test
    void onePacketOvertakenByOneOtherIsNoLoss() {
        ScriptedPeer peer = ScriptedPeer.plain().answering();
        peer.message(1, 1000);
        peer.pass(100);
        peer.send(peer.sack(1, 1100));
        peer.message(1, 1100);
        for (int i = 0; i < 4; i++) {
            peer.message(1, 10);
        }
        peer.forget();
        peer.send(peer.sack(1, WINDOW)); // the window opens, and all four go in one packet
        assertThat(peer.takeAll()).hasSize(1);
        peer.pass(100);
        peer.forget();
        peer.send(peer.sack(1, WINDOW, 2, 5));
        peer.assertSilent();
    }

    /** The middle and end of a message whose beginning a FORWARD TSN passed over are not held. */
    @Test
    void lateFragmentBehindAForwardTsnGivesItsWindowBack() {
        ScriptedPeer peer = ScriptedPeer.plain().answering();
        peer.send(peer.data(0, 7, 0));
        long whole = peer.next(SackChunk.class).advertisedWindow();
        peer.send(new ForwardTsnChunk(ScriptedPeer.TSN + 1, List.of(new SkippedStream(1, false, 0))));
        peer.send(Chunks.data(ScriptedPeer.TSN + 2, 1, 0, false, false, new byte[1000]));
        peer.send(Chunks.data(ScriptedPeer.TSN + 3, 1, 0, false, true, new byte[1000]));
        peer.pass(1000);
        peer.forget();
        peer.send(Chunks.data(ScriptedPeer.TSN + 4, 1, 1, true, true, new byte[1]));
        peer.pass(1000);
        assertThat(peer.messages).hasSize(2);
        assertThat(peer.next(SackChunk.class).advertisedWindow()).isEqualTo(whole);
    }

    /** What probed a closed window was dropped, and need not be waited for once the window is open. */
    @Test
    void windowThatOpensAfterAWhileIsUsedAtOnce() {
        SctpPair pair = SctpPair.withSlowReader(100_000, 200, LinkConditions.PERFECT.withDelay(Duration.ofMillis(1)));
        long[] consumed = {0};
        for (int stall = 0; stall < 5; stall++) {
            pair.clock.runFor(Duration.ofSeconds(3));
            int before = pair.b.messages.size();
            pair.b.driver.call((e, now) -> e.consumed(before * 10_000L - consumed[0], now));
            consumed[0] = before * 10_000L;
            pair.clock.runFor(Duration.ofMillis(30));
            assertThat(pair.b.messages.size()).as("stall %d", stall).isGreaterThan(before);
        }
    }
}
