package dev.plumb.dtls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.plumb.base.crypto.SrtpProfile;
import dev.plumb.dtls.suite.CipherSuite;
import dev.plumb.dtls.suite.DtlsVersion;
import dev.plumb.dtls.suite.NamedGroup;
import dev.plumb.testkit.Seeds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Against the {@code openssl} command over a real socket; skipped where there is none. */
@Timeout(60)
class OpenSslInteropTest {
    @TempDir
    private Path directory;

    @BeforeEach
    void isInstalled() {
        assumeTrue(CommandPeer.isInstalled("openssl"), "SKIPPED: no openssl on this machine");
    }

    @ParameterizedTest
    @EnumSource(value = CipherSuite.class, mode = Mode.MATCH_ANY, names = ".*ECDHE.*")
    void connectsToItsServerWithEachSuite(CipherSuite suite) throws Exception {
        DtlsCertificate theirs = certificateFor(suite);
        DtlsSession session = new CommandPeer(theirs, c -> c.withCipherSuites(List.of(suite)))
                .talk(
                        DtlsRole.CLIENT,
                        port -> command(theirs, "s_server", "-accept", "127.0.0.1:" + port, "-Verify", "1"));
        assertThat(session.cipherSuite()).isEqualTo(suite);
        assertThat(session.srtpProfile()).contains(SrtpProfile.AEAD_AES_128_GCM);
    }

    @ParameterizedTest
    @EnumSource(value = CipherSuite.class, mode = Mode.MATCH_ANY, names = ".*ECDHE_ECDSA.*")
    void answersItsClientWithEachSuite(CipherSuite suite) throws Exception {
        DtlsCertificate theirs = DtlsPair.SERVER_CERTIFICATE;
        DtlsSession session = new CommandPeer(theirs, c -> c.withCipherSuites(List.of(suite)))
                .talk(DtlsRole.SERVER, port -> command(theirs, "s_client", "-connect", "127.0.0.1:" + port));
        assertThat(session.cipherSuite()).isEqualTo(suite);
        assertThat(session.hasExtendedMasterSecret()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(value = NamedGroup.class, mode = Mode.EXCLUDE, names = "X25519MLKEM768")
    void connectsInEachGroup(NamedGroup group) throws Exception {
        DtlsCertificate theirs = DtlsPair.SERVER_CERTIFICATE;
        // a server of OpenSSL's wants its certificate's curve among the groups
        List<NamedGroup> groups = group == NamedGroup.SECP256R1 ? List.of(group) : List.of(group, NamedGroup.SECP256R1);
        DtlsSession session = new CommandPeer(theirs, c -> c.withGroups(groups))
                .talk(DtlsRole.SERVER, port -> command(theirs, "s_client", "-connect", "127.0.0.1:" + port));
        assertThat(session.group()).isEqualTo(group);
    }

    @Test
    void connectsToItsServerThatAsksForACookie() throws Exception {
        DtlsCertificate theirs = DtlsPair.SERVER_CERTIFICATE;
        DtlsSession session = new CommandPeer(theirs, c -> c)
                .talk(
                        DtlsRole.CLIENT,
                        port -> command(theirs, "s_server", "-listen", "-accept", "127.0.0.1:" + port, "-Verify", "1"));
        assertThat(session.version()).isEqualTo(DtlsVersion.DTLS_1_2);
    }

    @Test
    void asksItsClientForACookie() throws Exception {
        DtlsCertificate theirs = DtlsPair.SERVER_CERTIFICATE;
        DtlsSession session = new CommandPeer(theirs, c -> c.withVerifiesHello(true))
                .talk(DtlsRole.SERVER, port -> command(theirs, "s_client", "-connect", "127.0.0.1:" + port));
        assertThat(session.version()).isEqualTo(DtlsVersion.DTLS_1_2);
    }

    /** We make none on this curve, but a stored one serves, and a peer's is verified. */
    @ParameterizedTest
    @EnumSource(DtlsVersion.class)
    void certificatesOnP384ServeInBothVersions(DtlsVersion version) throws Exception {
        Path key = directory.resolve("p384-key.pem");
        Path der = directory.resolve("p384.pem");
        List<String> command = List.of(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:secp384r1",
                "-nodes",
                "-subj",
                "/CN=plumb",
                "-sha384",
                "-keyout",
                key.toString(),
                "-out",
                der.toString());
        assertThat(new ProcessBuilder(command)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor())
                .isZero();
        DtlsCertificate certificate = DtlsCertificate.fromStored(unPem(key), unPem(der), Seeds.secureRandom(1));
        DtlsPair pair = new DtlsPair(1, c -> DtlsConfig.of(certificate).withVersions(version));
        pair.server.start(DtlsRole.SERVER, certificate.fingerprint("sha-256"));
        pair.client.start(DtlsRole.CLIENT, certificate.fingerprint("sha-512"));
        assertThat(pair.connects(Duration.ofMillis(100))).isTrue();
        assertThat(pair.client.session().version()).isEqualTo(version);
    }

    private static byte[] unPem(Path file) throws IOException {
        String text = Files.readString(file).replaceAll("-----[^-]*-----", "");
        return Base64.getMimeDecoder().decode(text);
    }

    private static DtlsCertificate certificateFor(CipherSuite suite) {
        return suite.keyAlgorithm().equals("RSA") ? DtlsPair.RSA_CERTIFICATE : DtlsPair.SERVER_CERTIFICATE;
    }

    private List<String> command(DtlsCertificate certificate, String... mode) {
        try {
            Path key = CommandPeer.pem(directory, "PRIVATE KEY", certificate.pkcs8());
            Path der = CommandPeer.pem(directory, "CERTIFICATE", certificate.derBytes());
            List<String> command = new ArrayList<>(List.of("openssl"));
            command.addAll(List.of(mode));
            command.addAll(List.of("-dtls1_2", "-quiet", "-cert", der.toString(), "-key", key.toString()));
            command.addAll(List.of("-use_srtp", "SRTP_AEAD_AES_128_GCM"));
            return command;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
