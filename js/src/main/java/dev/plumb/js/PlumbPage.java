package dev.plumb.js;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyExecutable;

/**
 * A context with a document: for scripts that were written for a page. The document is a tree that is never drawn; media elements play
 * streams as far as scripts can tell. Safe on any thread.
 *
 * <p>Its owner reads the page and says what runs when: {@link #build}, then {@link #run} for each script, {@link #interactive} and
 * {@link #complete}.
 */
public final class PlumbPage implements AutoCloseable {
    private final PlumbScript script;

    private PlumbPage(ScriptOptions options) {
        script = PlumbScript.withPage(options);
    }

    /** A context with an empty document. */
    public static PlumbPage create(ScriptOptions options) {
        return new PlumbPage(options);
    }

    /** The context. */
    public PlumbScript script() {
        return script;
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
     * Runs a script of the page. What it throws is reported to the page.
     *
     * @param number which of the document's scripts it is, from 0; below 0 for none of them
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

    /** A script of the page could not be had. */
    public CompletableFuture<Void> failed(int number) {
        return onPage(page -> page.invokeMember("failed", number));
    }

    /** The document is there: {@code DOMContentLoaded}. */
    public CompletableFuture<Void> interactive() {
        return onPage(page -> page.invokeMember("state", "interactive"));
    }

    /** All is there: {@code load}. */
    public CompletableFuture<Void> complete() {
        return onPage(page -> page.invokeMember("state", "complete"));
    }

    /** Gives scripts a global function that takes a text; called on the loop. */
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
