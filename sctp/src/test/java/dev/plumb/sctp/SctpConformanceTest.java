package dev.plumb.sctp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.sctp.common.Serial;
import dev.plumb.sctp.packet.AbortChunk;
import dev.plumb.sctp.packet.CookieAckChunk;
import dev.plumb.sctp.packet.CookieEchoChunk;
import dev.plumb.sctp.packet.DataChunk;
import dev.plumb.sctp.packet.ErrorCause;
import dev.plumb.sctp.packet.ErrorChunk;
import dev.plumb.sctp.packet.ForwardTsnChunk;
import dev.plumb.sctp.packet.HeartbeatAckChunk;
import dev.plumb.sctp.packet.HeartbeatChunk;
import dev.plumb.sctp.packet.InitAckChunk;
import dev.plumb.sctp.packet.InitChunk;
import dev.plumb.sctp.packet.InitFields;
import dev.plumb.sctp.packet.PadChunk;
import dev.plumb.sctp.packet.SackChunk;
import dev.plumb.sctp.packet.SctpChunk;
import dev.plumb.sctp.packet.SctpPacket;
import dev.plumb.sctp.packet.ShutdownAckChunk;
import dev.plumb.sctp.packet.ShutdownChunk;
import dev.plumb.sctp.packet.ShutdownCompleteChunk;
import dev.plumb.sctp.packet.SkippedStream;
import dev.plumb.sctp.packet.StateCookieParameter;
import dev.plumb.sctp.packet.UnknownChunk;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * Packet by packet what a peer may see and do, by the cases that conformance suites of SCTP describe: set-up, tear-down, data and
 * acknowledgement, faults and bad packets.
 */
class SctpConformanceTest {
    private static final long WINDOW = 100_000;

    @Nested
    class SetUp {
        @Test
        void initIsSentAgainUntilItIsAnswered() {
            ScriptedPeer peer = ScriptedPeer.plain();
            peer.driver.call((e, now) -> e.connect(now));
            InitFields first = peer.next(InitChunk.class).fields();
            assertThat(first.initiateTag()).isNotZero();
            peer.pass(1000);
            InitFields again = peer.next(InitChunk.class).fields();
            assertThat(again.initiateTag()).isEqualTo(first.initiateTag());
            assertThat(again.initialTsn()).isEqualTo(first.initialTsn());
        }

        @Test
        void initAckOfNoUseEndsTheAttempt() {
            ScriptedPeer peer = ScriptedPeer.plain();
            peer.driver.call((e, now) -> e.connect(now));
            peer.tag = peer.next(InitChunk.class).fields().initiateTag();
            peer.send(new InitAckChunk(peer.fields())); // without a cookie
            assertThat(peer.next(AbortChunk.class).causes().getFirst().code()).isEqualTo(ErrorCause.MISSING_PARAMETER);
            assertThat(peer.state()).isInstanceOf(SctpState.Closed.class);
        }

        @Test
        void initAckUnderAWrongTagIsDropped() {
            ScriptedPeer peer = ScriptedPeer.plain();
            peer.driver.call((e, now) -> e.connect(now));
            peer.tag = peer.next(InitChunk.class).fields().initiateTag();
            peer.sendUnder(peer.tag ^ 1, new InitAckChunk(peer.fields(new StateCookieParameter(new byte[] {1}))));
            peer.assertSilent();
            assertThat(peer.state()).isInstanceOf(SctpState.CookieWait.class);
        }

        @Test
        void initWithZeroStreamsOrZeroTagIsRefused() {
            ScriptedPeer peer = ScriptedPeer.plain();
            peer.sendUnder(0, new InitChunk(new InitFields(ScriptedPeer.TAG, WINDOW, 0, 1, 1, List.of())));
            SctpPacket answer = peer.next();
            assertThat(answer.verificationTag()).isEqualTo(ScriptedPeer.TAG);
            assertThat(answer.find(AbortChunk.class)).isNotNull();
            peer.sendUnder(0, new InitChunk(new InitFields(0, WINDOW, 1, 1, 1, List.of())));
            peer.assertSilent();
            assertThat(peer.state()).isInstanceOf(SctpState.New.class);
        }

