package dev.plumb.sctp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumb.sctp.common.Serial;
import dev.plumb.sctp.packet.AddIncomingStreamsRequest;
import dev.plumb.sctp.packet.CookieAckChunk;
import dev.plumb.sctp.packet.CookieEchoChunk;
import dev.plumb.sctp.packet.DataChunk;
import dev.plumb.sctp.packet.IDataChunk;
import dev.plumb.sctp.packet.IncomingSsnResetRequest;
import dev.plumb.sctp.packet.InitAckChunk;
import dev.plumb.sctp.packet.InitChunk;
import dev.plumb.sctp.packet.InitFields;
import dev.plumb.sctp.packet.OutgoingSsnResetRequest;
import dev.plumb.sctp.packet.PadChunk;
import dev.plumb.sctp.packet.ReConfigChunk;
import dev.plumb.sctp.packet.ReConfigResponse;
import dev.plumb.sctp.packet.SctpChunk;
import dev.plumb.sctp.packet.SctpPacket;
import dev.plumb.sctp.packet.ShutdownAckChunk;
import dev.plumb.sctp.packet.ShutdownChunk;
import dev.plumb.sctp.packet.ShutdownCompleteChunk;
import dev.plumb.sctp.packet.StateCookieParameter;
import dev.plumb.testkit.LinkConditions;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a peer can ask of an association, or keep it from, and no more. */
class SctpPeerLimitsTest {
    private static final int WINDOW = 10_000_000;

    private static boolean isClosed(SctpPair pair) {
        return pair.a.state() instanceof SctpState.Closed && pair.b.state() instanceof SctpState.Closed;
    }

    // ---- shutdown ---------------------------------------------------------------------------------------------------

    @Test
    void shutdownWaitsAsLongAsWhatIsQueuedArrives() {
        LinkConditions slow =
                LinkConditions.PERFECT.withDelay(Duration.ofMillis(20)).withRate(1_000_000, 65_536);
        SctpPair pair = new SctpPair(1, SctpConfig.DEFAULT, SctpConfig.DEFAULT, slow).connected();
        for (int i = 0; i < 50; i++) {
            pair.a.send(1, SctpPair.payload(i, 200_000), SendOptions.RELIABLE);
        }
        pair.a.driver.call((e, now) -> e.shutdown(now));
        long began = pair.clock.nowNanos();
        assertThat(pair.run(() -> isClosed(pair))).isTrue();
        assertThat(pair.clock.nowNanos() - began)
                .isGreaterThan(Duration.ofSeconds(75).toNanos());
        assertThat(pair.a.closed().cause()).isEqualTo(SctpState.Cause.SHUTDOWN);
        assertThat(pair.b.messages).hasSize(50);
        pair.closeAndCheck();
    }

    @Test
    void shutdownEndsWhereThePeerTakesNothingMore() {
        ScriptedPeer peer = ScriptedPeer.plain().answering();
        peer.message(1, 10);
        peer.message(1, 10);
        peer.send(peer.sack(1, 0));
        peer.driver.call((e, now) -> e.shutdown(now));
        for (int second = 0; second < 60 && !(peer.state() instanceof SctpState.Closed); second++) {
            peer.pass(1000);
            peer.send(peer.sack(1, 0)); // it lives, and its window stays closed
        }
        assertThat(peer.state()).isInstanceOf(SctpState.Closed.class);
        assertThat(((SctpState.Closed) peer.state()).cause()).isEqualTo(SctpState.Cause.TIMEOUT);
    }

    // ---- acknowledgements -------------------------------------------------------------------------------------------

    /** Has {@code count} chunks outstanding, of which the first is not acknowledged and the others are. */
    private static ScriptedPeer withAGapBefore(int count) {
        ScriptedPeer peer = ScriptedPeer.plain().answering();
        for (int i = 0; i < count; i++) {
            peer.message(1, 10);
        }
        long highest = peer.tsn;
        for (long before = 0; before != highest; ) {
            before = highest;
            highest = Math.max(highest, highestSent(peer));
            if (highest > peer.tsn) {
                peer.send(peer.sack(0, WINDOW, 2, (int) (highest - peer.tsn) + 1));
            }
            peer.pass(20);
        }
        assertThat(highest).isEqualTo(peer.tsn + count - 1);
        return peer;
    }

    private static long highestSent(ScriptedPeer peer) {
        long highest = peer.tsn;
        for (SctpPacket packet : peer.takeAll()) {
            for (SctpChunk chunk : packet.chunks()) {
                if (chunk instanceof DataChunk d) {
                    highest = Math.max(highest, d.tsn());
                }
            }
        }
        return highest;
    }

    @Test
    void peerThatTakesItsAcknowledgementsBackAgainAndAgainIsCutOff() {
        ScriptedPeer peer = withAGapBefore(1000);
        int sacks = 0;
        while (peer.state() instanceof SctpState.Established && sacks++ < 100_000) {
            peer.send(peer.sack(0, WINDOW, 2, 1000));
            peer.send(peer.sack(0, WINDOW));
            peer.forget();
        }
        assertThat(peer.state()).isInstanceOf(SctpState.Closed.class);
        assertThat(((SctpState.Closed) peer.state()).cause()).isEqualTo(SctpState.Cause.PROTOCOL_VIOLATION);
        assertThat(sacks).isBetween(50, 1000);
    }

