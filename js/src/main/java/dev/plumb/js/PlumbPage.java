package dev.plumb.js;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyArray;
import org.graalvm.polyglot.proxy.ProxyExecutable;
import org.graalvm.polyglot.proxy.ProxyObject;
import org.jspecify.annotations.Nullable;

/**
 * A context with a document, for scripts that were written for a page. The document is a tree that is never drawn;
 * media elements play streams as far as scripts can tell. Safe on any thread.
 *
 * <p>Its owner reads the page and decides the order in which scripts run: {@link #build}, then {@link #run} for each
 * script, {@link #interactive} and {@link #complete}.
 */
public final class PlumbPage implements AutoCloseable {
    private final PlumbScript script;

    private @Nullable FrameLoader frames;

    private PlumbPage(PlumbScript script) {
        this.script = script;
    }

    /** Creates a context with an empty document. */
    public static PlumbPage create(ScriptOptions options) {
        return new PlumbPage(PlumbScript.withPage(options));
    }

    /** Returns the location of the page. */
    public URI location() {
        return script.options().location().orElse(URI.create("about:blank"));
    }

    /** Returns the script context of the page. */
    public PlumbScript script() {
        return script;
    }

    /** Fills the frames of a page. */
    @FunctionalInterface
    public interface FrameLoader {
        /**
         * Reads the document of a frame and runs it in the frame's own context. Called on the loop.
         *
         * @param frame the frame at its position
         * @param srcdoc the document itself, where the frame brings it; else the document is at the frame's location
         * @return completes when it is there
         */
        CompletableFuture<Void> load(PlumbPage frame, Optional<String> srcdoc);
    }

    /** Sets the loader that fills the frames of this page. Without one they stay empty. */
    public CompletableFuture<Void> frames(FrameLoader loader) {
        frames = loader;
        ProxyExecutable open = script.binding().calls().function(this::openFrame);
        return onPage(page -> page.invokeMember("frames", open));
    }

    private Object openFrame(Value... a) {
        ScriptCalls calls = script.binding().calls();
        Optional<String> src = a[0].isNull() ? Optional.empty() : Optional.of(a[0].asString());
        Optional<String> srcdoc = a[1].isNull() ? Optional.empty() : Optional.of(a[1].asString());
        Value hooks = a[2];
        URI here = location();
        URI place = srcdoc.isPresent() || src.isEmpty() ? here : here.resolve(src.get());
        PlumbPage frame = new PlumbPage(script.child(script.options().withLocation(place), true));
        frame.frames = frames;
        Value inner = frame.script.binding().internal().getMember("page");
        ScriptCalls innerCalls = frame.script.binding().calls();
        ProxyExecutable toParent = innerCalls.function(m -> {
            deliver(calls, hooks.getMember("message"), m);
            return null;
        });
        innerCalls.task(() -> inner.invokeMember("embed", toParent));
        FrameLoader loader = frames;
        CompletableFuture<Void> loaded = loader == null || (src.isEmpty() && srcdoc.isEmpty())
                ? CompletableFuture.completedFuture(null)
                : loader.load(frame, srcdoc);
        CompletableFuture<Void> _ = loaded.whenComplete((_, _) -> calls.run(hooks.getMember("loaded")));
        ProxyExecutable post = calls.function(m -> {
            deliver(innerCalls, inner.getMember("deliver"), m);
            return null;
        });
        ProxyExecutable remove = calls.function(_ -> {
            innerCalls.close();
            calls.loop().execute(frame::close);
            return null;
        });
        return ProxyObject.fromMap(Map.of("post", post, "remove", remove));
    }

    /** Delivers a packed message to another context: its text, and the objects that it refers to. */
    private static void deliver(ScriptCalls to, Value function, Value... message) {
        String text = message[0].asString();
        List<Object> handles = new ArrayList<>();
        for (long i = 0; i < message[1].getArraySize(); i++) {
            handles.add(message[1].getArrayElement(i).asHostObject());
        }
        to.later(() -> to.run(function, text, ProxyArray.fromList(handles)));
    }

    /** Fills the document. */
    public CompletableFuture<Void> build(PageNode.Element root) {
        String tree = tree(root).toString();
        return onPage(page -> page.invokeMember("build", tree));
    }

    private static ArrayNode tree(PageNode.Element element) {
        ArrayNode node = JsonNodeFactory.instance.arrayNode();
        node.add(element.tag());
        var attributes = node.addObject();
        element.attributes().forEach(attributes::put);
        for (PageNode child : element.children()) {
            switch (child) {
                case PageNode.Element e -> node.add(tree(e));
                case PageNode.Text t -> node.add(t.data());
            }
        }
        return node;
    }

    /**
     * Runs a script of the page. Its exceptions are reported to the page.
     *
     * @param number the position of the script in the document, from 0; below 0 for none of its scripts
     */
    public CompletableFuture<Void> run(int number, Source source) {
        return onPage(page -> {
            page.invokeMember("begin", number);
            try {
                script.context().eval(source);
            } catch (PolyglotException e) {
                if (!e.isGuestException() || e.isCancelled() || e.isExit()) {
                    throw e;
                }
                Value thrown = e.getGuestObject();
                page.invokeMember("report", thrown == null ? String.valueOf(e.getMessage()) : thrown);
            }
            page.invokeMember("begin", -1);
        });
    }

    /** Reports that a script of the page could not be loaded. */
    public CompletableFuture<Void> failed(int number) {
        return onPage(page -> page.invokeMember("failed", number));
    }

    /** Fires {@code DOMContentLoaded}, once the document is parsed. */
    public CompletableFuture<Void> interactive() {
        return onPage(page -> page.invokeMember("state", "interactive"));
    }

    /** Fires {@code load}, once everything is loaded. */
    public CompletableFuture<Void> complete() {
        return onPage(page -> page.invokeMember("state", "complete"));
    }

    /** Adds a global function of one text argument for scripts. The function is called on the loop. */
    public CompletableFuture<Void> function(String name, Consumer<String> body) {
        ProxyExecutable function = script.binding().calls().function(a -> {
            body.accept(a[0].asString());
            return null;
        });
        return onPage(page -> page.invokeMember("expose", name, function));
    }

    private CompletableFuture<Void> onPage(Consumer<Value> body) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        script.loop().execute(() -> {
            try {
                script.binding().calls().task(() -> {
                    body.accept(script.binding().internal().getMember("page"));
                    return true;
                });
                done.complete(null);
            } catch (PolyglotException e) {
                done.completeExceptionally(e);
            }
        });
        return done;
    }

    @Override
    public void close() {
        script.close();
    }
}