        @Test
        void initLeavesNothingBehind() {
            ScriptedPeer peer = ScriptedPeer.plain();
            for (int i = 0; i < 100; i++) {
                assertThat(peer.knock().find(StateCookieParameter.class)).isNotNull();
            }
            assertThat(peer.state()).isInstanceOf(SctpState.New.class);
            peer.calling();
        }

        @Test
        void cookieThatWasChangedIsDropped() {
            ScriptedPeer peer = ScriptedPeer.plain();
            byte[] cookie = peer.knock().find(StateCookieParameter.class).cookie();
            cookie[3] ^= 1;
            peer.send(new CookieEchoChunk(cookie));
            peer.assertSilent();
            assertThat(peer.state()).isInstanceOf(SctpState.New.class);
        }

        @Test
        void cookieThatIsTooOldIsNamedStale() {
            ScriptedPeer peer = ScriptedPeer.plain();
            byte[] cookie = peer.knock().find(StateCookieParameter.class).cookie();
            peer.pass(61_000);
            peer.send(new CookieEchoChunk(cookie));
            assertThat(peer.next(ErrorChunk.class).causes().getFirst().code()).isEqualTo(ErrorCause.STALE_COOKIE);
            assertThat(peer.state()).isInstanceOf(SctpState.New.class);
        }

        @Test
        void cookieThatComesAgainIsAcknowledgedAgain() {
            ScriptedPeer peer = ScriptedPeer.plain();
            byte[] cookie = peer.knock().find(StateCookieParameter.class).cookie();
            peer.send(new CookieEchoChunk(cookie));
            peer.next(CookieAckChunk.class);
            peer.pass(70_000);
            peer.send(new CookieEchoChunk(cookie));
            peer.next(CookieAckChunk.class);
            assertThat(peer.state()).isInstanceOf(SctpState.Established.class);
        }

        @Test
        void dataBundledWithTheCookieIsTaken() {
            ScriptedPeer peer = ScriptedPeer.plain();
            byte[] cookie = peer.knock().find(StateCookieParameter.class).cookie();
            peer.send(new CookieEchoChunk(cookie), peer.data(0, 1, 0));
            assertThat(peer.messages).hasSize(1);
            SctpPacket answer = peer.next();
            assertThat(answer.chunks().getFirst()).isInstanceOf(CookieAckChunk.class);
            assertThat(answer.find(SackChunk.class)).isNotNull();
        }

        @Test
        void collidingInitIsAnsweredWithTheSameTag() {
            ScriptedPeer peer = ScriptedPeer.plain();
            peer.driver.call((e, now) -> e.connect(now));
            InitFields ours = peer.next(InitChunk.class).fields();
            InitFields answer = peer.knock();
            assertThat(answer.initiateTag()).isEqualTo(ours.initiateTag());
            assertThat(answer.initialTsn()).isEqualTo(ours.initialTsn());
            peer.send(
                    new CookieEchoChunk(answer.find(StateCookieParameter.class).cookie()));
            peer.next(CookieAckChunk.class);
            assertThat(peer.state()).isInstanceOf(SctpState.Established.class);
            peer.send(new InitAckChunk(peer.fields(new StateCookieParameter(new byte[] {9}))));
            peer.assertSilent(); // it stands already
        }

        @Test
        void collisionWithAnotherTagOfThePeerKeepsTheAssociation() {
            ScriptedPeer peer = ScriptedPeer.plain();
            peer.driver.call((e, now) -> e.connect(now));
            peer.tag = peer.next(InitChunk.class).fields().initiateTag();
            peer.sendUnder(0, new InitChunk(new InitFields(0x77, WINDOW, 65_535, 65_535, ScriptedPeer.TSN, List.of())));
            byte[] cookie = peer.next(InitAckChunk.class)
                    .fields()
                    .find(StateCookieParameter.class)
                    .cookie();
            peer.send(new InitAckChunk(peer.fields(new StateCookieParameter(new byte[] {1}))));
            peer.next(CookieEchoChunk.class);
            peer.send(new CookieAckChunk());
            peer.forget();
            peer.send(new CookieEchoChunk(cookie));
            assertThat(peer.next().verificationTag()).isEqualTo(0x77);
            peer.send(peer.data(0, 1, 0));
            assertThat(peer.messages).hasSize(1);
        }

