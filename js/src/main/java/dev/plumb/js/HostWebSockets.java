package dev.plumb.js;

import java.io.UncheckedIOException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
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
    private @Nullable ExecutorService workers;

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
        if (client == null || workers == null) {
            workers = Executors.newVirtualThreadPerTaskExecutor();
            client = HttpClient.newBuilder().executor(workers).build();
        }
        WebSocket.Builder builder = client.newWebSocketBuilder().connectTimeout(CONNECT_TIMEOUT);
        options.location()
                .filter(l -> String.valueOf(l.getScheme()).startsWith("http"))
                .ifPresent(l -> builder.header("Origin", l.getScheme() + "://" + l.getAuthority()));
        if (!protocols.isEmpty()) {
            builder.subprotocols(
                    protocols.getFirst(), protocols.subList(1, protocols.size()).toArray(String[]::new));
        }
        socket.connect(builder, url, () -> requireAddress(url), workers);
        return socket.functions();
    }

    private void requireAddress(URI url) {
        try {
            ScriptAddresses.require(String.valueOf(url.getHost()), options.reachable());
        } catch (UnknownHostException e) {
            throw new UncheckedIOException("there is no host " + url.getHost(), e);
        }
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
        if (workers != null) {
            workers.shutdownNow();
        }
    }
}
