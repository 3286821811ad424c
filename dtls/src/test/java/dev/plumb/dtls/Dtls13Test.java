package dev.plumb.dtls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumb.base.bytes.Packet;
import dev.plumb.base.crypto.SrtpProfile;
import dev.plumb.dtls.message.Ack;
import dev.plumb.dtls.message.ExtensionType;
import dev.plumb.dtls.message.KeyUpdate;
import dev.plumb.dtls.record.ContentType;
import dev.plumb.dtls.record.RecordNumber;
import dev.plumb.dtls.suite.AlertDescription;
import dev.plumb.dtls.suite.CipherSuite;
import dev.plumb.dtls.suite.DtlsVersion;
import dev.plumb.dtls.suite.NamedGroup;
import dev.plumb.testkit.LinkConditions;
import dev.plumb.testkit.Seeds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What DTLS 1.3 has and DTLS 1.2 has not, and how one of the two is chosen. */
class Dtls13Test {
    private static final Duration SOON = Duration.ofMillis(100);
    /** Long enough for both sides to wait out an unencrypted message that may be forged. */
    private static final Duration TWO_DOUBTS = Duration.ofSeconds(21);

    private static final DtlsCertificate RSA = DtlsPair.RSA_CERTIFICATE;

    private static void talk(DtlsPair pair, String word) {
        pair.client.send(word + " from the client");
        pair.server.send(word + " from the server");
        pair.clock.runFor(SOON);
        assertThat(pair.server.received).last().isEqualTo(word + " from the client");
        assertThat(pair.client.received).last().isEqualTo(word + " from the server");
    }

    private static boolean isSilent(DtlsPair pair) {
        int before = pair.client.sent.size() + pair.server.sent.size();
        pair.clock.runFor(Duration.ofSeconds(60));
        return pair.client.sent.size() + pair.server.sent.size() == before;
    }

    @ParameterizedTest
    @EnumSource(CipherSuite.class)
    void connectsWithEachSuite(CipherSuite suite) {
        boolean rsa = suite.keyAlgorithm().equals("RSA");
        DtlsPair pair = new DtlsPair(1, c -> c.withCipherSuites(List.of(suite)), c -> {
            DtlsConfig config = c.withCipherSuites(List.of(suite));
            return rsa ? DtlsConfig.of(RSA).withCipherSuites(List.of(suite)) : config;
        });
        pair.startServer();
        pair.client.start(DtlsRole.CLIENT, (rsa ? RSA : DtlsPair.SERVER_CERTIFICATE).fingerprint("sha-384"));
        assertThat(pair.connects(SOON)).isTrue();
        assertThat(pair.client.session().cipherSuite()).isEqualTo(suite);
        assertThat(pair.client.session().version()).isEqualTo(suite.version());
        talk(pair, "a word");
        assertThat(pair.client.connection().exportKeyingMaterial("x", new byte[3], 40))
                .isEqualTo(pair.server.connection().exportKeyingMaterial("x", new byte[3], 40));
        assertThat(pair.outstandingAfterClose()).isZero();
    }

    @ParameterizedTest
    @EnumSource(DtlsVersion.class)
    void rsaCertificatesServeOnBothSides(DtlsVersion version) {
        DtlsPair pair = new DtlsPair(2, c -> DtlsConfig.of(RSA).withVersions(version));
        pair.server.start(DtlsRole.SERVER, RSA.fingerprint("sha-256"));
        pair.client.start(DtlsRole.CLIENT, RSA.fingerprint("sha-256"));
        assertThat(pair.connects(SOON)).isTrue();
        talk(pair, "a word");
    }

    @ParameterizedTest
    @EnumSource(SrtpProfile.class)
    void eachProfileIsAgreedOn(SrtpProfile profile) {
        DtlsPair pair = new DtlsPair(3, c -> c.withSrtpProfiles(List.of(profile)), c -> c).start();
        assertThat(pair.connects(SOON)).isTrue();
        assertThat(pair.client.session().srtpProfile()).contains(profile);
        assertThat(pair.client.connection().srtpKeys().orElseThrow().localKey())
                .isEqualTo(pair.server.connection().srtpKeys().orElseThrow().remoteKey())
                .hasSize(profile.keyBytes());
    }

