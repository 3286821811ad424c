package dev.plumb.sctp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.sctp.packet.AbortChunk;
import dev.plumb.sctp.packet.CookieAckChunk;
import dev.plumb.sctp.packet.CookieEchoChunk;
import dev.plumb.sctp.packet.ForwardTsnSupportedParameter;
import dev.plumb.sctp.packet.HeartbeatChunk;
import dev.plumb.sctp.packet.InitAckChunk;
import dev.plumb.sctp.packet.InitChunk;
import dev.plumb.sctp.packet.InitFields;
import dev.plumb.sctp.packet.SctpChunk;
import dev.plumb.sctp.packet.SctpParameter;
import dev.plumb.sctp.packet.ShutdownAckChunk;
import dev.plumb.sctp.packet.Tlv;
import dev.plumb.sctp.packet.UnknownChunk;
import dev.plumb.sctp.packet.UnknownParameter;
import dev.plumb.testkit.LinkConditions;
import dev.plumb.testkit.SimEngineDriver;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SctpHandshakeTest {
    @Test
    void oneSideConnects() {
        SctpPair pair = new SctpPair(1);
        pair.a.connect();
        assertThat(pair.run(() -> pair.a.isEstablished() && pair.b.isEstablished()))
                .isTrue();
        assertThat(pair.log).hasSize(4);
        assertThat(pair.a.state()).isEqualTo(new SctpState.Established(65535, 65535));
        pair.closeAndCheck();
    }

    @Test
    void bothSidesConnectAtOnce() {
        SctpPair pair = new SctpPair(2).connected();
        assertThat(pair.a.sctp().counters().packetsWrongTag()).isZero();
        exchange(pair);
        pair.closeAndCheck();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 10, 40, 999})
    void bothSidesConnectOneLater(int millis) {
        SctpPair pair = new SctpPair(3);
        pair.a.connect();
        pair.clock.runFor(Duration.ofMillis(millis));
        pair.b.connect();
        assertThat(pair.run(() -> pair.a.isEstablished() && pair.b.isEstablished()))
                .isTrue();
        exchange(pair);
        pair.closeAndCheck();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void survivesLossOfEachPacket(int which) {
        List<Class<? extends SctpChunk>> order =
                List.of(InitChunk.class, InitAckChunk.class, CookieEchoChunk.class, CookieAckChunk.class);
        for (boolean both : new boolean[] {false, true}) {
            for (int times = 1; times < 4; times++) {
                SctpPair pair = new SctpPair(4);
                pair.drop(times, (fromA, p) -> p.beginsWith(order.get(which)));
                pair.a.connect();
                if (both) {
                    pair.b.connect();
                }
                assertThat(pair.run(() -> pair.a.isEstablished() && pair.b.isEstablished()))
                        .isTrue();
                exchange(pair);
                pair.closeAndCheck();
            }
        }
    }

    @Test
    void dataStandsForALostCookieAck() {
        SctpPair pair = new SctpPair(10);
        pair.passes = (fromA, p) -> p.find(CookieAckChunk.class) == null;
        pair.a.connect();
        assertThat(pair.run(pair.b::isEstablished)).isTrue();
        pair.b.send(1, SctpPair.payload(1, 3000), SendOptions.RELIABLE);
        assertThat(pair.clock.runUntil(() -> pair.a.messages.size() == 1, Duration.ofMillis(500)))
                .isTrue();
        assertThat(pair.a.isEstablished()).isTrue();
        exchange(pair);
        pair.closeAndCheck();
    }

    @Test
    void givesUpOnAPeerThatDoesNotAnswer() {
        SctpPair pair = new SctpPair(5);
        pair.passes = (fromA, p) -> false;
        pair.a.connect();
        assertThat(pair.run(() -> pair.a.state() instanceof SctpState.Closed)).isTrue();
        assertThat(pair.a.closed().cause()).isEqualTo(SctpState.Cause.TIMEOUT);
        assertThat(pair.log).hasSize(1 + SctpConfig.DEFAULT.maxInitRetransmits());
    }

    @Test
    void beginsAnewUponAStaleCookie() {
        SctpPair pair = new SctpPair(
                6,
                SctpConfig.DEFAULT,
                SctpConfig.DEFAULT.withCookieLife(Duration.ofMillis(500)),
                LinkConditions.PERFECT);
        pair.drop(1, (fromA, p) -> p.beginsWith(CookieEchoChunk.class));
        pair.a.connect();
        assertThat(pair.run(() -> pair.a.isEstablished() && pair.b.isEstablished()))
                .isTrue();
        assertThat(pair.log.toString()).contains("stale cookie");
        exchange(pair);
    }

    @Test
    void forgedCookieIsIgnored() {
        SctpPair pair = new SctpPair(7);
        pair.passes = (fromA, p) -> !p.beginsWith(CookieEchoChunk.class);
        AtomicReference<CookieEchoChunk> echo = new AtomicReference<>();
        AtomicReference<Long> tag = new AtomicReference<>(0L);
        pair.passes = (fromA, p) -> {
            if (p.find(CookieEchoChunk.class) != null) {
                echo.set(p.find(CookieEchoChunk.class));
                tag.set(p.verificationTag());
                return false;
            }
            return true;
        };
        pair.a.connect();
        pair.clock.runFor(Duration.ofMillis(100));
        byte[] forged = echo.get().cookie().clone();
        forged[20] ^= 1;
        pair.b.driver.inject(SctpPair.packet(tag.get(), new CookieEchoChunk(forged)));
        assertThat(pair.b.state()).isInstanceOf(SctpState.New.class);
        pair.b.driver.inject(SctpPair.packet(tag.get() ^ 1, echo.get()));
        assertThat(pair.b.state()).isInstanceOf(SctpState.New.class);
        pair.b.driver.inject(SctpPair.packet(tag.get(), echo.get()));
        assertThat(pair.b.isEstablished()).isTrue();
    }

    @Test
    void wrongTagsPortsAndChecksumsAreDropped() {
        SctpPair pair = new SctpPair(8).connected();
        SctpCounters counters = pair.b.sctp().counters();
        byte[] abort = SctpPair.packet(12345, new AbortChunk(false, List.of()));
        pair.b.driver.inject(abort);
        assertThat(counters.packetsWrongTag()).isEqualTo(1);
        abort[9] ^= 1;
        pair.b.driver.inject(abort);
        assertThat(counters.packetsBadChecksum()).isEqualTo(1);
        pair.b.driver.inject(SctpPair.fixedUp(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 6, 0, 0, 40}, 1));
        assertThat(counters.packetsMalformed()).isEqualTo(1);
        assertThat(pair.b.isEstablished()).isTrue();
        exchange(pair);
    }

    @Test
    void packetsOutOfTheBlueAreAnswered() {
        SctpPair pair = new SctpPair(9);
        pair.b.driver.inject(SctpPair.packet(77, Chunks.data(1, 0, 0, true, true, new byte[] {1})));
        assertThat(pair.log).containsExactly("B [AbortChunk[reflectedTag=true, causes=[]]]");
        pair.b.driver.inject(SctpPair.packet(77, new ShutdownAckChunk()));
        assertThat(pair.log.getLast()).isEqualTo("B [ShutdownCompleteChunk[reflectedTag=true]]");
        pair.b.driver.inject(SctpPair.packet(77, new AbortChunk(false, List.of())));
        pair.b.driver.inject(SctpPair.packet(77, new CookieAckChunk()));
        assertThat(pair.log).hasSize(2);
        assertThat(pair.b.sctp().counters().packetsOutOfTheBlue()).isEqualTo(4);
    }

    @Test
    void closedAssociationRefusesToBeConnected() {
        SctpPair pair = new SctpPair(10);
        pair.b.driver.call((e, now) -> e.abort("not wanted", now));
        pair.a.connect();
        assertThat(pair.run(() -> pair.a.state() instanceof SctpState.Closed)).isTrue();
        assertThat(pair.a.closed().cause()).isEqualTo(SctpState.Cause.PEER_ABORT);
    }

    @Test
    void initWithoutATagIsRefused() {
        SctpPair pair = new SctpPair(11);
        pair.b.driver.inject(SctpPair.packet(0, new InitChunk(new InitFields(5, 100_000, 0, 1, 1, List.of()))));
        assertThat(pair.log.getLast()).contains("invalid mandatory parameter");
        pair.b.driver.inject(SctpPair.packet(0, new InitChunk(new InitFields(0, 100_000, 1, 1, 1, List.of()))));
        assertThat(pair.log).hasSize(1);
    }

    @Test
    void unknownParametersAreTreatedByTheirUpperBits() {
        SctpPair pair = new SctpPair(12);
        List<SctpParameter> parameters = List.of(
                new UnknownParameter(new Tlv(12, new byte[] {0, 5})),
                new UnknownParameter(new Tlv(0xc123, new byte[] {1, 2, 3})),
                new UnknownParameter(new Tlv(0x8123, new byte[] {1})),
                new ForwardTsnSupportedParameter(),
                new UnknownParameter(new Tlv(0x4123, new byte[] {9})),
                new UnknownParameter(new Tlv(0xc124, new byte[] {9})));
        pair.b.driver.inject(SctpPair.packet(0, new InitChunk(new InitFields(5, 100_000, 10, 10, 1, parameters))));
        String answer = pair.log.getLast();
        assertThat(answer.split("UnrecognizedParameter", -1)).hasSize(3); // 0xc123 and 0x4123, which stops it
    }

    @Test
    void unknownChunksAreTreatedByTheirUpperBits() {
        SctpPair pair = new SctpPair(13).connected();
        long tag = pair.tagOf(pair.b);
        byte[] beat = new Tlv(1, new byte[] {1, 2, 3, 4}).toByteArray();
        pair.log.clear();
        pair.b.driver.inject(SctpPair.packet(tag, unknown(0x3f), new HeartbeatChunk(beat)));
        assertThat(pair.log).isEmpty();
        pair.b.driver.inject(SctpPair.packet(tag, unknown(0x7f), new HeartbeatChunk(beat)));
        assertThat(pair.log)
                .hasSize(1)
                .first()
                .asString()
                .contains("unrecognized chunk")
                .doesNotContain("Heartbeat");
        pair.b.driver.inject(SctpPair.packet(tag, unknown(0xbf), new HeartbeatChunk(beat)));
        assertThat(pair.log)
                .hasSize(2)
                .last()
                .asString()
                .doesNotContain("unrecognized")
                .contains("Heartbeat");
        pair.b.driver.inject(SctpPair.packet(tag, unknown(0xff), new HeartbeatChunk(beat)));
        assertThat(pair.log)
                .hasSize(3)
                .last()
                .asString()
                .contains("unrecognized")
                .contains("Heartbeat");
    }

    @Test
    void restartedPeerConnectsAnew() {
        SctpPair old = new SctpPair(14).connected();
        SctpPair fresh = new SctpPair(15);
        // b of the old pair now talks to a new association in a's place
        SimEngineDriver.connect(fresh.a.driver, old.b.driver);
        fresh.a.connect();
        for (int i = 0; i < 10; i++) {
            fresh.clock.runFor(Duration.ofMillis(5));
            old.clock.runFor(Duration.ofMillis(5));
        }
        assertThat(fresh.a.isEstablished()).isTrue();
        assertThat(old.b.eventsOf(SctpEvent.Restarted.class)).hasSize(1);
        assertThat(old.b.isEstablished()).isTrue();
    }

    private static UnknownChunk unknown(int type) {
        return new UnknownChunk(new byte[] {(byte) type, 0, 0, 6, 1, 2});
    }

    static void exchange(SctpPair pair) {
        pair.a.messages.clear();
        pair.b.messages.clear();
        pair.a.send(1, SctpPair.payload(1, 3000), SendOptions.RELIABLE);
        pair.b.send(1, SctpPair.payload(2, 3000), SendOptions.RELIABLE);
        assertThat(pair.run(() -> pair.a.messages.size() == 1 && pair.b.messages.size() == 1))
                .isTrue();
        assertThat(SctpPair.numberOf(pair.b.messages.getFirst().payload())).isEqualTo(1);
        assertThat(SctpPair.numberOf(pair.a.messages.getFirst().payload())).isEqualTo(2);
    }
}
