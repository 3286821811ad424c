package dev.plumb.server.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** The signalling of a page, without the page. */
final class SignallingClient implements WebSocket.Listener, AutoCloseable {
    static final ObjectMapper JSON = new ObjectMapper();

    final List<JsonNode> received = new CopyOnWriteArrayList<>();
    private final Consumer<JsonNode> listener;
    private final StringBuilder partial = new StringBuilder();
    private final HttpClient http;
    private final WebSocket socket;
    private volatile boolean closed;

    SignallingClient(WebServer server, HttpClient http, Consumer<JsonNode> listener) {
        this.http = http;
        this.listener = listener;
        String scheme = server.uri().getScheme().equals("https") ? "wss" : "ws";
        URI uri = URI.create(scheme + "://" + server.uri().getAuthority() + "/call");
        this.socket = http.newWebSocketBuilder().buildAsync(uri, this).join();
    }

    @Override
    public synchronized CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            try {
                JsonNode message = JSON.readTree(partial.toString());
                partial.setLength(0);
                received.add(message);
                listener.accept(message);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        from.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int statusCode, String reason) {
        closed = true;
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        closed = true;
    }

    boolean isClosed() {
        return closed;
    }

    synchronized void send(Map<String, ?> message) {
        send(JSON.valueToTree(message).toString());
    }

    synchronized void send(String text) {
        socket.sendText(text, true).join();
    }

    Optional<JsonNode> first(String type) {
        return received.stream()
                .filter(m -> m.path("type").asText().equals(type))
                .findFirst();
    }

    JsonNode await(String type) {
        Await.until(type + " from the server", () -> first(type).isPresent());
        return first(type).orElseThrow();
    }

    /** Goes away without a word. */
    void vanish() {
        socket.abort();
    }

    @Override
    public void close() {
        socket.abort();
        http.close();
    }
}
