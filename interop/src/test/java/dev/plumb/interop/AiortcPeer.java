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
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A process of aiortc's, driven by JSON lines. */
final class AiortcPeer implements AutoCloseable {
    private static final String PYTHON = "/usr/bin/python3";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final BufferedWriter in;
    private final List<JsonNode> events = new CopyOnWriteArrayList<>();

    private AiortcPeer(Process process) {
        this.process = process;
        this.in = process.outputWriter(StandardCharsets.UTF_8);
        Thread.ofVirtual().start(this::read);
    }

    /** Whether Debian's Python has aiortc. */
    static boolean isInstalled() throws IOException, InterruptedException {
        if (!Files.isExecutable(Path.of(PYTHON))) {
            return false;
        }
        Process asked = new ProcessBuilder(PYTHON, "-c", "import aiortc, numpy")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        return asked.waitFor(30, TimeUnit.SECONDS) && asked.exitValue() == 0;
    }

    static AiortcPeer start() throws IOException, URISyntaxException {
        Path script = Path.of(AiortcPeer.class.getResource("/aiortc/peer.py").toURI());
        AiortcPeer peer = new AiortcPeer(new ProcessBuilder(PYTHON, script.toString())
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
    }

    /** The first event so far, or to come, of a name and as wanted. */
    JsonNode await(String name, int seconds, Predicate<JsonNode> wanted) {
        return Pause.value(
                        name + " of aiortc; it said " + tail(),
                        seconds,
                        () -> events.stream()
                                .peek(AiortcPeer::refuseErrors)
                                .filter(e -> e.path("event").asText().equals(name))
                                .filter(wanted)
                                .findFirst(),
                        java.util.Optional::isPresent)
                .orElseThrow();
    }

    private static void refuseErrors(JsonNode event) {
        if (event.path("event").asText().equals("error")) {
            throw new AssertionError("aiortc says: " + event.path("message").asText());
        }
    }

    private List<JsonNode> tail() {
        return events.subList(Math.max(0, events.size() - 5), events.size());
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
