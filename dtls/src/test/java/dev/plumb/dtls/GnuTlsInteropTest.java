package dev.plumb.dtls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.plumb.base.crypto.SrtpProfile;
import dev.plumb.dtls.suite.CipherSuite;
import dev.plumb.dtls.suite.DtlsVersion;
import dev.plumb.dtls.suite.NamedGroup;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Against GnuTLS's commands over a real socket; skipped where there are none. Its server asks for a cookie. */
@Timeout(60)
class GnuTlsInteropTest {
    @TempDir
    private Path directory;

    @BeforeEach
    void isInstalled() {
        assumeTrue(
                CommandPeer.isInstalled("gnutls-cli") && CommandPeer.isInstalled("gnutls-serv"),
                "SKIPPED: no gnutls-cli and gnutls-serv on this machine");
    }

    @ParameterizedTest
    @EnumSource(value = CipherSuite.class, mode = Mode.MATCH_ANY, names = ".*ECDHE.*")
    void connectsToItsServerWithEachSuite(CipherSuite suite) throws Exception {
        DtlsCertificate theirs =
                suite.keyAlgorithm().equals("RSA") ? DtlsPair.RSA_CERTIFICATE : DtlsPair.SERVER_CERTIFICATE;
        DtlsSession session = new CommandPeer(theirs, c -> c.withCipherSuites(List.of(suite)))
                .talk(DtlsRole.CLIENT, port -> command(theirs, "gnutls-serv", "-p", "" + port, "--echo", "-r"));
        assertThat(session.cipherSuite()).isEqualTo(suite);
        assertThat(session.srtpProfile()).contains(SrtpProfile.AES_CM_128_HMAC_SHA1_80);
        assertThat(session.hasExtendedMasterSecret()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(value = NamedGroup.class, mode = Mode.EXCLUDE, names = "X25519MLKEM768")
    void answersItsClientInEachGroup(NamedGroup group) throws Exception {
        DtlsCertificate theirs = DtlsPair.SERVER_CERTIFICATE;
        DtlsSession session = new CommandPeer(theirs, c -> c.withGroups(List.of(group)))
                .talk(
                        DtlsRole.SERVER,
                        port -> command(theirs, "gnutls-cli", "--insecure", "-p", "" + port, "127.0.0.1"));
        assertThat(session.version()).isEqualTo(DtlsVersion.DTLS_1_2);
        assertThat(session.group()).isEqualTo(group);
    }

    private List<String> command(DtlsCertificate certificate, String... mode) {
        try {
            boolean isRsa = certificate.keyAlgorithm().equals("RSA");
            Path key = isRsa
                    ? CommandPeer.pem(directory, "PRIVATE KEY", certificate.pkcs8())
                    : CommandPeer.pem(directory, "EC PRIVATE KEY", withPublicKey(certificate));
            Path der = CommandPeer.pem(directory, "CERTIFICATE", certificate.derBytes());
            List<String> command = new ArrayList<>(List.of(mode));
            command.addAll(1, List.of("--udp", "--x509certfile", der.toString(), "--x509keyfile", key.toString()));
            command.addAll(1, List.of("--srtp-profiles", "SRTP_AES128_CM_HMAC_SHA1_80"));
            return command;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** GnuTLS wants the public key beside the private one, which the JDK does not write. */
    private static byte[] withPublicKey(DtlsCertificate certificate) {
        byte[] pkcs8 = certificate.pkcs8();
        byte[] spki = PeerCertificate.parse(certificate.derBytes()).key().getEncoded();
        byte[] secret = Arrays.copyOfRange(pkcs8, pkcs8.length - 32, pkcs8.length);
        byte[] point = Arrays.copyOfRange(spki, spki.length - 65, spki.length);
        return DerWriter.sequence(
                DerWriter.integer(BigInteger.ONE),
                DerWriter.tagged(0x04, secret),
                DerWriter.explicit(0, DerWriter.oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07)),
                DerWriter.explicit(1, DerWriter.bitString(point)));
    }
}
