package dev.plumb.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.base.bytes.Packet;
import dev.plumb.base.bytes.PacketPool;
import dev.plumb.testkit.Seeds;
import java.io.IOException;
import java.io.UncheckedIOException;
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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;

/** A connection of ours over a real socket with a command that speaks DTLS on its standard input and output. */
final class CommandPeer {
    private static final long BOUND_NANOS = TimeUnit.SECONDS.toNanos(15);

    private final PacketPool pool = new PacketPool();
    private final DtlsCertificate theirCertificate;
    private final UnaryOperator<DtlsConfig> ours;

    CommandPeer(DtlsCertificate theirCertificate, UnaryOperator<DtlsConfig> ours) {
        this.theirCertificate = theirCertificate;
        this.ours = ours;
    }

    static boolean isInstalled(String command) {
        try {
            return new ProcessBuilder(command, command.equals("openssl") ? "version" : "--version")
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException | InterruptedException e) {
            return false;
        }
    }

    static Path pem(Path directory, String what, byte[] der) throws IOException {
        String text = "-----BEGIN " + what + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + what + "-----\n";
        return Files.writeString(directory.resolve(what.replace(' ', '-') + ".pem"), text);
    }

    /** Connects, exchanges a line each way, and says what was agreed on; {@code command} is given a port, theirs or ours. */
    DtlsSession talk(DtlsRole role, IntFunction<List<String>> command) throws Exception {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            int port = role == DtlsRole.CLIENT ? freePort() : socket.getLocalPort();
            SocketAddress[] peer = {new InetSocketAddress(InetAddress.getLoopbackAddress(), port)};
            Process process = new ProcessBuilder(command.apply(port))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            List<String> said = new CopyOnWriteArrayList<>();
            Thread.ofPlatform()
                    .daemon()
                    .start(() ->
                            process.inputReader(StandardCharsets.UTF_8).lines().forEach(said::add));
            try {
                return talk(role, socket, peer, process, said);
            } finally {
                process.destroyForcibly().waitFor();
            }
        }
    }

    private DtlsSession talk(
            DtlsRole role, DatagramSocket socket, SocketAddress[] peer, Process process, List<String> said)
            throws IOException {
        DtlsConnection connection = connection(socket, peer);
        connection.start(role, List.of(theirCertificate.fingerprint("sha-256")), System.nanoTime());
        List<String> received = new ArrayList<>();
        boolean hasSent = false;
        long end = System.nanoTime() + BOUND_NANOS;
        while (!isDone(received, said) && System.nanoTime() < end) {
            step(connection, socket, peer, received);
            if (!hasSent && connection.state() instanceof DtlsState.Connected) {
                hasSent = true;
                connection.sendApplicationData(
                        pool.copyOf("to the command\n".getBytes(StandardCharsets.UTF_8)), System.nanoTime());
                process.getOutputStream().write("from the command\n".getBytes(StandardCharsets.UTF_8));
                process.getOutputStream().flush();
            }
        }
        assertThat(connection.state()).isInstanceOf(DtlsState.Connected.class);
        DtlsSession session = ((DtlsState.Connected) connection.state()).session();
        assertThat(isDone(received, said))
                .as("we received %s, it said %s", received, said)
                .isTrue();
        connection.close(System.nanoTime());
        assertThat(pool.outstanding()).isZero();
        return session;
    }

    /** Our line came back, or one of each has arrived. */
    private static boolean isDone(List<String> received, List<String> said) {
        return received.contains("to the command\n")
                || (received.contains("from the command\n")
                        && said.stream().anyMatch(line -> line.contains("to the command")));
    }

    private void step(DtlsConnection connection, DatagramSocket socket, SocketAddress[] peer, List<String> received)
            throws IOException {
        byte[] buffer = new byte[2000];
        DatagramPacket datagram = new DatagramPacket(buffer, buffer.length);
        socket.setSoTimeout(20);
        try {
            socket.receive(datagram);
            peer[0] = datagram.getSocketAddress();
            Packet packet = pool.take().set(buffer, 0, datagram.getLength());
            connection.receive(packet, System.nanoTime());
            packet.release();
        } catch (SocketTimeoutException nothingCame) {
            assertThat(nothingCame).isNotNull();
        }
        connection.timeout(System.nanoTime());
        for (Packet p = connection.pollPacket(); p != null; p = connection.pollPacket()) {
            received.add(new String(p.toByteArray(), StandardCharsets.UTF_8));
            p.release();
        }
    }

    private DtlsConnection connection(DatagramSocket socket, SocketAddress[] peer) {
        DtlsConfig config = ours.apply(DtlsConfig.of(DtlsPair.CLIENT_CERTIFICATE)
                .withRetransmit(Duration.ofMillis(100), Duration.ofSeconds(1)));
        return new DtlsConnection(
                config,
                owned -> {
                    byte[] bytes = owned.toByteArray();
                    owned.release();
                    try {
                        socket.send(new DatagramPacket(bytes, bytes.length, peer[0]));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                pool,
                Seeds.secureRandom(3));
    }

    private static int freePort() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
