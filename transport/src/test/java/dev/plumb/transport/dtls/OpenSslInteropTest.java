package dev.plumb.transport.dtls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.plumb.base.bytes.Packet;
import dev.plumb.base.bytes.PacketPool;
import dev.plumb.base.crypto.SrtpProfile;
import dev.plumb.testkit.Seeds;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Against the {@code openssl} command over a real socket; skipped where there is none. */
@Timeout(60)
class OpenSslInteropTest {
    private static final long BOUND_NANOS = TimeUnit.SECONDS.toNanos(15);

    @TempDir
    private Path directory;

    private final PacketPool pool = new PacketPool();

    @Test
    void connectsToItsServer() throws Exception {
        int port = freePort();
        talks(
                DtlsRole.CLIENT,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                List.of("s_server", "-accept", "127.0.0.1:" + port, "-Verify", "1"));
    }

    @Test
    void connectsToItsServerThatAsksForACookie() throws Exception {
        int port = freePort();
        talks(
                DtlsRole.CLIENT,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                List.of("s_server", "-listen", "-accept", "127.0.0.1:" + port, "-Verify", "1"));
    }

    @Test
    void answersItsClient() throws Exception {
        talks(DtlsRole.SERVER, new InetSocketAddress(0), List.of("s_client"));
    }

    private void talks(DtlsRole role, InetSocketAddress peerAddress, List<String> mode) throws Exception {
        assumeTrue(hasOpenSsl(), "SKIPPED: no openssl on this machine");
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            Process process = openssl(mode, socket.getLocalPort());
            try {
                SocketAddress[] peer = {peerAddress};
                DtlsConnection ours = connection(socket, peer);
                ours.start(role, List.of(DtlsPair.SERVER_CERTIFICATE.fingerprint("sha-256")), System.nanoTime());
                List<String> received = new ArrayList<>();
                boolean hasSent = false;
                long end = System.nanoTime() + BOUND_NANOS;
                while (received.isEmpty() && System.nanoTime() < end) {
                    step(ours, socket, peer, received);
                    if (!hasSent && ours.state() instanceof DtlsState.Connected) {
                        hasSent = true;
                        ours.sendApplicationData(
                                pool.copyOf("to openssl\n".getBytes(StandardCharsets.UTF_8)), System.nanoTime());
                        process.getOutputStream().write("from openssl\n".getBytes(StandardCharsets.UTF_8));
                        process.getOutputStream().flush();
                    }
                }
                assertThat(received).containsExactly("from openssl\n");
                assertThat(ours.srtpKeys().orElseThrow().profile()).isEqualTo(SrtpProfile.AEAD_AES_128_GCM);
                assertThat(process.inputReader().readLine()).isEqualTo("to openssl");
                ours.close(System.nanoTime());
                assertThat(pool.outstanding()).isZero();
            } finally {
                process.destroyForcibly().waitFor();
            }
        }
    }

    private void step(DtlsConnection ours, DatagramSocket socket, SocketAddress[] peer, List<String> received)
            throws IOException {
        byte[] buffer = new byte[2000];
        DatagramPacket datagram = new DatagramPacket(buffer, buffer.length);
        socket.setSoTimeout(20);
        try {
            socket.receive(datagram);
            peer[0] = datagram.getSocketAddress();
            Packet packet = pool.take().set(buffer, 0, datagram.getLength());
            ours.receive(packet, System.nanoTime());
            packet.release();
        } catch (SocketTimeoutException nothingCame) {
            assertThat(nothingCame).isNotNull();
        }
        ours.timeout(System.nanoTime());
        for (Packet p = ours.pollPacket(); p != null; p = ours.pollPacket()) {
            received.add(new String(p.toByteArray(), StandardCharsets.UTF_8));
            p.release();
        }
    }

    private DtlsConnection connection(DatagramSocket socket, SocketAddress[] peer) {
        DtlsConfig config = DtlsConfig.of(DtlsPair.CLIENT_CERTIFICATE)
                .withRetransmit(Duration.ofMillis(100), Duration.ofSeconds(1));
        return new DtlsConnection(
                config,
                owned -> {
                    byte[] bytes = owned.toByteArray();
                    owned.release();
                    try {
                        socket.send(new DatagramPacket(bytes, bytes.length, peer[0]));
                    } catch (IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                },
                pool,
                Seeds.secureRandom(3));
    }

    private Process openssl(List<String> mode, int ourPort) throws IOException {
        DtlsCertificate certificate = DtlsPair.SERVER_CERTIFICATE;
        Path key = pem("PRIVATE KEY", certificate.pkcs8());
        Path der = pem("CERTIFICATE", certificate.derBytes());
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(mode);
        command.addAll(List.of("-dtls1_2", "-quiet", "-cert", der.toString(), "-key", key.toString()));
        command.addAll(List.of("-use_srtp", "SRTP_AEAD_AES_128_GCM"));
        if (mode.contains("s_client")) {
            command.addAll(List.of("-connect", "127.0.0.1:" + ourPort));
        }
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private Path pem(String what, byte[] der) throws IOException {
        String text = "-----BEGIN " + what + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + what + "-----\n";
        return Files.writeString(directory.resolve(what.replace(' ', '-') + ".pem"), text);
    }

    private static int freePort() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static boolean hasOpenSsl() {
        try {
            return new ProcessBuilder("openssl", "version")
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException | InterruptedException e) {
            return false;
        }
    }
}
