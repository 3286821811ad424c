package dev.plumb.server.signalling;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumb.objects.RTCException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.api.StatusCode;
import org.jspecify.annotations.Nullable;

/** The WebSocket of one call, which ends with it. */
public final class CallSocket extends Session.Listener.AbstractAutoDemanding {
    private static final System.Logger LOG = System.getLogger("dev.plumb.server");
    private static final int LONGEST_REASON = 100;

    private final Calls calls;
    private volatile @Nullable Call call;

    CallSocket(Calls calls) {
        this.calls = calls;
    }

    @Override
    public void onWebSocketOpen(Session session) {
        super.onWebSocketOpen(session);
        SignallingChannel channel = new SessionChannel(session);
        try {
            Optional<Call> begun = calls.begin(channel, addressOf(session));
            begun.ifPresentOrElse(c -> call = c, () -> {
                channel.send(Call.message("error").put("message", "all lines are busy; try again later"));
                channel.close("all lines are busy");
            });
        } catch (RTCException e) {
            LOG.log(Level.DEBUG, "a call came after the end", e);
            channel.close("the server is closing");
        }
    }

    private static String addressOf(Session session) {
        return session.getRemoteSocketAddress() instanceof InetSocketAddress remote
                ? remote.getAddress().getHostAddress()
                : "";
    }

    @Override
    public void onWebSocketText(String message) {
        Call current = call;
        if (current != null) {
            current.receive(message);
        }
    }

    @Override
    public void onWebSocketBinary(ByteBuffer payload, Callback callback) {
        callback.succeed();
        end("messages are text here");
    }

    @Override
    public void onWebSocketError(Throwable cause) {
        LOG.log(Level.DEBUG, "the WebSocket has failed", cause);
        end("the WebSocket has failed");
    }

    @Override
    public void onWebSocketClose(int statusCode, String reason, Callback callback) {
        end("the WebSocket is closed");
        callback.succeed();
    }

    private void end(String reason) {
        Call current = call;
        if (current != null) {
            current.end(reason);
        }
    }

    /** Messages are queued by the session, whose limit closes it where the page does not read them. */
    private record SessionChannel(Session session) implements SignallingChannel {
        @Override
        public void send(ObjectNode message) {
            if (session.isOpen()) {
                session.sendText(message.toString(), Callback.from(() -> {}, e -> session.disconnect()));
            }
        }

        @Override
        public void close(String reason) {
            byte[] utf8 = reason.getBytes(StandardCharsets.UTF_8);
            String fitting = utf8.length <= LONGEST_REASON ? reason : "";
            session.close(StatusCode.NORMAL, fitting, Callback.NOOP);
        }
    }
}
