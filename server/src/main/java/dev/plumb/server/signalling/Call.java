package dev.plumb.server.signalling;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumb.base.loop.Loop;
import dev.plumb.objects.Agent;
import dev.plumb.objects.RTCException;
import dev.plumb.signal.jsep.RTCConfiguration;
import dev.plumb.signal.jsep.RTCIceCandidateInit;
import dev.plumb.signal.jsep.RTCPeerConnection;
import dev.plumb.signal.jsep.RTCPeerConnectionState;
import dev.plumb.signal.jsep.RTCSessionDescription;
import dev.plumb.signal.jsep.SdpException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The call of one page: it answers its offer, trickles both ways, sends its media back, and reports figures each
 * second. It lives on the agent's loop; {@link #receive} and {@link #end} may be called from any thread.
 */
final class Call {
    private static final System.Logger LOG = System.getLogger("dev.plumb.server");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long SECOND_NANOS = 1_000_000_000L;
    private static final long SETUP_NANOS = 30 * SECOND_NANOS;
    private static final long SILENT_NANOS = 10 * SECOND_NANOS;
    private static final int MOST_SECTIONS = 8;

    private final Agent agent;
    private final SignallingChannel channel;
    private final Consumer<Call> whenEnded;
    private final RTCPeerConnection connection;
    private final Echo echo;
    private final AgentFigures figures = new AgentFigures();
    private final List<ObjectNode> candidatesBeforeAnswer = new ArrayList<>();
    private final Loop.Timer setupDeadline;
    private final Loop.Timer silenceDeadline;
    private final String address;
    private Loop.@Nullable Timer nextReport;
    private boolean isAnswered;
    private boolean hasEnded;

    /** Creates a call. Called on the agent's loop. */
    Call(
            Agent agent,
            RTCConfiguration configuration,
            SignallingChannel channel,
            String address,
            Consumer<Call> whenEnded) {
        this.address = address;
        this.agent = agent;
        this.channel = channel;
        this.whenEnded = whenEnded;
        this.connection = RTCPeerConnection.create(agent, configuration);
        this.echo = new Echo(agent, connection);
        connection.onIceCandidate(c -> c.ifPresent(this::trickle));
        connection.onConnectionStateChange(this::stateChanged);
        this.silenceDeadline = agent.loop().schedule(agent.loop().nowNanos() + SILENT_NANOS, this::silent);
        this.setupDeadline = agent.loop().schedule(agent.loop().nowNanos() + SETUP_NANOS, this::tooLate);
    }

    /** Returns the number of the page's data channels and tracks that are sent back. */
    int echoed() {
        return echo.count();
    }

    /** Returns the address of the caller. */
    String address() {
        return address;
    }

    /** Returns whether the call is not connected, in which case the caller may not exist. */
    boolean isSilent() {
        return connection.connectionState() != RTCPeerConnectionState.CONNECTED;
    }

    /** Receives a message of the page's. Returns after it is handled, so that a page cannot have many waiting. */
    void receive(String text) {
        JsonNode message;
        try {
            message = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            error("this is not JSON: " + e.getOriginalMessage(), OptionalInt.empty());
            return;
        }
        onLoop(() -> handle(message));
    }

    /** Ends it: frees the connection and closes the channel. Ending twice does nothing. */
    void end(String reason) {
        onLoop(() -> endNow(reason));
    }

    private void onLoop(Runnable body) {
        try {
            agent.run(body);
        } catch (RTCException e) {
            // the server has closed in between, and this call with it
            LOG.log(Level.DEBUG, "a message came after the end", e);
        }
    }

    // ---- what the page says -----------------------------------------------------------------------------------------

    private void handle(JsonNode message) {
        if (hasEnded) {
            return;
        }
        switch (message.path("type").asText()) {
            case "offer" -> offered(message.path("sdp").asText());
            case "candidate" -> candidate(message.path("candidate"));
            case "bye" -> endNow("the page has hung up");
            default -> error("expected a message of type offer, candidate or bye", OptionalInt.empty());
        }
    }