    @ParameterizedTest
    @EnumSource(NamedGroup.class)
    void asksForAKeyInAGroupThatTheClientShowedNoneIn(NamedGroup group) {
        List<NamedGroup> others =
                new ArrayList<>(List.of(group == NamedGroup.SECP384R1 ? NamedGroup.SECP256R1 : NamedGroup.SECP384R1));
        others.add(group);
        DtlsPair pair = new DtlsPair(4, c -> c.withGroups(others), c -> c.withGroups(List.of(group))).start();
        assertThat(pair.connects(SOON)).isTrue();
        assertThat(pair.client.session().version()).isEqualTo(DtlsVersion.DTLS_1_3);
        assertThat(pair.client.session().group()).isEqualTo(group);
        talk(pair, "a word");
    }

    @Test
    void asksForACookieAndAnotherKeyAtOnce() {
        DtlsPair pair = new DtlsPair(
                        5, c -> c, c -> c.withVerifiesHello(true).withGroups(List.of(NamedGroup.SECP384R1)))
                .start();
        assertThat(pair.connects(SOON)).isTrue();
        assertThat(pair.client.session().group()).isEqualTo(NamedGroup.SECP384R1);
    }

    @Test
    void asksForACookieAlone() {
        DtlsPair pair = new DtlsPair(6, c -> c, c -> c.withVerifiesHello(true)).start();
        assertThat(pair.connects(SOON)).isTrue();
        assertThat(pair.client.session().group()).isEqualTo(NamedGroup.X25519MLKEM768);
        assertThat(pair.client.session().version()).isEqualTo(DtlsVersion.DTLS_1_3);
    }

    @Test
    void theBestVersionInCommonIsTaken() {
        for (boolean clientIsOld : new boolean[] {true, false}) {
            DtlsPair pair = new DtlsPair(
                            7,
                            c -> clientIsOld ? c.withVersions(DtlsVersion.DTLS_1_2) : c,
                            c -> clientIsOld ? c : c.withVersions(DtlsVersion.DTLS_1_2))
                    .start();
            assertThat(pair.connects(SOON)).isTrue();
            assertThat(pair.client.session().version()).isEqualTo(DtlsVersion.DTLS_1_2);
            talk(pair, "a word");
        }
    }

    @Test
    void noVersionInCommonFailsWithAnAlert() {
        for (DtlsVersion version : DtlsVersion.values()) {
            DtlsPair pair = new DtlsPair(
                            8,
                            c -> c.withVersions(version),
                            c -> c.withVersions(
                                    version == DtlsVersion.DTLS_1_2 ? DtlsVersion.DTLS_1_3 : DtlsVersion.DTLS_1_2))
                    .start();
            pair.clock.runFor(TWO_DOUBTS);
            assertThat(pair.server.failure()).isEqualTo(DtlsFailure.HANDSHAKE);
            assertThat(pair.client.events(DtlsEvent.AlertReceived.class))
                    .singleElement()
                    .satisfies(e -> assertThat(e.alert().is(AlertDescription.PROTOCOL_VERSION))
                            .isTrue());
        }
    }

    /** Somebody on the path renames the extension that says 1.3. */
    @Test
    void aForcedDowngradeIsNoticed() {
        DtlsPair pair = new DtlsPair(9, c -> c.withGroups(List.of(NamedGroup.X25519)));
        pair.client.onTheWay = datagram -> {
            for (int i = 0; i + 8 < datagram.length; i++) {
                if (datagram[i] == 0
                        && datagram[i + 1] == ExtensionType.SUPPORTED_VERSIONS
                        && datagram[i + 3] == 5
                        && datagram[i + 5] == (byte) 0xfe) {
                    datagram[i] = 0x7a;
                }
            }
            return datagram;
        };
        pair.start();
        pair.clock.runFor(TWO_DOUBTS);
        assertThat(pair.client.failure()).isEqualTo(DtlsFailure.HANDSHAKE);
        assertThat(pair.client.events(DtlsEvent.AlertSent.class))
                .singleElement()
                .satisfies(e -> assertThat(e.alert().is(AlertDescription.ILLEGAL_PARAMETER))
                        .isTrue());
    }

