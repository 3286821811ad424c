package dev.plumb.sctp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.sctp.packet.SctpChunk;
import dev.plumb.sctp.packet.ShutdownAckChunk;
import dev.plumb.sctp.packet.ShutdownChunk;
import dev.plumb.sctp.packet.ShutdownCompleteChunk;
import dev.plumb.testkit.LinkConditions;
import dev.plumb.testkit.Seeds;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SctpShutdownTest {
    private static boolean bothClosed(SctpPair pair) {
        return pair.a.state() instanceof SctpState.Closed && pair.b.state() instanceof SctpState.Closed;
    }

    @Test
    void shutdownSendsWhatIsQueuedFirst() {
        Seeds.forEach(50, seed -> {
            LinkConditions link = LinkConditions.PERFECT.withLoss(0.1).withDelay(Duration.ofMillis(20));
            SctpPair pair = new SctpPair(seed, SctpConfig.DEFAULT, SctpConfig.DEFAULT, link).connected();
            for (int i = 0; i < 20; i++) {
                pair.a.send(i % 3, SctpPair.payload(i, 3000), SendOptions.RELIABLE);
                pair.b.send(i % 3, SctpPair.payload(i, 2000), SendOptions.RELIABLE);
            }
            pair.a.driver.call((e, now) -> e.shutdown(now));
            if (seed % 2 == 0) {
                pair.b.driver.call((e, now) -> e.shutdown(now));
            }
            assertThat(pair.run(() -> bothClosed(pair))).isTrue();
            assertThat(pair.b.messages).hasSize(20);
            assertThat(pair.a.messages).hasSize(20);
            pair.closeAndCheck();
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void shutdownSurvivesLossOfEachPacket(int which) {
        List<Class<? extends SctpChunk>> order =
                List.of(ShutdownChunk.class, ShutdownAckChunk.class, ShutdownCompleteChunk.class);
        SctpPair pair = new SctpPair(1).connected();
        pair.drop(2, (fromA, p) -> p.find(order.get(which)) != null);
        pair.a.driver.call((e, now) -> e.shutdown(now));
        assertThat(pair.run(() -> bothClosed(pair))).isTrue();
        assertThat(pair.a.closed().cause()).isEqualTo(SctpState.Cause.SHUTDOWN);
        assertThat(pair.b.closed().cause()).isEqualTo(SctpState.Cause.SHUTDOWN);
        pair.closeAndCheck();
    }

    @Test
    void shutdownOfAVanishedPeerEnds() {
        SctpPair pair = new SctpPair(2).connected();
        pair.passes = (fromA, p) -> false;
        pair.a.driver.call((e, now) -> e.shutdown(now));
        pair.clock.runFor(Duration.ofMinutes(3));
        assertThat(pair.a.closed().cause()).isEqualTo(SctpState.Cause.TIMEOUT);
        pair.closeAndCheck();
    }

    @Test
    void abortTellsThePeerWhy() {
        SctpPair pair = new SctpPair(3).connected();
        pair.a.driver.call((e, now) -> e.abort("had enough", now));
        pair.clock.runFor(Duration.ofMillis(10));
        assertThat(pair.a.closed().cause()).isEqualTo(SctpState.Cause.LOCAL_ABORT);
        assertThat(pair.b.closed().cause()).isEqualTo(SctpState.Cause.PEER_ABORT);
        assertThat(pair.b.closed().reason()).contains("had enough");
        pair.closeAndCheck();
    }

    @Test
    void closingTwiceOrUnconnectedDoesNothing() {
        SctpPair pair = new SctpPair(4);
        pair.a.driver.call((e, now) -> e.shutdown(now));
        pair.a.driver.call((e, now) -> e.shutdown(now));
        pair.a.driver.call((e, now) -> e.abort("again", now));
        pair.a.connect();
        assertThat(pair.a.closed().cause()).isEqualTo(SctpState.Cause.SHUTDOWN);
        assertThat(pair.a.eventsOf(SctpEvent.StateChanged.class)).hasSize(1);
        pair.closeAndCheck();
    }

    @Test
    void emptyDataIsAProtocolViolation() {
        SctpPair pair = new SctpPair(5).connected();
        pair.b.driver.inject(SctpPair.packet(pair.tagOf(pair.b), Chunks.data(1, 0, 0, true, true, new byte[0])));
        assertThat(pair.b.closed().cause()).isEqualTo(SctpState.Cause.PROTOCOL_VIOLATION);
    }
}