    @Test
    void acknowledgementTakenBackOnceIsMadeUpFor() {
        ScriptedPeer peer = withAGapBefore(1000);
        peer.send(peer.sack(1, WINDOW));
        Set<Long> again = new HashSet<>();
        int acked = 1;
        for (int i = 0; i < 2000 && acked < 1000; i++) {
            for (SctpPacket packet : peer.takeAll()) {
                for (SctpChunk chunk : packet.chunks()) {
                    if (chunk instanceof DataChunk d) {
                        again.add(d.tsn() - peer.tsn);
                    }
                }
            }
            while (again.contains((long) acked)) {
                acked++;
            }
            peer.send(peer.sack(acked, WINDOW));
            peer.pass(20);
        }
        assertThat(acked).isEqualTo(1000);
        assertThat(peer.state()).isInstanceOf(SctpState.Established.class);
    }

    @Test
    void noMoreIsOutstandingThanNumbersCanTellApart() {
        ScriptedPeer peer = ScriptedPeer.plain().answering();
        for (int i = 0; i < 70_000; i++) {
            peer.message(1, 1);
        }
        long highest = peer.tsn;
        for (int round = 0; round < 3000; round++) {
            highest = Math.max(highest, highestSent(peer));
            int last = (int) Math.min(65_535, highest - peer.tsn + 1);
            if (last >= 2) {
                peer.send(peer.sack(0, WINDOW, 2, last));
            }
            peer.pass(20);
        }
        assertThat(highest - peer.tsn + 1).isBetween(30_000L, 32_767L);
        peer.send(peer.sack((int) (highest - peer.tsn) + 1, WINDOW));
        peer.pass(100);
        assertThat(highestSent(peer)).as("it goes on").isGreaterThan(highest);
    }

    @Test
    void whatIsAcknowledgedOutOfOrderIsBoundedInBytes() {
        SctpConfig small = SctpConfig.DEFAULT
                .withInterleaving(false)
                .withZeroChecksum(false)
                .withHeartbeatInterval(Duration.ZERO)
                .withSendBufferBytes(40 << 20);
        ScriptedPeer peer = new ScriptedPeer(small).answering();
        for (int i = 0; i < 40; i++) {
            peer.message(1, 256 << 10);
            peer.message(1, 256 << 10);
        }
        long highest = peer.tsn;
        for (int round = 0; round < 20_000; round++) {
            highest = Math.max(highest, highestSent(peer));
            int last = (int) (highest - peer.tsn + 1);
            if (last >= 2) {
                peer.send(peer.sack(0, 0xffff_ffffL, 2, last));
            }
            peer.pass(2);
        }
        assertThat((highest - peer.tsn) * 1191).isBetween(15L << 20, 18L << 20);
    }