    @Test
    void newKeysAreTakenTimeAndAgainFromEitherSide() {
        DtlsPair pair = new DtlsPair(10).start();
        assertThat(pair.connects(SOON)).isTrue();
        for (int i = 0; i < 9; i++) {
            boolean asksPeer = i % 3 == 0;
            DtlsPair.End side = i % 2 == 0 ? pair.client : pair.server;
            side.driver.call((engine, nowNanos) -> engine.updateKeys(asksPeer, nowNanos));
            pair.clock.runFor(SOON);
            talk(pair, "after " + i);
        }
        assertThat(pair.client.connection().counters().droppedForged()).isZero();
        assertThat(pair.client.connection().counters().droppedEarly()).isZero();
        assertThat(isSilent(pair)).isTrue();
        assertThat(pair.outstandingAfterClose()).isZero();
    }

    @Test
    void bothSidesMayTakeNewKeysAtOnceOverAPoorPath() {
        Seeds.forEach(50, seed -> {
            DtlsPair pair = new DtlsPair(seed, c -> c.withRetransmit(Duration.ofMillis(50), Duration.ofMillis(400)));
            pair.start();
            assertThat(pair.connects(SOON)).isTrue();
            pair.clock.runFor(SOON);
            pair.conditions(LinkConditions.PERFECT.withLoss(0.3).withReorder(0.3, Duration.ofMillis(20)));
            pair.client.driver.call((engine, nowNanos) -> engine.updateKeys(true, nowNanos));
            pair.server.driver.call((engine, nowNanos) -> engine.updateKeys(true, nowNanos));
            pair.clock.runFor(Duration.ofSeconds(20));
            pair.conditions(LinkConditions.PERFECT);
            talk(pair, "after");
            assertThat(isSilent(pair)).isTrue();
        });
    }

    @Test
    void recordsFromBeforeNewKeysAreStillRead() {
        DtlsPair pair = new DtlsPair(11).start();
        assertThat(pair.connects(SOON)).isTrue();
        pair.clock.runFor(SOON);
        pair.fromClient.conditions(LinkConditions.PERFECT.withLoss(1));
        pair.client.send("late");
        byte[] late = pair.client.sent.getLast();
        pair.fromClient.conditions(LinkConditions.PERFECT);
        pair.client.driver.call((engine, nowNanos) -> engine.updateKeys(false, nowNanos));
        pair.clock.runFor(SOON);
        talk(pair, "after");
        pair.server.driver.inject(late);
        assertThat(pair.server.received).last().isEqualTo("late");
    }

    @Test
    void updatingKeysDoesNothingIn12AndThrowsBeforeConnected() {
        DtlsPair pair = new DtlsPair(12, c -> c.withVersions(DtlsVersion.DTLS_1_2));
        assertThatThrownBy(() -> pair.client.connection().updateKeys(true, 0))
                .isInstanceOf(IllegalStateException.class);
        pair.start();
        assertThat(pair.connects(SOON)).isTrue();
        pair.client.driver.call((engine, nowNanos) -> engine.updateKeys(true, nowNanos));
        assertThat(isSilent(pair)).isTrue();
    }

