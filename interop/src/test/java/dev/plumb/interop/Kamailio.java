package dev.plumb.interop;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Kamailio as a SIP registrar and proxy over WebSocket, on loopback. */
final class Kamailio implements AutoCloseable {
    private static final Path EXECUTABLE = Path.of("/usr/sbin/kamailio");
    private static final Path WEBSOCKET = Path.of("/usr/lib/x86_64-linux-gnu/kamailio/modules/websocket.so");

    private final Process process;
    private final int port;

    private Kamailio(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static boolean isInstalled() {
        return Files.isExecutable(EXECUTABLE) && Files.exists(WEBSOCKET);
    }

    static Kamailio start() throws IOException {
        Path folder = Path.of("target", "kamailio").toAbsolutePath();
        Files.createDirectories(folder);
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Path configuration = folder.resolve("kamailio.cfg");
        try (var in = Kamailio.class.getResourceAsStream("/npm/kamailio.cfg")) {
            if (in == null) {
                throw new IllegalStateException("no resource /npm/kamailio.cfg");
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            Files.writeString(configuration, text.replace("PORT", String.valueOf(port)));
        }
        // -DD: in the foreground, with its children, so that they end with it
        Process process = new ProcessBuilder(
                        EXECUTABLE.toString(),
                        "-DD",
                        "-E",
                        "-m",
                        "32",
                        "-f",
                        configuration.toString(),
                        "-Y",
                        folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("kamailio.log").toFile())
                .start();
        Kamailio started = new Kamailio(process, port);
        Pause.until("Kamailio listens", 20, started::isListening);
        return started;
    }

    private boolean isListening() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    String uri() {
        return "ws://127.0.0.1:" + port;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
