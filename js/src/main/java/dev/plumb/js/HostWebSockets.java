package dev.plumb.js;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/** The WebSockets of a context. Used on the loop. */
final class HostWebSockets implements AutoCloseable {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(30);

    private final ScriptCalls calls;
    private final Marshal marshal;
    private final ScriptOptions options;
    private final Set<HostWebSocket> open = new HashSet<>();
    private @Nullable HttpClient client;

    HostWebSockets(ScriptCalls calls, Marshal marshal, ScriptOptions options) {
        this.calls = calls;
        this.marshal = marshal;
        this.options = options;
    }

    /**
     * Opens one.
     *
     * @param a url, list of protocols, and an object with functions for what happens
     * @return an object with functions to send and to close
     */
    Object open(Value... a) {
        URI url = URI.create(a[0].asString());
        List<String> protocols = new ArrayList<>();
        for (long i = 0; i < a[1].getArraySize(); i++) {
            protocols.add(a[1].getArrayElement(i).asString());
        }
        HostWebSocket socket = new HostWebSocket(calls, marshal, a[2], open::remove);
        open.add(socket);
        if (!options.allowNetwork()) {
            socket.refused("the script may reach no servers: " + url);
            return socket.functions();
        }
        if (client == null) {
            client = HttpClient.newHttpClient();
        }
        WebSocket.Builder builder = client.newWebSocketBuilder().connectTimeout(CONNECT_TIMEOUT);
        options.location()
                .filter(l -> String.valueOf(l.getScheme()).startsWith("http"))
                .ifPresent(l -> builder.header("Origin", l.getScheme() + "://" + l.getAuthority()));
        if (!protocols.isEmpty()) {
            builder.subprotocols(
                    protocols.getFirst(), protocols.subList(1, protocols.size()).toArray(String[]::new));
        }
        socket.connect(builder, url);
        return socket.functions();
    }

    boolean isWaiting() {
        return !open.isEmpty();
    }

    @Override
    public void close() {
        List.copyOf(open).forEach(HostWebSocket::abort);
        open.clear();
        if (client != null) {
            client.shutdownNow();
        }
    }
}
