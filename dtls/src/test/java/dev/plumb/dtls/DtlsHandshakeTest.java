package dev.plumb.dtls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumb.base.bytes.Packet;
import dev.plumb.base.crypto.SrtpKeys;
import dev.plumb.base.crypto.SrtpProfile;
import dev.plumb.dtls.suite.AlertDescription;
import dev.plumb.dtls.suite.DtlsVersion;
import dev.plumb.dtls.suite.NamedGroup;
import dev.plumb.testkit.LinkConditions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DtlsHandshakeTest {
    private static final Duration SOON = Duration.ofMillis(100);
    /** Long enough for both sides to wait out an unencrypted message that may be forged. */
    private static final Duration TWO_DOUBTS = Duration.ofSeconds(21);

    @ParameterizedTest
    @EnumSource(NamedGroup.class)
    void connectsInEachGroup(NamedGroup group) {
        DtlsPair pair = new DtlsPair(1, c -> c.withGroups(List.of(group)), c -> c).start();
        assertThat(pair.connects(SOON)).isTrue();
        assertThat(pair.client.session().group()).isEqualTo(group);
        assertThat(pair.server.session().group()).isEqualTo(group);
        assertThat(pair.client.session().hasExtendedMasterSecret()).isTrue();
        assertThat(pair.client.session().peerCertificateDer()).isEqualTo(DtlsPair.SERVER_CERTIFICATE.derBytes());
        assertThat(pair.server.session().peerCertificateDer()).isEqualTo(DtlsPair.CLIENT_CERTIFICATE.derBytes());
        assertThat(pair.client.events(DtlsEvent.Connected.class)).hasSize(1);
        assertThat(pair.outstandingAfterClose()).isZero();
    }

    @Test
    void carriesDataBothWays() {
        DtlsPair pair = new DtlsPair(2).start();
        assertThat(pair.connects(SOON)).isTrue();
        pair.client.send("from the client");
        pair.server.send("from the server");
        pair.clock.runFor(SOON);
        assertThat(pair.server.received).containsExactly("from the client");
        assertThat(pair.client.received).containsExactly("from the server");
        assertThat(pair.client.connection().deadlineNanos()).isEqualTo(Long.MAX_VALUE);
        assertThat(pair.server.connection().deadlineNanos()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void exportsTheSameKeysOnBothSides() {
        DtlsPair pair = new DtlsPair(3, c -> c, c -> c.withVersions(DtlsVersion.DTLS_1_2)).start();
        assertThat(pair.connects(SOON)).isTrue();
        DtlsConnection client = pair.client.connection();
        DtlsConnection server = pair.server.connection();
        byte[] none = client.exportKeyingMaterial("EXPERIMENTAL test", null, 40);
        assertThat(none).isEqualTo(server.exportKeyingMaterial("EXPERIMENTAL test", null, 40));
        assertThat(none).isNotEqualTo(client.exportKeyingMaterial("EXPERIMENTAL test", new byte[0], 40));
        SrtpKeys ours = client.srtpKeys().orElseThrow();
        SrtpKeys theirs = server.srtpKeys().orElseThrow();
        assertThat(ours.localKey()).isEqualTo(theirs.remoteKey());
        assertThat(ours.remoteSalt()).isEqualTo(theirs.localSalt());
        assertThat(ours.localKey()).isNotEqualTo(ours.remoteKey());
    }

    @Test
    void serverPicksTheProfile() {
        DtlsPair pair = new DtlsPair(
                        4,
                        c -> c.withSrtpProfiles(
                                List.of(SrtpProfile.AES_CM_128_HMAC_SHA1_80, SrtpProfile.AEAD_AES_256_GCM)),
                        c -> c.withSrtpProfiles(
                                List.of(SrtpProfile.AEAD_AES_256_GCM, SrtpProfile.AES_CM_128_HMAC_SHA1_80)))
                .start();
        assertThat(pair.connects(SOON)).isTrue();
        assertThat(pair.client.session().srtpProfile()).contains(SrtpProfile.AEAD_AES_256_GCM);
        assertThat(pair.server.session().srtpProfile()).contains(SrtpProfile.AEAD_AES_256_GCM);
    }

    @Test
    void connectsWithoutMediaWhereNoProfileIsInCommon() {
        DtlsPair pair = new DtlsPair(5, c -> c.withSrtpProfiles(List.of()), c -> c).start();
        assertThat(pair.connects(SOON)).isTrue();
        assertThat(pair.client.session().srtpProfile()).isEmpty();
        assertThat(pair.server.connection().srtpKeys()).isEmpty();
    }

    @Test
    void answersHelloVerifyRequest() {
        DtlsPair pair = new DtlsPair(6, c -> c, c -> c.withVerifiesHello(true)).start();
        assertThat(pair.connects(SOON)).isTrue();
    }

    @Test
    void answersBeforeStartButWaitsForTheFingerprint() {
        DtlsPair pair = new DtlsPair(7);
        pair.startClient();
        assertThat(pair.clock.runUntil(pair.client::isConnected, SOON)).isTrue();
        assertThat(pair.server.state()).isInstanceOf(DtlsState.New.class);
        pair.client.send("early");
        pair.clock.runFor(SOON);
        assertThat(pair.server.received).isEmpty();
        assertThatThrownBy(() -> pair.server.connection().srtpKeys()).isInstanceOf(IllegalStateException.class);
        pair.startServer();
        assertThat(pair.server.isConnected()).isTrue();
        assertThat(pair.server.received).containsExactly("early");
        assertThat(pair.outstandingAfterClose()).isZero();
    }

    @Test
    void earlyDataIsDroppedWhenTheFingerprintDoesNotMatch() {
        DtlsPair pair = new DtlsPair(8);
        pair.startClient();
        pair.clock.runUntil(pair.client::isConnected, SOON);
        pair.client.send("early");
        pair.clock.runFor(SOON);
        pair.server.start(DtlsRole.SERVER, DtlsPair.SERVER_CERTIFICATE.fingerprint("sha-256"));
        assertThat(pair.server.failure()).isEqualTo(DtlsFailure.FINGERPRINT);
        assertThat(pair.server.received).isEmpty();
        pair.clock.runFor(SOON);
        assertThat(pair.client.failure()).isEqualTo(DtlsFailure.ALERT_RECEIVED);
        assertThat(pair.outstandingAfterClose()).isZero();
    }

    @Test
    void clientRefusesTheWrongCertificate() {
        DtlsPair pair = new DtlsPair(9);
        pair.startServer();
        pair.client.start(
                DtlsRole.CLIENT, DtlsPair.CLIENT_CERTIFICATE.fingerprint("sha-256"), new DtlsFingerprint("x", "00"));
        pair.clock.runFor(SOON);
        assertThat(pair.client.failure()).isEqualTo(DtlsFailure.FINGERPRINT);
        assertThat(pair.client.events(DtlsEvent.FingerprintFailure.class))
                .singleElement()
                .extracting(DtlsEvent.FingerprintFailure::presented)
                .isEqualTo(DtlsPair.SERVER_CERTIFICATE.fingerprint("sha-256"));
        assertThat(pair.server.failure()).isEqualTo(DtlsFailure.ALERT_RECEIVED);
        assertThat(pair.server.events(DtlsEvent.AlertReceived.class))
                .singleElement()
                .satisfies(e -> assertThat(e.alert().is(AlertDescription.BAD_CERTIFICATE))
                        .isTrue());
        assertThat(pair.outstandingAfterClose()).isZero();
    }

    @Test
    void anyOfSeveralFingerprintsIsEnough() {
        DtlsPair pair = new DtlsPair(10);
        pair.startServer();
        pair.client.start(
                DtlsRole.CLIENT,
                new DtlsFingerprint("md2", "00:11"),
                DtlsPair.CLIENT_CERTIFICATE.fingerprint("sha-256"),
                DtlsPair.SERVER_CERTIFICATE.fingerprint("sha-512"));
        assertThat(pair.connects(SOON)).isTrue();
    }

    @Test
    void failsWithAReasonWhenNobodyAnswers() {
        DtlsPair pair = new DtlsPair(11, c -> c.withHandshakeTimeout(Duration.ofSeconds(10)));
        pair.conditions(LinkConditions.PERFECT.withLoss(1));
        pair.startClient();
        pair.clock.runFor(Duration.ofSeconds(11));
        assertThat(pair.client.failure()).isEqualTo(DtlsFailure.TIMEOUT);
        assertThat(pair.client.connection().counters().flightsResent()).isEqualTo(3);
        assertThat(pair.client.connection().deadlineNanos()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void nothingInCommonFailsBothWithAnAlert() {
        DtlsPair pair = new DtlsPair(
                        12,
                        c -> c.withGroups(List.of(NamedGroup.X25519)),
                        c -> c.withGroups(List.of(NamedGroup.SECP256R1)))
                .start();
        pair.clock.runFor(TWO_DOUBTS);
        assertThat(pair.server.failure()).isEqualTo(DtlsFailure.HANDSHAKE);
        assertThat(pair.client.failure()).isEqualTo(DtlsFailure.ALERT_RECEIVED);
    }

    @Test
    void closeIsNoticedByTheOther() {
        DtlsPair pair = new DtlsPair(13).start();
        assertThat(pair.connects(SOON)).isTrue();
        pair.client.driver.call(DtlsConnection::close);
        pair.clock.runFor(SOON);
        assertThat(pair.client.state()).isEqualTo(new DtlsState.Closed());
        assertThat(pair.server.state()).isEqualTo(new DtlsState.Closed());
        assertThat(pair.outstandingAfterClose()).isZero();
    }

    @Test
    void sendingBeforeConnectedThrowsAndReleases() {
        DtlsPair pair = new DtlsPair(14);
        Packet owned = pair.client.driver.pool().take().length(10);
        assertThatThrownBy(() -> pair.client.connection().sendApplicationData(owned, 0))
                .isInstanceOf(IllegalStateException.class);
        assertThat(pair.client.driver.pool().outstanding()).isZero();
    }

    @Test
    void sameSeedSameBytes() {
        DtlsPair one = new DtlsPair(15).start();
        DtlsPair two = new DtlsPair(15).start();
        assertThat(one.connects(SOON) && two.connects(SOON)).isTrue();
        assertThat(one.client.sent).usingRecursiveComparison().isEqualTo(two.client.sent);
        assertThat(one.server.sent).usingRecursiveComparison().isEqualTo(two.server.sent);
    }

    @Test
    void smallerDatagramsGetThroughANarrowPath() {
        DtlsPair pair = new DtlsPair(16);
        pair.conditions(LinkConditions.PERFECT.withMtu(600));
        pair.start();
        assertThat(pair.connects(Duration.ofSeconds(20))).isTrue();
    }

    @Test
    void serverSendsItsLastFlightAgain() {
        DtlsPair pair = new DtlsPair(18).start();
        pair.clock.runUntil(() -> pair.client.sent.size() >= 2, SOON);
        pair.fromServer.conditions(LinkConditions.PERFECT.withLoss(1));
        pair.clock.runUntil(pair.server::isConnected, SOON);
        assertThat(pair.client.isConnected()).isFalse();
        pair.clock.runFor(Duration.ofMillis(500));
        pair.fromServer.conditions(LinkConditions.PERFECT);
        assertThat(pair.clock.runUntil(pair.client::isConnected, Duration.ofSeconds(2)))
                .isTrue();
        assertThat(pair.server.connection().counters().flightsResent()).isEqualTo(1);
    }
}