        @Test
        void restartOfThePeerBeginsAnewOnlyWithTheTagsOfBefore() {
            ScriptedPeer peer =
                    new ScriptedPeer(SctpConfig.DEFAULT.withInterleaving(false).withZeroChecksum(false)).calling();
            long oldTag = peer.tag;
            peer.sendUnder(0, new InitChunk(new InitFields(0x99, WINDOW, 65_535, 65_535, 5, List.of())));
            InitFields answer = peer.next(InitAckChunk.class).fields();
            assertThat(answer.initiateTag()).isNotEqualTo(oldTag);
            assertThat(peer.state()).isInstanceOf(SctpState.Established.class);
            peer.sendUnder(
                    answer.initiateTag(),
                    new CookieEchoChunk(answer.find(StateCookieParameter.class).cookie()));
            assertThat(peer.next(CookieAckChunk.class)).isNotNull();
            peer.sendUnder(answer.initiateTag(), Chunks.data(5, 1, 0, true, true, new byte[1]));
            assertThat(peer.messages).hasSize(1);
        }
    }

    @Nested
    class TearDown {
        @Test
        void shutdownWaitsUntilAllIsAcknowledged() {
            ScriptedPeer peer = ScriptedPeer.plain().answering();
            peer.message(1, 100);
            peer.next(DataChunk.class);
            peer.driver.call((e, now) -> e.shutdown(now));
            peer.assertSilent();
            peer.send(peer.sack(1, WINDOW));
            peer.next(ShutdownChunk.class);
            peer.send(new ShutdownAckChunk());
            assertThat(peer.next(ShutdownCompleteChunk.class).reflectedTag()).isFalse();
            assertThat(peer.state()).isInstanceOf(SctpState.Closed.class);
        }

        @Test
        void shutdownOfThePeerIsAnsweredOnceAllIsAcknowledged() {
            ScriptedPeer peer = ScriptedPeer.plain().answering();
            peer.message(1, 100);
            peer.next(DataChunk.class);
            peer.send(new ShutdownChunk(ScriptedPeer.TSN - 1));
            peer.assertSilent();
            peer.send(peer.sack(1, WINDOW));
            peer.next(ShutdownAckChunk.class);
            peer.send(new ShutdownCompleteChunk(false));
            assertThat(peer.state()).isInstanceOf(SctpState.Closed.class);
        }

        @Test
        void bothShutDownAtOnce() {
            ScriptedPeer peer = ScriptedPeer.plain().answering();
            peer.driver.call((e, now) -> e.shutdown(now));
            peer.next(ShutdownChunk.class);
            peer.send(new ShutdownChunk(ScriptedPeer.TSN - 1));
            peer.next(ShutdownAckChunk.class);
            peer.send(new ShutdownAckChunk());
            peer.next(ShutdownCompleteChunk.class);
            assertThat(peer.state()).isInstanceOf(SctpState.Closed.class);
        }

        @Test
        void dataAfterShutdownIsAcknowledgedWithAnotherShutdown() {
            ScriptedPeer peer = ScriptedPeer.plain().answering();
            peer.driver.call((e, now) -> e.shutdown(now));
            peer.forget();
            peer.send(peer.data(0, 1, 0));
            SctpPacket answer = peer.next();
            assertThat(answer.find(ShutdownChunk.class)).isNotNull();
            assertThat(answer.find(SackChunk.class)).isNotNull();
        }

