package dev.plumb.dtls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumb.testkit.Seeds;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DtlsCertificateTest {
    private static final long BEGIN = Instant.parse("2026-11-20T10:00:00Z").toEpochMilli();
    private static final long END = Instant.parse("2051-01-02T03:04:05Z").toEpochMilli();

    private static X509Certificate parse(byte[] der) throws Exception {
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
    }

    @Test
    void isAProperSelfSignedCertificate() throws Exception {
        for (long seed = 0; seed < 50; seed++) {
            DtlsCertificate made = DtlsCertificate.generate(Seeds.secureRandom(seed), BEGIN, END);
            X509Certificate parsed = parse(made.derBytes());
            parsed.verify(parsed.getPublicKey());
            assertThat(parsed.getVersion()).isEqualTo(3);
            assertThat(parsed.getNotBefore().toInstant().toEpochMilli()).isEqualTo(BEGIN);
            assertThat(parsed.getNotAfter().toInstant().toEpochMilli()).isEqualTo(END);
            assertThat(parsed.getSerialNumber().signum()).isPositive();
            assertThat(parsed.getSubjectX500Principal()).isEqualTo(parsed.getIssuerX500Principal());
            assertThat(made.expiresUnixMillis()).isEqualTo(END);
        }
    }

    @Test
    void comesBackFromStore() {
        DtlsCertificate made = DtlsCertificate.generate(Seeds.secureRandom(1), BEGIN, END);
        DtlsCertificate stored = DtlsCertificate.fromStored(made.pkcs8(), made.derBytes(), Seeds.secureRandom(9));
        assertThat(stored.fingerprint("sha-384")).isEqualTo(made.fingerprint("sha-384"));
        assertThat(stored.expiresUnixMillis()).isEqualTo(END);
        DtlsCertificate other = DtlsCertificate.generate(Seeds.secureRandom(2), BEGIN, END);
        assertThatThrownBy(() -> DtlsCertificate.fromStored(other.pkcs8(), made.derBytes(), Seeds.secureRandom(9)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> DtlsCertificate.fromStored(new byte[5], made.derBytes(), Seeds.secureRandom(9)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void fingerprintsCompareHoweverTheyAreWritten() {
        byte[] der = DtlsPair.CLIENT_CERTIFICATE.derBytes();
        DtlsFingerprint made = DtlsFingerprint.of("SHA-256", der);
        assertThat(made.value()).hasSize(95).matches("[0-9A-F]{2}(:[0-9A-F]{2}){31}");
        DtlsFingerprint lower = new DtlsFingerprint(
                "SHA-256", made.value().toLowerCase(java.util.Locale.ROOT).replace(":", ""));
        assertThat(lower).isEqualTo(made);
        assertThat(lower.matches(der)).isTrue();
        assertThat(DtlsFingerprint.parse(made.toString())).contains(made);
        assertThat(DtlsFingerprint.parse("sha-256 zz")).isEmpty();
        assertThat(DtlsFingerprint.parse("sha-256")).isEmpty();
        assertThat(new DtlsFingerprint("sha-1", "00").matches(der)).isFalse();
        assertThat(new DtlsFingerprint("sha-256", "00").matches(der)).isFalse();
    }
}
