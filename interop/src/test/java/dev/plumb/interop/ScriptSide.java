package dev.plumb.interop;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.plumb.js.PageNode;
import dev.plumb.js.PlumbPage;
import dev.plumb.js.ScriptAddresses;
import dev.plumb.js.ScriptOptions;
import dev.plumb.media.device.FakeDevices;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.graalvm.polyglot.Source;

/** A side of a call that runs on our objects: a page with fake devices. */
final class ScriptSide implements Side {
    private static final PageNode.Element EMPTY = new PageNode.Element(
            "html",
            Map.of(),
            List.of(
                    new PageNode.Element("head", Map.of(), List.of()),
                    new PageNode.Element("body", Map.of(), List.of())));

    private final PlumbPage page;
    private final List<JsonNode> events = new CopyOnWriteArrayList<>();
    private final List<Consumer<JsonNode>> listeners = new CopyOnWriteArrayList<>();

    ScriptSide() {
        ScriptOptions options = ScriptOptions.NONE
                .withAllowNetwork(true)
                .withReachable(ScriptAddresses.ANY)
                .withLocation(URI.create("http://127.0.0.1/"))
                .withConsole((level, text) -> System.err.println("[script] " + level + ": " + text));
        page = PlumbPage.create(options);
        page.script().agent().mediaDevices().add(FakeDevices.microphone());
        page.script().agent().mediaDevices().add(FakeDevices.camera());
        page.build(EMPTY).join();
        page.function("plumbTell", this::told).join();
        evaluate("globalThis.emit = (event, fields) => plumbTell(JSON.stringify({ event, ...fields }))");
    }

    private void told(String line) {
        try {
            JsonNode event = Browser.JSON.readTree(line);
            events.add(event);
            listeners.forEach(l -> l.accept(event));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void evaluate(String expression) {
        page.run(-1, Source.newBuilder("js", expression, "driver.js").buildLiteral())
                .join();
    }

    @Override
    public void onEvent(String name, Consumer<JsonNode> listener) {
        listeners.add(e -> {
            if (e.path("event").asText().equals(name)) {
                listener.accept(e);
            }
        });
        events.stream().filter(e -> e.path("event").asText().equals(name)).forEach(listener);
    }

    @Override
    public JsonNode await(String name, Predicate<JsonNode> which, int seconds) {
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        while (System.nanoTime() < end) {
            for (JsonNode e : events) {
                if (e.path("event").asText().equals(name) && which.test(e)) {
                    return e;
                }
            }
            Pause.millis(10);
        }
        throw new AssertionError("no event " + name + " within " + seconds + " s; came: "
                + events.reversed().stream().limit(20).toList());
    }

    @Override
    public void close() {
        page.close();
    }
}