    @Test
    void messageGivenUpIsKeptNoLonger() {
        ScriptedPeer peer = ScriptedPeer.plain().answering();
        List<WeakReference<byte[]>> kept = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            byte[] payload = new byte[100_000];
            kept.add(new WeakReference<>(payload));
            peer.driver.call(
                    (e, now) -> e.send(1, 53, payload, SendOptions.RELIABLE.withLifetime(Duration.ofMillis(5)), now));
            peer.pass(1);
        }
        peer.pass(3000); // never an answer: each is given up
        assertThat(peer.sctp().counters().messagesAbandoned()).isEqualTo(20);
        for (int i = 0; i < 20 && kept.stream().anyMatch(r -> r.get() != null); i++) {
            System.gc();
        }
        assertThat(kept).allMatch(r -> r.get() == null);
    }

    // ---- fragments --------------------------------------------------------------------------------------------------

    @Test
    void smallestFragmentsAreTakenOnlyAsFarAsTheirCostFitsTheWindow() {
        ScriptedPeer peer = new ScriptedPeer(SctpConfig.DEFAULT
                        .withZeroChecksum(false)
                        .withReceiveWindowBytes(1 << 20)
                        .withHeartbeatInterval(Duration.ZERO))
                .answeringInterleaved();
        for (int i = 1; i <= 60_000; i++) {
            peer.send(
                    new IDataChunk(ScriptedPeer.TSN + i, 1, i, 0, 1, false, true, false, false, new byte[] {1}, 0, 1));
            peer.forget();
        }
        assertThat(peer.sctp().counters().chunksDropped()).isEqualTo(60_000 - 32_768);
    }

    // ---- handshake and the end --------------------------------------------------------------------------------------

    @Test
    void initAckWithoutATagEndsTheAttempt() {
        ScriptedPeer peer = ScriptedPeer.plain();
        peer.driver.call((e, now) -> e.connect(now));
        InitFields init = peer.next(InitChunk.class).fields();
        peer.tag = init.initiateTag();
        peer.send(new InitAckChunk(
                new InitFields(0, 100_000, 10, 10, 1, List.of(new StateCookieParameter(new byte[] {1})))));
        assertThat(peer.state()).isInstanceOf(SctpState.Closed.class);
        assertThat(((SctpState.Closed) peer.state()).cause()).isEqualTo(SctpState.Cause.PROTOCOL_VIOLATION);
        peer.assertSilent();
    }

    @Test
    void initAckBundledWithSomethingIsDropped() {
        ScriptedPeer peer = ScriptedPeer.plain();
        peer.driver.call((e, now) -> e.connect(now));
        peer.tag = peer.next(InitChunk.class).fields().initiateTag();
        InitAckChunk answer = new InitAckChunk(peer.fields(new StateCookieParameter(new byte[] {1})));
        peer.send(answer, new CookieAckChunk());
        peer.assertSilent();
        assertThat(peer.state()).isInstanceOf(SctpState.CookieWait.class);
        peer.send(answer);
        peer.next(CookieEchoChunk.class);
    }

    @Test
    void shutdownCompleteBundledWithSomethingIsDropped() {
        ScriptedPeer peer = ScriptedPeer.plain().answering();
        peer.send(new ShutdownChunk(Serial.wire32(peer.tsn - 1)));
        peer.next(ShutdownAckChunk.class);
        peer.send(new ShutdownCompleteChunk(false), new PadChunk(8));
        assertThat(peer.state()).isInstanceOf(SctpState.ShutdownAckSent.class);
        peer.send(new ShutdownCompleteChunk(false));
        assertThat(peer.state()).isInstanceOf(SctpState.Closed.class);
    }

    // ---- streams ----------------------------------------------------------------------------------------------------

    @Test
    void twoRequestsInAChunkAreAnsweredAgainWhenTheyComeAgain() {
        ScriptedPeer peer = ScriptedPeer.plain().answering();
        ReConfigChunk both = new ReConfigChunk(List.of(
                new OutgoingSsnResetRequest(ScriptedPeer.TSN, 0, ScriptedPeer.TSN - 1, List.of(1)),
                new IncomingSsnResetRequest(ScriptedPeer.TSN + 1, List.of(1))));
        peer.send(both);
        List<Long> first = results(peer.next(ReConfigChunk.class));
        assertThat(first).containsExactly(ReConfigResponse.PERFORMED, ReConfigResponse.DENIED);
        peer.send(both); // the answer was lost
        assertThat(results(peer.next(ReConfigChunk.class))).isEqualTo(first);
        peer.send(new ReConfigChunk(List.of(new IncomingSsnResetRequest(ScriptedPeer.TSN - 1, List.of(1)))));
        assertThat(results(peer.next(ReConfigChunk.class))).containsExactly(ReConfigResponse.BAD_SEQUENCE_NUMBER);
    }

    private static List<Long> results(ReConfigChunk chunk) {
        return chunk.parameters().stream()
                .map(p -> ((ReConfigResponse) p).result())
                .toList();
    }

    @Test
    void streamsAskedForByBothSidesNeverPassTheMost() {
        ScriptedPeer peer = new ScriptedPeer(SctpConfig.DEFAULT
                        .withInterleaving(false)
                        .withZeroChecksum(false)
                        .withStreams(65_000)
                        .withHeartbeatInterval(Duration.ZERO))
                .answering();
        peer.driver.call((e, now) -> e.addStreams(300, 0, now));
        assertThatThrownBy(() -> peer.driver.call((e, now) -> e.addStreams(300, 0, now)))
                .isInstanceOf(IllegalArgumentException.class);
        peer.forget();
        peer.send(new ReConfigChunk(List.of(new AddIncomingStreamsRequest(ScriptedPeer.TSN, 300))));
        assertThat(results(peer.next(ReConfigChunk.class))).containsExactly(ReConfigResponse.DENIED);
    }

    @Test
    void manyStreamsAreResetEachOnceItHasDrained() {
        LinkConditions link =
                LinkConditions.PERFECT.withDelay(Duration.ofMillis(10)).withLoss(0.02);
        SctpPair pair = new SctpPair(1, SctpConfig.DEFAULT, SctpConfig.DEFAULT, link).connected();
        List<Integer> all = new ArrayList<>();
        for (int id = 0; id < 2000; id++) {
            all.add(id);
            if (id % 3 == 0) {
                pair.a.send(id, SctpPair.payload(id, 500), SendOptions.RELIABLE);
            } else if (id % 3 == 1) {
                pair.a.send(id, SctpPair.payload(id, 3000), SendOptions.RELIABLE.withLifetime(Duration.ofMillis(30)));
            }
        }
        pair.a.driver.call((e, now) -> e.resetStreams(all, now));
        assertThat(pair.run(() -> pair.a.eventsOf(SctpEvent.OutgoingStreamsReset.class).stream()
                                .mapToInt(e -> e.streamIds().size())
                                .sum()
                        == 2000))
                .isTrue();
        assertThat(pair.b.messages.stream().filter(m -> m.streamId() % 3 == 0)).hasSize(667);
        assertThat(pair.a.sctp().counters().messagesAbandoned()).isPositive();
        pair.closeAndCheck();
    }
}
