package dev.plumb.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumb.base.crypto.SrtpProfile;
import dev.plumb.objects.RTCDtlsOptions.KeyGroup;
import dev.plumb.objects.RTCDtlsOptions.Version;
import dev.plumb.objects.stats.RTCStats;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What the application chooses of DTLS is what both sides report. */
class DtlsOptionsTest {
    private static final Duration BOUND = Duration.ofSeconds(10);

    private static SimAgents connected(RTCDtlsOptions a, RTCDtlsOptions b) {
        SimAgents sim = new SimAgents(1);
        sim.a.dtlsOptions(a);
        sim.b.dtlsOptions(b);
        sim.plumbed().started();
        assertThat(sim.clock.runUntil(
                        () -> sim.dtlsA.state() == RTCDtlsTransportState.CONNECTED
                                && sim.dtlsB.state() == RTCDtlsTransportState.CONNECTED,
                        BOUND))
                .isTrue();
        return sim;
    }

    private static RTCStats transport(RTCDtlsTransport dtls) {
        return dtls.getStats().first("transport").orElseThrow();
    }

    @Test
    void version13WithPostQuantumKeysIsTheDefault() {
        SimAgents sim = connected(RTCDtlsOptions.DEFAULT, RTCDtlsOptions.DEFAULT);
        for (RTCDtlsTransport dtls : new RTCDtlsTransport[] {sim.dtlsA, sim.dtlsB}) {
            assertThat(transport(dtls).text("tlsVersion")).isEqualTo("FEFC");
            assertThat(transport(dtls).text("dtlsCipher")).isEqualTo("TLS_AES_128_GCM_SHA256");
            assertThat(transport(dtls).text("srtpCipher")).isEqualTo("SRTP_AEAD_AES_128_GCM");
            assertThat(dtls.getKeyAgreementGroup()).contains("X25519MLKEM768");
        }
        assertThat(sim.leftAfterClose()).isEqualTo(SimAgents.nothing());
    }

    @Test
    void eitherSideMayInsistOnVersion12() {
        SimAgents sim = connected(RTCDtlsOptions.DEFAULT.withVersions(Version.DTLS_1_2), RTCDtlsOptions.DEFAULT);
        assertThat(transport(sim.dtlsA).text("tlsVersion")).isEqualTo("FEFD");
        SimAgents other = connected(RTCDtlsOptions.DEFAULT, RTCDtlsOptions.DEFAULT.withVersions(Version.DTLS_1_2));
        assertThat(transport(other.dtlsA).text("tlsVersion")).isEqualTo("FEFD");
    }

    @Test
    void theServersOrderOfProfilesAndGroupsCounts() {
        RTCDtlsOptions ours = RTCDtlsOptions.DEFAULT
                .withSrtpProfiles(SrtpProfile.AEAD_AES_256_GCM, SrtpProfile.AES_CM_128_HMAC_SHA1_80)
                .withKeyGroups(KeyGroup.SECP384R1);
        SimAgents sim = connected(ours, ours);
        assertThat(transport(sim.dtlsA).text("srtpCipher")).isEqualTo("SRTP_AEAD_AES_256_GCM");
        assertThat(transport(sim.dtlsB).text("srtpCipher")).isEqualTo("SRTP_AEAD_AES_256_GCM");
        assertThat(sim.dtlsB.getKeyAgreementGroup()).contains("SECP384R1");
    }

    @Test
    void emptyChoicesAreRefused() {
        assertThatThrownBy(() -> RTCDtlsOptions.DEFAULT.withVersions()).isInstanceOf(RTCException.class);
        assertThatThrownBy(() -> RTCDtlsOptions.DEFAULT.withSrtpProfiles()).isInstanceOf(RTCException.class);
        assertThatThrownBy(() -> RTCDtlsOptions.DEFAULT.withKeyGroups()).isInstanceOf(RTCException.class);
        assertThatThrownBy(() ->
                        RTCDtlsOptions.DEFAULT.withVersions(Version.DTLS_1_2).withKeyGroups(KeyGroup.X25519MLKEM768))
                .isInstanceOf(RTCException.class);
    }
}