    @Test
    void onlyWhatIsMissingIsSentAgain() {
        DtlsPair whole = new DtlsPair(13, c -> c.withMtuBytes(400).withGroups(List.of(NamedGroup.X25519))).start();
        assertThat(whole.connects(SOON)).isTrue();
        int flight = whole.server.sent.size() - 1;
        DtlsPair other = new DtlsPair(13, c -> c.withMtuBytes(400).withGroups(List.of(NamedGroup.X25519)));
        boolean[] lostOne = {false};
        other.server.onTheWay = datagram -> {
            if (!lostOne[0] && other.server.sent.size() == 1) {
                lostOne[0] = true;
                datagram[datagram.length - 1] ^= 1; // the last record of the second datagram is lost
            }
            return datagram;
        };
        other.start();
        assertThat(other.connects(Duration.ofSeconds(3))).isTrue();
        assertThat(lostOne[0]).isTrue();
        int resent = other.server.sent.size() - 1 - flight;
        assertThat(resent).isLessThan(flight).isPositive();
        assertThat(other.server.connection().counters().flightsResent()).isEqualTo(1);
    }

    @Test
    void aLostLastAcknowledgementIsSentAgain() {
        DtlsPair pair = new DtlsPair(14);
        pair.startServer();
        pair.startClient();
        pair.clock.runUntil(pair.client::isConnected, SOON);
        pair.fromServer.conditions(LinkConditions.PERFECT.withLoss(1));
        pair.clock.runUntil(pair.server::isConnected, SOON);
        pair.clock.runFor(Duration.ofMillis(10));
        pair.fromServer.conditions(LinkConditions.PERFECT);
        pair.clock.runFor(Duration.ofSeconds(3));
        assertThat(pair.client.connection().counters().flightsResent()).isEqualTo(1);
        assertThat(isSilent(pair)).isTrue();
        talk(pair, "a word");
    }

    @Test
    void aServerThatNeverAcknowledgesIsNotTalkedToForEver() {
        DtlsPair pair = new DtlsPair(15);
        pair.startServer();
        pair.startClient();
        pair.clock.runUntil(pair.client::isConnected, SOON);
        pair.fromServer.conditions(LinkConditions.PERFECT.withLoss(1));
        pair.clock.runFor(Duration.ofSeconds(60));
        assertThat(pair.client.isConnected()).isTrue();
        assertThat(isSilent(pair)).isTrue();
    }

    /**
     * RFC 9147 8: an update is repeated until it is acknowledged; given up, later ones would leave the peer an epoch
     * ahead.
     */
    @Test
    void newKeysSurviveAPathThatIsGoneForLong() {
        DtlsPair pair = new DtlsPair(17).start();
        assertThat(pair.connects(SOON)).isTrue();
        pair.clock.runFor(SOON);
        pair.fromServer.conditions(
                LinkConditions.PERFECT.withLoss(1)); // the update arrives, its acknowledgement does not
        for (int i = 0; i < 2; i++) {
            pair.client.driver.call((engine, nowNanos) -> engine.updateKeys(false, nowNanos));
            pair.clock.runFor(Duration.ofSeconds(60));
        }
        pair.fromServer.conditions(LinkConditions.PERFECT);
        pair.clock.runFor(Duration.ofSeconds(20));
        for (int i = 0; i < 3; i++) {
            pair.client.driver.call((engine, nowNanos) -> engine.updateKeys(false, nowNanos));
            pair.clock.runFor(SOON);
            talk(pair, "word " + i);
        }
    }

    @Test
    void newKeysAreTakenAlsoWhereTheLastFlightWasNeverAcknowledged() {
        DtlsPair pair = new DtlsPair(18);
        pair.startServer();
        pair.startClient();
        pair.clock.runUntil(pair.client::isConnected, SOON);
        UnaryOperator<byte[]> keep = datagram -> datagram;
        pair.server.onTheWay = datagram -> new byte[] {0};
        pair.clock.runUntil(pair.server::isConnected, SOON);
        pair.client.driver.call((engine, nowNanos) -> engine.updateKeys(false, nowNanos));
        pair.clock.runFor(Duration.ofSeconds(60));
        pair.server.onTheWay = keep;
        pair.clock.runFor(Duration.ofSeconds(20));
        talk(pair, "after");
        assertThat(pair.client.sent.getLast()[0] & 3).isZero();
    }