        @Test
        void shutdownAckOfAnOldAssociationIsCompletedWhileConnecting() {
            ScriptedPeer peer = ScriptedPeer.plain();
            peer.driver.call((e, now) -> e.connect(now));
            peer.forget();
            peer.sendUnder(0x5555, new ShutdownAckChunk());
            SctpPacket answer = peer.next();
            assertThat(answer.verificationTag()).isEqualTo(0x5555);
            assertThat(answer.find(ShutdownCompleteChunk.class)).isEqualTo(new ShutdownCompleteChunk(true));
            assertThat(peer.state()).isInstanceOf(SctpState.CookieWait.class);
        }

        @Test
        void abortIsTakenUnderEitherTagWhereItSaysWhich() {
            ScriptedPeer own = ScriptedPeer.plain().answering();
            own.send(new AbortChunk(false, List.of()));
            assertThat(own.state()).isInstanceOf(SctpState.Closed.class);
            own.assertSilent();
            ScriptedPeer reflected = ScriptedPeer.plain().answering();
            reflected.sendUnder(ScriptedPeer.TAG, new AbortChunk(true, List.of()));
            assertThat(reflected.state()).isInstanceOf(SctpState.Closed.class);
            ScriptedPeer wrong = ScriptedPeer.plain().answering();
            wrong.sendUnder(ScriptedPeer.TAG, new AbortChunk(false, List.of()));
            wrong.send(new AbortChunk(true, List.of()));
            assertThat(wrong.state()).isInstanceOf(SctpState.Established.class);
        }
    }

    @Nested
    class DataAndAcknowledgement {
        @Test
        void secondPacketIsAcknowledgedAtOnceAndALoneOneWithin200Milliseconds() {
            ScriptedPeer peer = ScriptedPeer.plain().answering();
            peer.send(peer.data(0, 1, 0));
            peer.next(SackChunk.class); // the very first, at once
            peer.send(peer.data(1, 1, 1));
            peer.assertSilent();
            peer.send(peer.data(2, 1, 2));
            assertThat(peer.next(SackChunk.class).cumulativeTsn()).isEqualTo(ScriptedPeer.TSN + 2);
            peer.send(peer.data(3, 1, 3));
            peer.pass(199);
            peer.assertSilent();
            peer.pass(2);
            assertThat(peer.next(SackChunk.class).cumulativeTsn()).isEqualTo(ScriptedPeer.TSN + 3);
        }

        @Test
        void immediateBitHastensTheSack() {
            ScriptedPeer peer = ScriptedPeer.plain().answering();
            peer.send(peer.data(0, 1, 0));
            peer.forget();
            peer.send(new DataChunk(ScriptedPeer.TSN + 1, 1, 1, 53, true, false, true, true, new byte[1], 0, 1));
            peer.next(SackChunk.class);
        }

        @Test
        void gapsAreReportedAtOnceAndSoAreDuplicates() {
            ScriptedPeer peer = ScriptedPeer.plain().answering();
            peer.send(peer.data(0, 1, 0));
            peer.forget();
            peer.send(peer.data(2, 1, 2));
            SackChunk gap = peer.next(SackChunk.class);
            assertThat(gap.cumulativeTsn()).isEqualTo(ScriptedPeer.TSN);
            assertThat(gap.gapBlocks()).containsExactly(2, 2);
            peer.send(peer.data(2, 1, 2));
            assertThat(peer.next(SackChunk.class).duplicates()).containsExactly(ScriptedPeer.TSN + 2);
            peer.send(peer.data(1, 1, 1));
            SackChunk whole = peer.next(SackChunk.class);
            assertThat(whole.gapBlocks()).isEmpty();
            assertThat(whole.cumulativeTsn()).isEqualTo(ScriptedPeer.TSN + 2);
            assertThat(peer.messages).hasSize(3);
        }

        @Test
        void unorderedMessageDoesNotWaitForTheOrder() {
            ScriptedPeer peer = ScriptedPeer.plain().answering();
            peer.send(peer.data(1, 1, 1));
            assertThat(peer.messages).isEmpty();
            peer.send(Chunks.unordered(ScriptedPeer.TSN + 2, 1, true, true, new byte[1]));
            assertThat(peer.messages).hasSize(1);
        }

