package dev.plumb.js;

import java.io.ByteArrayOutputStream;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyExecutable;
import org.graalvm.polyglot.proxy.ProxyObject;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket: the JDK's client, whose threads never enter the context. The next message is asked for when the script
 * has had the last one, so that a fast server waits.
 */
final class HostWebSocket implements WebSocket.Listener {
    private static final System.Logger LOG = System.getLogger("dev.plumb.js");
    private static final int LONGEST_MESSAGE = 64 << 20;
    private static final int NO_STATUS = 1005;
    private static final int ABNORMAL = 1006;
    private static final int TOO_BIG = 1009;
    private static final int CLOSE_SECONDS = 10;

    private final ScriptCalls calls;
    private final Marshal marshal;
    private final Value script;
    private final Consumer<HostWebSocket> ended;
    // of the client's thread
    private final StringBuilder text = new StringBuilder();
    private final ByteArrayOutputStream binary = new ByteArrayOutputStream();
    // of the loop
    private CompletableFuture<WebSocket> connecting = new CompletableFuture<>();
    private CompletableFuture<?> sending = CompletableFuture.completedFuture(null);
    private boolean hasEnded;
    private boolean hasClosed;

    /**
     * @param script functions {@code opened(protocol)}, {@code text(text)}, {@code binary(buffer)},
     *     {@code sent(bytes)}, {@code closing()}, {@code closed(code, reason, wasClean, isError)}
     */
    HostWebSocket(ScriptCalls calls, Marshal marshal, Value script, Consumer<HostWebSocket> ended) {
        this.calls = calls;
        this.marshal = marshal;
        this.script = script;
        this.ended = ended;
    }

    ProxyObject functions() {
        ProxyExecutable sendText = calls.function(a -> sendText(a[0].asString()));
        ProxyExecutable sendBinary = calls.function(a -> sendBinary(Marshal.bytes(a[0])));
        ProxyExecutable close = calls.function(a -> close(a[0].asInt(), a[1].asString()));
        return ProxyObject.fromMap(Map.of("sendText", sendText, "sendBinary", sendBinary, "close", close));
    }

    void refused(String why) {
        LOG.log(Level.DEBUG, why);
        calls.later(() -> end(ABNORMAL, "", false, true));
    }

    /**
     * Connects to a server whose addresses may be reached.
     *
     * @param check throws where an address may not be reached; called off the loop, before connecting and after
     */
    void connect(WebSocket.Builder builder, URI url, Runnable check, Executor executor) {
        connecting = CompletableFuture.runAsync(check, executor)
                .thenCompose(_ -> builder.buildAsync(url, new Checked(check)))
                .whenComplete((_, failure) -> {
                    if (failure != null) {
                        refused("no WebSocket with " + url + ": " + failure);
                    }
                });
    }

    /** A listener that checks the server's addresses again before it passes on anything from the server. */
    private final class Checked implements WebSocket.Listener {
        private final Runnable check;

        Checked(Runnable check) {
            this.check = check;
        }

        @Override
        public void onOpen(WebSocket socket) {
            try {
                check.run();
            } catch (RuntimeException e) {
                socket.abort();
                refused(String.valueOf(e.getMessage()));
                return;
            }
            HostWebSocket.this.onOpen(socket);
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
            return HostWebSocket.this.onText(socket, part, last);
        }

        @Override
        public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer part, boolean last) {
            return HostWebSocket.this.onBinary(socket, part, last);
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            return HostWebSocket.this.onClose(socket, code, reason);
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            HostWebSocket.this.onError(socket, error);
        }
    }

    @Override
    public void onOpen(WebSocket socket) {
        String protocol = socket.getSubprotocol();
        calls.later(() -> {
            if (hasEnded) {
                socket.abort();
                return;
            }
            tell("opened", protocol);
            socket.request(1);
        });
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
        if (text.length() + part.length() > LONGEST_MESSAGE) {
            tooBig(socket);
            return null;
        }
        text.append(part);
        if (last) {
            String whole = text.toString();
            text.setLength(0);
            deliver(socket, "text", () -> whole);
        } else {
            socket.request(1);
        }
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer part, boolean last) {
        if (binary.size() + part.remaining() > LONGEST_MESSAGE) {
            tooBig(socket);
            return null;
        }
        byte[] bytes = new byte[part.remaining()];
        part.get(bytes);
        binary.writeBytes(bytes);
        if (last) {
            byte[] whole = binary.toByteArray();
            binary.reset();
            deliver(socket, "binary", () -> marshal.buffer(whole));
        } else {
            socket.request(1);
        }
        return null;
    }

    private void tooBig(WebSocket socket) {
        LOG.log(Level.DEBUG, "a message of more than " + LONGEST_MESSAGE);
        socket.abort();
        calls.later(() -> end(TOO_BIG, "", false, true));
    }

    private void deliver(WebSocket socket, String function, Supplier<Object> value) {
        calls.later(() -> {
            tell(function, value.get());
            socket.request(1);
        });
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
        calls.later(() -> {
            tell("closing");
            end(code, reason, true, false);
        });
        return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
        LOG.log(Level.DEBUG, "a WebSocket failed", error);
        calls.later(() -> end(ABNORMAL, "", false, true));
    }

    private boolean sendText(String message) {
        int bytes = message.getBytes(StandardCharsets.UTF_8).length;
        send(bytes, socket -> socket.sendText(message, true));
        return true;
    }

    private boolean sendBinary(byte[] message) {
        send(message.length, socket -> socket.sendBinary(ByteBuffer.wrap(message), true));
        return true;
    }

    /** A message that is sent after those before it. */
    private interface Sending {
        CompletableFuture<WebSocket> on(WebSocket socket);
    }

    private void send(int bytes, Sending one) {
        sending = sending.thenCompose(_ -> connecting).thenCompose(one::on).whenComplete((_, failure) -> {
            if (failure == null) {
                calls.later(() -> tell("sent", bytes));
            }
        });
    }

    private boolean close(int code, String reason) {
        if (hasClosed || hasEnded) {
            return false;
        }
        hasClosed = true;
        if (!connecting.isDone()) {
            connecting.cancel(true);
            calls.later(() -> end(ABNORMAL, "", false, true));
            return true;
        }
        sending = sending.thenCompose(_ -> connecting)
                .thenCompose(socket -> socket.sendClose(code == NO_STATUS ? WebSocket.NORMAL_CLOSURE : code, reason));
        // a server that does not answer is not waited for
        calls.loop().schedule(calls.loop().nowNanos() + TimeUnit.SECONDS.toNanos(CLOSE_SECONDS), () -> {
            if (!hasEnded) {
                abort();
                end(ABNORMAL, "", false, false);
            }
        });
        return true;
    }

    /** Drops the connection without an event. */
    void abort() {
        if (connecting.isDone() && !connecting.isCompletedExceptionally()) {
            connecting.join().abort();
        } else {
            connecting.cancel(true);
        }
    }

    private void end(int code, String reason, boolean wasClean, boolean isError) {
        if (!hasEnded) {
            hasEnded = true;
            ended.accept(this);
            tell("closed", code, reason, wasClean, isError);
        }
    }

    private void tell(String function, @Nullable Object... arguments) {
        calls.run(script.getMember(function), arguments);
    }
}