    private void offered(String sdp) {
        if (sdp.lines().filter(l -> l.startsWith("m=")).count() > MOST_SECTIONS) {
            error("an offer has " + MOST_SECTIONS + " sections at the most here", OptionalInt.empty());
            return;
        }
        connection
                .setRemoteDescription(RTCSessionDescription.offer(sdp))
                .thenCompose(offer -> connection.setLocalDescription())
                .thenAccept(this::answer)
                .exceptionally(this::refused);
    }

    private void answer(RTCSessionDescription answer) {
        channel.send(message("answer").put("sdp", answer.sdp()));
        isAnswered = true;
        silenceDeadline.cancel();
        candidatesBeforeAnswer.forEach(channel::send);
        candidatesBeforeAnswer.clear();
        if (nextReport == null) {
            scheduleReport(agent.loop().nowNanos() + SECOND_NANOS);
        }
    }

    private void candidate(JsonNode c) {
        connection
                .addIceCandidate(new RTCIceCandidateInit(
                        c.path("candidate").asText(),
                        c.path("sdpMid").asText(""),
                        c.path("sdpMLineIndex").isInt()
                                ? OptionalInt.of(c.path("sdpMLineIndex").asInt())
                                : OptionalInt.empty(),
                        c.path("usernameFragment").asText("")))
                .exceptionally(failure -> {
                    refused(failure);
                    return null;
                });
    }

    private @Nullable Void refused(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        String why = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        OptionalInt line = cause instanceof SdpException e && e.sdpLineNumber() > 0
                ? OptionalInt.of(e.sdpLineNumber())
                : OptionalInt.empty();
        LOG.log(Level.DEBUG, "refused", cause);
        error(why, line);
        return null;
    }

    // ---- what is said to the page -----------------------------------------------------------------------------------

    private void trickle(RTCIceCandidateInit c) {
        ObjectNode message = message("candidate");
        ObjectNode candidate = message.putObject("candidate");
        candidate.put("candidate", c.candidate()).put("sdpMid", c.sdpMid());
        c.sdpMLineIndex().ifPresent(i -> candidate.put("sdpMLineIndex", i));
        candidate.put("usernameFragment", c.usernameFragment());
        if (isAnswered) {
            channel.send(message);
        } else {
            candidatesBeforeAnswer.add(message);
        }
    }

    private void stateChanged(RTCPeerConnectionState state) {
        channel.send(message("state").put("value", state.spec()));
        switch (state) {
            case CONNECTED -> setupDeadline.cancel();
            case FAILED -> endNow("the connection has failed: no packet gets through, or the page is gone");
            case CLOSED -> endNow("the page has closed the connection");
            case NEW, CONNECTING, DISCONNECTED -> {}
        }
    }

    private void silent() {
        endNow("no offer within " + SILENT_NANOS / SECOND_NANOS + " s");
    }

    private void tooLate() {
        if (!hasEnded && connection.connectionState() != RTCPeerConnectionState.CONNECTED) {
            endNow("no connection within " + SETUP_NANOS / SECOND_NANOS + " s");
        }
    }

    private void scheduleReport(long atNanos) {
        nextReport = agent.loop().schedule(atNanos, () -> {
            connection
                    .getStats()
                    .thenAccept(report -> {
                        ObjectNode message = message("figures");
                        figures.put(message.putObject("figures"), report);
                        channel.send(message);
                    })
                    .exceptionally(failure -> {
                        LOG.log(Level.DEBUG, "no statistics", failure);
                        return null;
                    });
            scheduleReport(atNanos + SECOND_NANOS);
        });
    }

    private void error(String why, OptionalInt line) {
        ObjectNode message = message("error").put("message", why);
        line.ifPresent(n -> message.put("line", n));
        channel.send(message);
    }

    static ObjectNode message(String type) {
        return JSON.createObjectNode().put("type", type);
    }

    private void endNow(String reason) {
        if (hasEnded) {
            return;
        }
        hasEnded = true;
        setupDeadline.cancel();
        silenceDeadline.cancel();
        if (nextReport != null) {
            nextReport.cancel();
        }
        echo.close();
        connection.close();
        channel.send(message("bye").put("reason", reason));
        channel.close(reason);
        whenEnded.accept(this);
    }
}
