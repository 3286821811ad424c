package dev.plumb.interop;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** One side of a call between two that run the same script: it is told what to do, and tells what happens. */
interface Side extends AutoCloseable {
    /** Evaluates an expression; nothing waits for its value. */
    void evaluate(String expression);

    /** Listens for an event, those that have come included. */
    void onEvent(String name, Consumer<JsonNode> listener);

    /** Waits for an event, which may have come already. */
    JsonNode await(String name, Predicate<JsonNode> which, int seconds);

    /** Calls one of the driver's methods. */
    default void call(String method, Object... arguments) {
        StringBuilder list = new StringBuilder();
        for (Object one : arguments) {
            list.append(list.isEmpty() ? "" : ", ")
                    .append(Browser.JSON.<JsonNode>valueToTree(one).toString());
        }
        evaluate("side." + method + "(" + list + ")");
    }

    @Override
    void close();

    /** A page of a browser. */
    static Side of(Browser browser) {
        return new Side() {
            @Override
            public void evaluate(String expression) {
                browser.evaluate(expression);
            }

            @Override
            public void onEvent(String name, Consumer<JsonNode> listener) {
                browser.onEvent(name, listener);
            }

            @Override
            public JsonNode await(String name, Predicate<JsonNode> which, int seconds) {
                return browser.await(name, which, seconds);
            }

            @Override
            public void close() {
                browser.close();
            }
        };
    }
}
