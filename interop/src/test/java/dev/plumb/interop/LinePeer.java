package dev.plumb.interop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A process of another stack, driven by JSON lines. */
final class LinePeer implements AutoCloseable {
    private static final String PYTHON = "/usr/bin/python3";
    private static final String GO_SOURCES = "/usr/share/gocode/src";
    private static final String GSTREAMER_PROBE = """
            import gi, sys
            gi.require_version('Gst', '1.0')
            gi.require_version('GstWebRTC', '1.0')
            gi.require_version('GstSdp', '1.0')
            from gi.repository import Gst
            Gst.init(None)
            sys.exit(0 if all(Gst.ElementFactory.find(n) for n in ('webrtcbin', 'nicesrc', 'sctpenc', 'dtlsenc')) else 1)
            """;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final BufferedWriter in;
    private final List<JsonNode> events = new CopyOnWriteArrayList<>();

    private volatile boolean over;

    private LinePeer(Process process) {
        this.process = process;
        this.in = process.outputWriter(StandardCharsets.UTF_8);
        // reading from a process holds the carrier of a virtual thread, of which a small machine has two
        Thread.ofPlatform().daemon().name("peer-output").start(this::read);
    }

    /** A stack that there is a peer of. */
    enum Stack {
        /** Python, on OpenSSL. */
        AIORTC,
        /** C, on OpenSSL and libnice. */
        GSTREAMER,
        /** Go. */
        PION;

        /** Whether it is on this machine; says so aloud where it is not. */
        boolean isInstalled() throws IOException, InterruptedException {
            boolean installed = switch (this) {
                case AIORTC -> succeeds(List.of(PYTHON, "-c", "import aiortc, numpy"), Path.of("."));
                case GSTREAMER -> succeeds(List.of(PYTHON, "-c", GSTREAMER_PROBE), Path.of("."));
                case PION -> Files.isDirectory(Path.of(GO_SOURCES, "github.com/pion/webrtc"));
            };
            if (!installed) {
                System.err.println(this + " is not installed: SKIPPED");
            }
            return installed;
        }

        private List<String> command() throws IOException, URISyntaxException, InterruptedException {
            return switch (this) {
                case AIORTC -> List.of(PYTHON, resource("/aiortc/peer.py").toString());
                case GSTREAMER -> List.of(PYTHON, resource("/gstreamer/peer.py").toString());
                case PION -> List.of(builtPion("/pion/main.go.txt", "plumbpeer").toString());
            };
        }
    }

    static Path resource(String name) throws URISyntaxException {
        return Path.of(LinePeer.class.getResource(name).toURI());
    }

    /** Go builds in its old manner, with the sources that Debian has; some seconds the first time. */
    static Path builtPion(String source, String name) throws IOException, URISyntaxException, InterruptedException {
        Path work = Path.of("target", "pion").toAbsolutePath();
        Path sources = Files.createDirectories(work.resolve("src").resolve(name));
        Files.copy(resource(source), sources.resolve("main.go"), StandardCopyOption.REPLACE_EXISTING);
        Files.writeString(sources.resolve("go.mod"), "module " + name + "\n"); // lets /v3 in import paths through
        Path binary = work.resolve(name);
        ProcessBuilder build =
                new ProcessBuilder("go", "build", "-o", binary.toString(), ".").directory(sources.toFile());
        build.environment().put("GO111MODULE", "off");
        build.environment().put("GOPATH", work + ":/usr/share/gocode");
        build.environment().put("GOCACHE", work.resolve("cache").toString());
        Process process = build.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("go does not build the peer: " + said);
        }
        return binary;
    }

    private static boolean succeeds(List<String> command, Path directory) throws IOException, InterruptedException {
        if (!Files.isExecutable(Path.of(command.getFirst()))) {
            return false;
        }
        Process asked = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        return asked.waitFor(30, TimeUnit.SECONDS) && asked.exitValue() == 0;
    }

    static LinePeer start(Stack stack) throws IOException, URISyntaxException, InterruptedException {
        return start(stack.command());
    }

    /** Starts a process that says {@code ready}. */
    static LinePeer start(List<String> command) throws IOException {
        LinePeer peer = new LinePeer(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
        peer.await("ready", 30, e -> true);
        return peer;
    }

    static ObjectNode command(String what) {
        return JSON.createObjectNode().put("do", what);
    }

    void tell(ObjectNode command) {
        try {
            in.write(command + "\n");
            in.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                events.add(JSON.readTree(line));
            }
        } catch (IOException e) {
            events.add(JSON.createObjectNode().put("event", "error").put("message", e.toString()));
        }
        over = true;
    }

    /** Forgets the events so far. */
    void forget() {
        events.clear();
    }

    /** The first event so far, or to come, of a name and as wanted. */
    JsonNode await(String name, int seconds, Predicate<JsonNode> wanted) {
        return Pause.value(
                        name + " of the peer; it said " + tail(),
                        seconds,
                        () -> {
                            boolean wasOver = over;
                            var found = events.stream()
                                    .peek(LinePeer::refuseErrors)
                                    .filter(e -> e.path("event").asText().equals(name))
                                    .filter(wanted)
                                    .findFirst();
                            if (wasOver && found.isEmpty()) {
                                throw new AssertionError("the peer has ended, and there is no " + name);
                            }
                            return found;
                        },
                        java.util.Optional::isPresent)
                .orElseThrow();
    }

    private static void refuseErrors(JsonNode event) {
        if (event.path("event").asText().equals("error")) {
            throw new AssertionError("the peer says: " + event.path("message").asText());
        }
    }

    private List<JsonNode> tail() {
        List<JsonNode> all = List.copyOf(events);
        return all.subList(Math.max(0, all.size() - 5), all.size());
    }

    @Override
    public void close() throws IOException {
        in.close();
        if (process.onExit()
                .completeOnTimeout(process, 10, TimeUnit.SECONDS)
                .join()
                .isAlive()) {
            process.destroyForcibly();
        }
    }
}
