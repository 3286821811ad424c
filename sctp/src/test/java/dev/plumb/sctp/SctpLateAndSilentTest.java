package dev.plumb.sctp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.sctp.packet.CookieAckChunk;
import dev.plumb.sctp.packet.ForwardTsnChunk;
import dev.plumb.sctp.packet.ForwardTsnSupportedParameter;
import dev.plumb.sctp.packet.IDataChunk;
import dev.plumb.sctp.packet.IForwardTsnChunk;
import dev.plumb.sctp.packet.InitAckChunk;
import dev.plumb.sctp.packet.InitChunk;
import dev.plumb.sctp.packet.InitFields;
import dev.plumb.sctp.packet.ReConfigChunk;
import dev.plumb.sctp.packet.SackChunk;
import dev.plumb.sctp.packet.SkippedStream;
import dev.plumb.sctp.packet.StateCookieParameter;
import dev.plumb.sctp.packet.SupportedExtensionsParameter;
import dev.plumb.testkit.LinkConditions;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Peers that fall silent, and fragments that come when their message is given up. */
class SctpLateAndSilentTest {
    private static IDataChunk iData(
            long number, int stream, long mid, long fsn, boolean end, boolean unordered, int n) {
        boolean begin = fsn == 0;
        return new IDataChunk(
                ScriptedPeer.TSN + number,
                stream,
                mid,
                begin ? 53 : 0,
                begin ? 0 : fsn,
                false,
                unordered,
                begin,
                end,
                new byte[n],
                0,
                n);
    }

    private static ScriptedPeer interleaving() {
        ScriptedPeer peer =
                new ScriptedPeer(SctpConfig.DEFAULT.withZeroChecksum(false).withHeartbeatInterval(Duration.ZERO));
        peer.driver.call((e, now) -> e.connect(now));
        InitFields init = peer.next(InitChunk.class).fields();
        peer.tag = init.initiateTag();
        peer.tsn = init.initialTsn();
        peer.send(new InitAckChunk(peer.fields(
                new StateCookieParameter(new byte[] {1}),
                new SupportedExtensionsParameter(
                        Set.of(ReConfigChunk.TYPE, IDataChunk.TYPE, IForwardTsnChunk.TYPE, ForwardTsnChunk.TYPE)),
                new ForwardTsnSupportedParameter())));
        peer.send(new CookieAckChunk());
        peer.forget();
        return peer;
    }

    /** A dead peer is found by heartbeats however short their interval beside the time-out that grows. */
    @Test
    void idlePeerThatVanishedIsFoundWithHeartbeatsMoreOftenThanTheLargestTimeOut() {
        SctpConfig often = SctpConfig.DEFAULT.withHeartbeatInterval(Duration.ofSeconds(5));
        SctpPair pair = new SctpPair(1, often, SctpConfig.DEFAULT, LinkConditions.PERFECT).connected();
        pair.passes = (fromA, p) -> false;
        pair.clock.runFor(Duration.ofMinutes(10));
        assertThat(pair.a.closed().cause()).isEqualTo(SctpState.Cause.TIMEOUT);
    }

    /** What is left of a message that was given up is not held when it arrives late. */
    @Test
    void lateFragmentOfASkippedMessageGivesItsWindowBack() {
        for (boolean unordered : new boolean[] {false, true}) {
            ScriptedPeer peer = interleaving();
            peer.send(iData(0, 7, 0, 0, true, false, 10));
            long whole = peer.next(SackChunk.class).advertisedWindow();
            // TSN 1 is of message 0 on stream 1, given up; 2 of another stream is lost; 3 is of message 0 and late
            peer.send(new IForwardTsnChunk(ScriptedPeer.TSN + 1, List.of(new SkippedStream(1, unordered, 0))));
            peer.send(iData(3, 1, 0, 1, false, unordered, 1000));
            peer.send(iData(2, 2, 0, 0, true, false, 10));
            peer.pass(1000);
            peer.forget();
            peer.send(iData(4, 2, 1, 0, true, false, 10), iData(5, 1, 1, 0, true, unordered, 10));
            peer.pass(1000);
            SackChunk sack = peer.next(SackChunk.class);
            assertThat(sack.cumulativeTsn()).isEqualTo(ScriptedPeer.TSN + 5);
            assertThat(sack.advertisedWindow()).isEqualTo(whole);
            assertThat(peer.messages).hasSize(4);
        }
    }
}