        @Test
        void streamThatDoesNotExistIsReportedAndTheDataAcknowledged() {
            ScriptedPeer peer = new ScriptedPeer(SctpConfig.DEFAULT
                            .withStreams(4)
                            .withInterleaving(false)
                            .withZeroChecksum(false))
                    .answering();
            peer.send(peer.data(0, 7, 0));
            SctpPacket answer = peer.next();
            assertThat(answer.find(ErrorChunk.class).causes().getFirst().code()).isEqualTo(ErrorCause.INVALID_STREAM);
            assertThat(peer.messages).isEmpty();
        }

        @Test
        void closedWindowIsProbedWithOneChunkAndOpensAgain() {
            ScriptedPeer peer = ScriptedPeer.plain().answering();
            peer.message(1, 1000);
            peer.next(DataChunk.class);
            peer.send(peer.sack(1, 0));
            for (int i = 0; i < 10; i++) {
                peer.message(1, 1000);
            }
            assertThat(peer.next(DataChunk.class).tsn()).isEqualTo(Serial.wire32(peer.tsn + 1));
            peer.assertSilent();
            peer.send(peer.sack(1, 0)); // the probe did not fit
            peer.pass(5000);
            assertThat(peer.next(DataChunk.class).tsn()).isEqualTo(Serial.wire32(peer.tsn + 1));
            assertThat(peer.state()).isInstanceOf(SctpState.Established.class);
            peer.forget();
            peer.send(peer.sack(2, WINDOW));
            assertThat(peer.next(DataChunk.class).tsn()).isEqualTo(Serial.wire32(peer.tsn + 2));
        }

        @Test
        void threeAcknowledgedBehindAGapSendTheMissingAgainAtOnce() {
            ScriptedPeer peer = ScriptedPeer.plain().answering();
            for (int i = 0; i < 6; i++) {
                peer.message(1, 1000);
            }
            peer.forget();
            peer.pass(10);
            peer.send(peer.sack(1, WINDOW, 2, 2));
            peer.send(peer.sack(1, WINDOW, 2, 3));
            assertThat(peer.sctp().counters().fastRetransmits()).isZero();
            peer.send(peer.sack(1, WINDOW, 2, 4));
            assertThat(peer.next(DataChunk.class).tsn()).isEqualTo(Serial.wire32(peer.tsn + 1));
            assertThat(peer.sctp().counters().fastRetransmits()).isEqualTo(1);
        }

        @Test
        void sackOfWhatWasNeverSentIsIgnored() {
            ScriptedPeer peer = ScriptedPeer.plain().answering();
            peer.message(1, 100);
            peer.forget();
            peer.send(peer.sack(50, WINDOW));
            peer.send(peer.sack(0, WINDOW, 40, 60));
            peer.send(peer.sack(0, WINDOW, 3, 2));
            assertThat(peer.sctp().counters().protocolErrors()).isEqualTo(3);
            peer.pass(3500);
            assertThat(peer.next(DataChunk.class)).isNotNull();
        }

        @Test
        void oldSackChangesNothing() {
            ScriptedPeer peer = ScriptedPeer.plain().answering();
            for (int i = 0; i < 4; i++) {
                peer.message(1, 1000);
            }
            peer.send(peer.sack(3, WINDOW));
            peer.forget();
            peer.send(peer.sack(1, 0));
            peer.message(1, 1000);
            assertThat(peer.next(DataChunk.class))
                    .as("the window is not the old one's")
                    .isNotNull();
        }

        @Test
        void skippedMessagesAreNotWaitedForAndTheSkipIsAcknowledged() {
            ScriptedPeer peer = ScriptedPeer.plain().answering();
            peer.send(peer.data(0, 1, 0));
            peer.send(peer.data(3, 1, 2));
            peer.forget();
            peer.send(new ForwardTsnChunk(ScriptedPeer.TSN + 2, List.of(new SkippedStream(1, false, 1))));
            assertThat(peer.next(SackChunk.class).cumulativeTsn()).isEqualTo(ScriptedPeer.TSN + 3);
            assertThat(peer.messages).hasSize(2);
            peer.send(new ForwardTsnChunk(ScriptedPeer.TSN + 1, List.of(new SkippedStream(1, false, 0))));
            assertThat(peer.next(SackChunk.class).cumulativeTsn()).isEqualTo(ScriptedPeer.TSN + 3);
        }