    /** RFC 9147 4.5.3: keys that the peer lets nobody replace are not used beyond their limit. */
    @Test
    void wornKeysEndTheConnectionOfAPeerThatTakesNoNewOnes() {
        DtlsPair pair = new DtlsPair(19).start();
        assertThat(pair.connects(SOON)).isTrue();
        pair.clock.runFor(SOON);
        pair.fromServer.conditions(LinkConditions.PERFECT.withLoss(1));
        pair.client.connection().association().writer().skip(1L << 23);
        pair.client.send("worn");
        assertThat(pair.client.isConnected()).isTrue();
        pair.client.connection().association().writer().skip(1L << 23);
        pair.client.send("spent");
        assertThat(pair.client.state()).isInstanceOf(DtlsState.Failed.class);
    }

    @Test
    void acknowledgementsHaveNoPlaceIn12() {
        DtlsPair pair = new DtlsPair(21, c -> c.withVersions(DtlsVersion.DTLS_1_2)).start();
        assertThat(pair.connects(SOON)).isTrue();
        pair.clock.runFor(SOON);
        long before = pair.client.connection().counters().droppedUnexpected();
        pair.server.driver.call((engine, nowNanos) -> {
            Packet ack = pair.server.driver.pool().copyOf(new Ack(List.of(new RecordNumber(1, 0))).toBytes());
            engine.association().writer().wrap(ack, ContentType.ACK);
            engine.association().writer().send(ack);
        });
        pair.clock.runFor(SOON);
        assertThat(pair.client.connection().counters().droppedUnexpected()).isEqualTo(before + 1);
        talk(pair, "still");
    }

    /** RFC 9147 5.2: a message's number has 16 bits. */
    @Test
    void noNewKeysWhereMessagesHaveNoNumbersLeft() {
        DtlsPair pair = new DtlsPair(20).start();
        assertThat(pair.connects(SOON)).isTrue();
        pair.clock.runFor(SOON);
        FlightSender flight = pair.client.connection().association().flight();
        while (flight.hasNumbers()) {
            flight.add(3, new KeyUpdate(false));
        }
        flight.discard();
        pair.client.driver.call((engine, nowNanos) -> engine.updateKeys(false, nowNanos));
        assertThat(isSilent(pair)).isTrue();
        talk(pair, "still");
    }

    @Test
    void applicationDataThatOvertakesTheHandshakeIsDeliveredAfterIt() {
        DtlsPair pair = new DtlsPair(16);
        pair.startServer();
        pair.startClient();
        pair.fromClient.conditions(LinkConditions.PERFECT);
        pair.clock.runUntil(() -> pair.server.sent.size() > 1, SOON);
        pair.fromClient.conditions(LinkConditions.PERFECT.withLoss(1));
        int before = pair.client.sent.size();
        pair.clock.runUntil(pair.client::isConnected, SOON);
        pair.client.send("early");
        pair.server.driver.inject(pair.client.sent.getLast());
        assertThat(pair.server.received).isEmpty();
        for (byte[] datagram : List.copyOf(pair.client.sent.subList(before, pair.client.sent.size() - 1))) {
            pair.server.driver.inject(datagram);
        }
        assertThat(pair.server.isConnected()).isTrue();
        assertThat(pair.server.received).containsExactly("early");
        assertThat(pair.outstandingAfterClose()).isZero();
    }

    @Test
    void preparedKeysServeOneHandshake() {
        DtlsPair pair = new DtlsPair(17);
        pair.client.connection().prepare();
        pair.client.connection().prepare();
        pair.server.connection().prepare();
        pair.start();
        assertThat(pair.connects(SOON)).isTrue();
        assertThat(pair.client.session().group()).isEqualTo(NamedGroup.X25519MLKEM768);
    }
}
