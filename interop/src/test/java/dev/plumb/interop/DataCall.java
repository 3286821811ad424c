package dev.plumb.interop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumb.io.loop.RtcLoop;
import dev.plumb.objects.Agent;
import dev.plumb.objects.RTCDataChannel;
import dev.plumb.objects.RTCDataChannelParameters;
import dev.plumb.objects.RTCDataChannelState;
import dev.plumb.objects.Registration;
import dev.plumb.signal.jsep.RTCConfiguration;
import dev.plumb.signal.jsep.RTCPeerConnection;
import dev.plumb.signal.jsep.RTCSessionDescription;
import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** One of our connections and one of a peer's, with data channels alone, over loopback. What comes on each channel is kept. */
final class DataCall implements AutoCloseable {
    private static final int OPEN_SECONDS = 20;
    private static final int MESSAGE_SECONDS = 30;

    private final DataPeer peer;
    private final RtcLoop loop = new RtcLoop();
    final LossyNetwork network = new LossyNetwork(new LoopbackNetwork(), 1);
    final Agent agent = Agent.create(loop, network, new SecureRandom());
    final RTCPeerConnection pc = RTCPeerConnection.create(agent, RTCConfiguration.DEFAULT.withIncludeLoopback(true));
    private final Map<String, RTCDataChannel> theirs = new ConcurrentHashMap<>();
    private final Map<RTCDataChannel, LinkedBlockingQueue<RTCDataChannel.Message>> came = new ConcurrentHashMap<>();

    private final Map<RTCDataChannel, Registration> kept = new ConcurrentHashMap<>();

    DataCall(DataPeer peer) {
        this.peer = peer;
        peer.forget();
        peer.tell(LinePeer.command("open"));
        peer.await("opened", OPEN_SECONDS, e -> true);
        pc.onDataChannel(channel -> {
            keep(channel);
            theirs.put(channel.label(), channel);
        });
    }

    /** Makes the connection, with a channel of each side's to begin with. */
    DataCall connected(boolean weOffer) throws Exception {
        RTCDataChannel first = create(RTCDataChannelParameters.of("echo first of ours"));
        if (weOffer) {
            pc.setLocalDescription().get(10, TimeUnit.SECONDS);
            peer.tell(LinePeer.command("answer").put("sdp", gathered()));
            String answer =
                    peer.await("answer", OPEN_SECONDS, e -> true).path("sdp").asText();
            pc.setRemoteDescription(RTCSessionDescription.answer(answer)).get(10, TimeUnit.SECONDS);
        } else {
            tellToCreate("echo first of theirs", LinePeer.command("create"));
            peer.tell(LinePeer.command("offer"));
            String offer =
                    peer.await("offer", OPEN_SECONDS, e -> true).path("sdp").asText();
            pc.setRemoteDescription(RTCSessionDescription.offer(offer)).get(10, TimeUnit.SECONDS);
            pc.setLocalDescription().get(10, TimeUnit.SECONDS);
            peer.tell(LinePeer.command("accept").put("sdp", gathered()));
            theirs("echo first of theirs");
        }
        open(first);
        return this;
    }

    private String gathered() throws Exception {
        return pc.gathered(5_000).get(10, TimeUnit.SECONDS).sdp();
    }

    private void keep(RTCDataChannel channel) {
        LinkedBlockingQueue<RTCDataChannel.Message> queue = new LinkedBlockingQueue<>();
        came.put(channel, queue);
        kept.put(channel, channel.onMessage(queue::add));
    }

    /** A channel of ours, not open yet. */
    RTCDataChannel create(RTCDataChannelParameters parameters) {
        return agent.call(() -> {
            RTCDataChannel channel = pc.createDataChannel(parameters);
            keep(channel);
            return channel;
        });
    }

    /** Keeps nothing more of what comes on a channel that is not open yet, but gives it to a listener. */
    void replaceListener(RTCDataChannel channel, Consumer<RTCDataChannel.Message> listener) {
        channel.onMessage(listener);
        kept.get(channel).close();
    }

    /** Waits until a channel of ours is open on both sides. */
    RTCDataChannel open(RTCDataChannel channel) {
        peer.await("open", OPEN_SECONDS, e -> e.path("label").asText().equals(channel.label()));
        Pause.until(channel.label() + " is open", OPEN_SECONDS, () -> channel.readyState() == RTCDataChannelState.OPEN);
        return channel;
    }

    /** A channel of ours, open on both sides. */
    RTCDataChannel opened(RTCDataChannelParameters parameters) {
        return open(create(parameters));
    }

    /** What the peer says of a channel that we have opened. */
    JsonNode announced(String label) {
        return peer.await("channel", OPEN_SECONDS, e -> e.path("label").asText().equals(label));
    }

    void tellToCreate(String label, ObjectNode options) {
        options.remove("do");
        ObjectNode command = LinePeer.command("create").put("label", label);
        command.set("options", options);
        peer.tell(command);
    }

    void tellToClose(String label) {
        peer.tell(LinePeer.command("close-channel").put("label", label));
    }

    void awaitClosed(String label) {
        peer.await("closed", OPEN_SECONDS, e -> e.path("label").asText().equals(label));
    }

    /** A channel that the peer has opened, once it is open there, too: a page of Chromium loses what comes before it has heard of that. */
    RTCDataChannel theirs(String label) {
        peer.await("open", OPEN_SECONDS, e -> e.path("label").asText().equals(label));
        return Pause.value(
                        "their " + label,
                        OPEN_SECONDS,
                        () -> java.util.Optional.ofNullable(theirs.get(label)),
                        java.util.Optional::isPresent)
                .orElseThrow();
    }

    /** The next message on a channel. */
    RTCDataChannel.Message next(RTCDataChannel channel) throws InterruptedException {
        return next(channel, MESSAGE_SECONDS);
    }

    RTCDataChannel.Message next(RTCDataChannel channel, int seconds) throws InterruptedException {
        RTCDataChannel.Message message = came.get(channel).poll(seconds, TimeUnit.SECONDS);
        if (message == null) {
            throw new AssertionError(
                    "within " + seconds + " s no message on " + channel.label() + ", which is " + channel.readyState());
        }
        return message;
    }

    /** Whether a message waits to be taken by {@link #next}. */
    boolean came(RTCDataChannel channel, RTCDataChannel.Message message) {
        return came.get(channel).contains(message);
    }

    /** How many messages wait to be taken by {@link #next}. */
    int waiting(RTCDataChannel channel) {
        return came.get(channel).size();
    }

    @Override
    public void close() {
        pc.close();
        agent.close();
        loop.close();
    }
}