        @Test
        void messageGivenUpIsSkippedAndTheSkipRepeatedUntilItIsAcknowledged() {
            ScriptedPeer peer = ScriptedPeer.plain().answering();
            peer.driver.call((e, now) -> e.send(2, 53, new byte[10], SendOptions.RELIABLE.withMaxRetransmits(0), now));
            peer.next(DataChunk.class);
            peer.pass(1100);
            ForwardTsnChunk skip = peer.next(ForwardTsnChunk.class);
            assertThat(skip.newCumulativeTsn()).isEqualTo(Serial.wire32(peer.tsn));
            assertThat(skip.skipped()).containsExactly(new SkippedStream(2, false, 0));
            peer.pass(5000);
            assertThat(peer.next(ForwardTsnChunk.class)).isEqualTo(skip);
            peer.send(peer.sack(1, WINDOW));
            peer.forget();
            peer.pass(20_000);
            peer.assertSilent();
        }
    }

    @Nested
    class BadPackets {
        @Test
        void packetsOfNoAssociationAreAnsweredByTheirKind() {
            ScriptedPeer peer = ScriptedPeer.plain();
            peer.sendUnder(7, peer.data(0, 1, 0));
            SctpPacket abort = peer.next();
            assertThat(abort.verificationTag()).isEqualTo(7);
            assertThat(abort.find(AbortChunk.class).reflectedTag()).isTrue();
            peer.sendUnder(7, new ShutdownAckChunk());
            assertThat(peer.next(ShutdownCompleteChunk.class).reflectedTag()).isTrue();
            for (SctpChunk chunk : List.of(
                    new AbortChunk(false, List.of()),
                    new ShutdownCompleteChunk(false),
                    new CookieAckChunk(),
                    new ErrorChunk(List.of(ErrorCause.staleCookie(9))))) {
                peer.sendUnder(7, chunk);
                peer.assertSilent();
            }
        }

        @Test
        void initBundledWithSomethingIsDropped() {
            ScriptedPeer peer = ScriptedPeer.plain();
            peer.sendUnder(0, new InitChunk(peer.fields()), new CookieAckChunk());
            peer.assertSilent();
            peer.sendUnder(3, new InitChunk(peer.fields()));
            peer.assertSilent();
        }

        @Test
        void heartbeatIsAnsweredWithItsBytes() {
            ScriptedPeer peer = ScriptedPeer.plain().answering();
            byte[] information = {0, 1, 0, 9, 1, 2, 3, 4, 5};
            peer.send(new HeartbeatChunk(information));
            assertThat(peer.next(HeartbeatAckChunk.class).information()).isEqualTo(information);
            peer.send(new HeartbeatChunk(information), new PadChunk(500));
            assertThat(peer.next(HeartbeatAckChunk.class).information()).isEqualTo(information);
        }

        @Test
        void unknownChunkStopsOrIsPassedOverAndReportedByItsType() {
            ScriptedPeer peer = ScriptedPeer.plain().answering();
            peer.send(new UnknownChunk(new byte[] {(byte) 0x80 | 0x3f, 0, 0, 4}), peer.data(0, 1, 0));
            assertThat(peer.messages).hasSize(1);
            peer.forget();
            peer.send(new UnknownChunk(new byte[] {(byte) 0xc0 | 0x3f, 0, 0, 4}), peer.data(1, 1, 1));
            assertThat(peer.messages).hasSize(2);
            assertThat(peer.next(ErrorChunk.class).causes().getFirst().code()).isEqualTo(ErrorCause.UNRECOGNIZED_CHUNK);
            peer.send(new UnknownChunk(new byte[] {0x3f, 0, 0, 4}), peer.data(2, 1, 2));
            assertThat(peer.messages).hasSize(2);
        }
    }
}
