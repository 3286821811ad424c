package dev.plumb.interop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** A headless browser with one page, driven through {@code driver.mjs}. Ends only the processes that it started. */
final class Browser implements AutoCloseable {
    static final ObjectMapper JSON = new ObjectMapper();
    private static final int COMMAND_SECONDS = 60;

    private final Process process;
    private final Writer commands;
    private final AtomicInteger ids = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
    private final List<JsonNode> events = new CopyOnWriteArrayList<>();
    private final List<Consumer<JsonNode>> listeners = new CopyOnWriteArrayList<>();

    enum Kind {
        CHROMIUM("chromium", "/usr/bin/chromium"),
        FIREFOX("firefox", "/usr/bin/firefox-esr");

        private final String name;
        private final Path executable;

        Kind(String name, String executable) {
            this.name = name;
            this.executable = Path.of(executable);
        }

        boolean isInstalled() {
            return Files.isExecutable(executable);
        }
    }

    private Browser(Process process) {
        this.process = process;
        this.commands = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
        // reading from a process holds the carrier of a virtual thread, of which a small machine has two
        Thread.ofPlatform().daemon().name("browser-output").start(this::read);
    }

    /** Opens the tests' own page. */
    static Browser start(Kind kind) throws IOException {
        return start(kind, List.of());
    }

    /** Opens another of the tests' own pages. */
    static Browser start(Kind kind, String page) throws IOException {
        return start(kind, List.of(page));
    }

    /** Opens another page. */
    static Browser open(Kind kind, URI page) throws IOException {
        return start(kind, List.of(page.toString()));
    }

    private static Browser start(Kind kind, List<String> page) throws IOException {
        Path folder = NodeModules.folder();
        List<String> command = new ArrayList<>(List.of("node", "driver.mjs", kind.name, kind.executable.toString()));
        command.addAll(page);
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectError(ProcessBuilder.Redirect.appendTo(
                        folder.resolve(kind.name + ".log").toFile()))
                .start();
        Browser browser = new Browser(process);
        browser.await("ready", e -> true, 90);
        return browser;
    }

    private void read() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode message = JSON.readTree(line);
                if (message.has("id")) {
                    CompletableFuture<JsonNode> answer =
                            answers.remove(message.get("id").asInt());
                    if (message.has("error")) {
                        answer.completeExceptionally(new AssertionError(
                                "the page says: " + message.get("error").asText()));
                    } else {
                        answer.complete(message.get("value"));
                    }
                } else {
                    events.add(message);
                    listeners.forEach(l -> l.accept(message));
                }
            }
        } catch (IOException e) {
            answers.values().forEach(a -> a.completeExceptionally(e));
        }
    }

    /** Calls one of the page's commands and waits for its value. */
    JsonNode call(String command, Object... arguments) {
        ObjectNode message = JSON.createObjectNode().put("call", command);
        message.set("args", JSON.valueToTree(arguments));
        return send(message);
    }

    void screenshot(Path file) {
        send(JSON.createObjectNode().put("screenshot", file.toAbsolutePath().toString()));
    }

    /** Shows the page on a screen of so many CSS pixels, as a telephone does. */
    void screen(int width, int height) {
        send(JSON.createObjectNode().put("width", width).put("height", height));
    }

    /** Clicks on the element that a selector names. */
    void click(String selector) {
        send(JSON.createObjectNode().put("click", selector));
    }

    /** Types into the element that a selector names. */
    void type(String selector, String text) {
        send(JSON.createObjectNode().put("type", selector).put("text", text));
    }

    /** The value of a JavaScript expression in the page. */
    JsonNode evaluate(String expression) {
        return send(JSON.createObjectNode().put("evaluate", expression));
    }

    private JsonNode send(ObjectNode message) {
        int id = ids.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        answers.put(id, answer);
        try {
            synchronized (commands) {
                commands.write(message.put("id", id) + "\n");
                commands.flush();
            }
            return answer.get(COMMAND_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        } catch (Exception e) {
            throw new AssertionError("no answer to " + message + ": " + e.getMessage(), e);
        }
    }

    void onEvent(String name, Consumer<JsonNode> listener) {
        listeners.add(e -> {
            if (e.path("event").asText().equals(name)) {
                listener.accept(e);
            }
        });
        events.stream().filter(e -> e.path("event").asText().equals(name)).forEach(listener);
    }

    /** Forgets the events so far. */
    void forget() {
        events.clear();
    }

    /** Waits for an event, which may have come already. */
    JsonNode await(String name, Predicate<JsonNode> which, int seconds) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (System.nanoTime() < end && (process.isAlive() || !events.isEmpty())) {
            for (JsonNode e : events) {
                if (e.path("event").asText().equals(name) && which.test(e)) {
                    return e;
                }
            }
            Pause.millis(10);
        }
        throw new AssertionError("no event " + name + " within " + seconds + " s; came: "
                + events.reversed().stream()
                        .filter(e -> !e.path("event").asText().equals("candidate"))
                        .limit(20)
                        .toList());
    }

    @Override
    public void close() {
        try {
            synchronized (commands) {
                commands.close();
            }
            if (!process.waitFor(15, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
