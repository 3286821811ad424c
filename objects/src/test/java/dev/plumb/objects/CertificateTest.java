package dev.plumb.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumb.objects.RTCCertificate.Algorithm;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CertificateTest {
    @ParameterizedTest
    @CsvSource({"RSA_2048,RSA_2048", "RSA_2048,ECDSA_P256", "ECDSA_P256,RSA_2048"})
    void bothKindsOfKeysConnectInBothRoles(Algorithm ofA, Algorithm ofB) {
        SimAgents sim = new SimAgents(1).plumbed();
        RTCIceTransport iceA = sim.a.iceTransport(sim.a.iceGatherer(RTCIceGatherOptions.DEFAULT));
        RTCIceTransport iceB = sim.b.iceTransport(sim.b.iceGatherer(RTCIceGatherOptions.DEFAULT));
        RTCDtlsTransport a = sim.a.dtlsTransport(iceA, List.of(RTCCertificate.generate(ofA)));
        RTCDtlsTransport b = sim.b.dtlsTransport(iceB, List.of(RTCCertificate.generate(ofB)));
        iceA.iceGatherer().onLocalCandidate(iceB::addRemoteCandidate);
        iceB.iceGatherer().onLocalCandidate(iceA::addRemoteCandidate);
        iceA.start(iceA.iceGatherer(), iceB.iceGatherer().getLocalParameters(), RTCIceRole.CONTROLLING);
        iceB.start(iceB.iceGatherer(), iceA.iceGatherer().getLocalParameters(), RTCIceRole.CONTROLLED);
        iceA.iceGatherer().gather();
        iceB.iceGatherer().gather();
        a.start(b.getLocalParameters());
        b.start(a.getLocalParameters());
        assertThat(sim.clock.runUntil(
                        () -> a.state() == RTCDtlsTransportState.CONNECTED
                                && b.state() == RTCDtlsTransportState.CONNECTED,
                        Duration.ofSeconds(10)))
                .isTrue();
        assertThat(a.getRemoteCertificates().getFirst())
                .isEqualTo(b.getCertificates().getFirst().der());
        assertThat(b.getRemoteCertificates().getFirst())
                .isEqualTo(a.getCertificates().getFirst().der());
    }

    @ParameterizedTest
    @CsvSource({"RSA_2048", "ECDSA_P256"})
    void whatWasStoredIsLoadedAgain(Algorithm algorithm) {
        RTCCertificate made = RTCCertificate.generate(algorithm);
        RTCCertificate loaded = RTCCertificate.load(made.privateKey(), made.der());
        assertThat(loaded.getFingerprints()).isEqualTo(made.getFingerprints());
        assertThat(loaded.expiresUnixMillis()).isEqualTo(made.expiresUnixMillis());
        assertThat(made.getFingerprint("sha-512").value()).hasSize(64 * 3 - 1);
        RTCCertificate other = RTCCertificate.generate(algorithm);
        assertThatThrownBy(() -> RTCCertificate.load(other.privateKey(), made.der()))
                .hasMessageContaining("InvalidAccessError");
    }

    @Test
    void aLifetimeHasBounds() {
        assertThatThrownBy(() -> RTCCertificate.generate(Algorithm.ECDSA_P256, Duration.ZERO))
                .hasMessageContaining("RangeError");
        assertThatThrownBy(() -> RTCCertificate.generate(Algorithm.ECDSA_P256, Duration.ofDays(366)))
                .hasMessageContaining("RangeError");
        long in = RTCCertificate.generate(Algorithm.ECDSA_P256, Duration.ofHours(1))
                        .expiresUnixMillis()
                - System.currentTimeMillis();
        assertThat(in).isBetween(3_500_000L, 3_601_000L);
    }
}
