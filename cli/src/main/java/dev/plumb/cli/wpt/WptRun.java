package dev.plumb.cli.wpt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumb.cli.wpt.WptFile.WptScript;
import dev.plumb.js.PlumbPage;
import dev.plumb.js.ScriptConsole;
import dev.plumb.js.ScriptOptions;
import dev.plumb.media.device.FakeDevices;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.graalvm.polyglot.Source;
import org.jspecify.annotations.Nullable;

/** A run of files of the suite, each in a context of its own. */
final class WptRun {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int NORMAL_SECONDS = 10;
    private static final int LONG_SECONDS = 60;

    /** The time after the harness's own timeout until a file is given up, its context included, in seconds. */
    private static final int GRACE_SECONDS = 20;

    private static final int CLOSE_SECONDS = 20;

    private final WptSite site;
    private final ScriptConsole console;
    /** A cache, so that files which many tests share are read once. */
    private final Map<URI, Source> sources = new ConcurrentHashMap<>();

    WptRun(WptSite site, ScriptConsole console) {
        this.site = site;
        this.console = console;
    }

    /** The result of one file. */
    private static final class Report {
        final CompletableFuture<ObjectNode> done = new CompletableFuture<>();
        final ArrayNode soFar = JSON.createArrayNode();

        synchronized void told(String line) {
            try {
                JsonNode message = JSON.readTree(line);
                if (message.has("test")) {
                    soFar.add(message.get("test"));
                } else {
                    done.complete((ObjectNode) message);
                }
            } catch (IOException e) {
                done.completeExceptionally(e);
            }
        }

        synchronized ArrayNode copied() {
            return soFar.deepCopy();
        }
    }

    /** Runs one; whatever it does, there is a line for it. */
    ObjectNode run(String path) {
        Report report = new Report();
        ObjectNode result;
        try {
            WptFile file = WptFile.read(site, path);
            int seconds = (file.isLong() ? LONG_SECONDS : NORMAL_SECONDS) + GRACE_SECONDS;
            result = run(file, report, seconds);
        } catch (IOException e) {
            result = ended(report, "ERROR", e.toString());
        }
        ObjectNode line = JSON.createObjectNode().put("file", path);
        line.set("status", result.get("status"));
        line.set("tests", result.get("tests"));
        if (result.path("message").isTextual()) {
            line.set("message", result.get("message"));
        }
        return line;
    }

    private ObjectNode run(WptFile file, Report report, int seconds) {
        ScriptOptions options = ScriptOptions.NONE
                .withReadableRoot(site.root())
                .withLocation(file.uri())
                .withConsole(console);
        PlumbPage page = PlumbPage.create(options);
        addDevices(page);
        try {
            load(page, file, report);
            return report.done.get(seconds, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            return ended(report, "TIMEOUT", "the file did not end by itself");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ended(report, "ERROR", "interrupted");
        } catch (ExecutionException e) {
            return ended(report, "ERROR", String.valueOf(e.getCause()));
        } finally {
            close(page);
        }
    }

    /** Asks for all that the page does, in its order; none of it is waited for here. */
    private void load(PlumbPage page, WptFile file, Report report) {
        CompletableFuture<Void> loaded = page.function("plumbReport", report::told)
                .thenCompose(_ -> page.frames(this::loadFrame))
                .thenCompose(_ -> load(page, file));
        loaded.exceptionally(failure -> {
            report.done.completeExceptionally(failure);
            return null;
        });
    }

    private CompletableFuture<Void> load(PlumbPage page, WptFile file) {
        return page.build(file.root())
                .thenCompose(_ -> runAll(page, file, false))
                .thenCompose(_ -> runAll(page, file, true))
                .thenCompose(_ -> page.interactive())
                .thenCompose(_ -> page.complete());
    }

    private CompletableFuture<Void> loadFrame(PlumbPage frame, Optional<String> srcdoc) {
        addDevices(frame);
        URI place = frame.location();
        try {
            String html = srcdoc.isPresent() ? srcdoc.get() : site.text(place);
            return load(frame, WptFile.parsed(place, html));
        } catch (IOException e) {
            console.print("warn", "no frame " + place + ": " + e);
            return CompletableFuture.completedFuture(null);
        }
    }

    private static void addDevices(PlumbPage page) {
        page.script().agent().mediaDevices().add(FakeDevices.microphone());
        page.script().agent().mediaDevices().add(FakeDevices.camera());
    }

    private CompletableFuture<Void> runAll(PlumbPage page, WptFile file, boolean modules) {
        CompletableFuture<Void> last = CompletableFuture.completedFuture(null);
        for (int i = 0; i < file.scripts().size(); i++) {
            WptScript script = file.scripts().get(i);
            if (script.runs() && script.isModule() == modules) {
                int number = i;
                Source source = source(file, script, i);
                last = last.thenCompose(_ -> source == null ? page.failed(number) : page.run(number, source));
            }
        }
        return last;
    }

    private @Nullable Source source(WptFile file, WptScript script, int number) {
        if (script.src().isEmpty()) {
            URI uri = URI.create(file.uri() + "#script-" + number);
            return source(uri, script.text(), script.isModule());
        }
        URI uri = file.uri().resolve(script.src());
        Source known = sources.get(uri);
        if (known != null) {
            return known;
        }
        try {
            Source read = source(uri, site.text(uri), script.isModule());
            sources.put(uri, read);
            return read;
        } catch (IOException e) {
            console.print("warn", "no script " + uri + ": " + e);
            return null;
        }
    }

    private static Source source(URI uri, String text, boolean isModule) {
        Source.Builder source = Source.newBuilder("js", text, uri.toString());
        if (isModule) {
            source.mimeType("application/javascript+module");
        }
        return source.buildLiteral();
    }

    private static ObjectNode ended(Report report, String status, String message) {
        ObjectNode result = JSON.createObjectNode().put("status", status).put("message", message);
        result.set("tests", report.copied());
        return result;
    }

    /** Ends the context; one that does not let go is left behind. */
    private static void close(PlumbPage page) {
        Thread closing = Thread.ofPlatform().daemon().name("plumb-wpt-close").start(page::close);
        try {
            closing.join(TimeUnit.SECONDS.toMillis(CLOSE_SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
