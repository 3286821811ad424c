package dev.plumb.server.web;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plumb.media.codec.MediaKind;
import dev.plumb.media.device.TestPattern;
import dev.plumb.media.device.TestPatternSource;
import dev.plumb.media.device.ToneSource;
import dev.plumb.objects.Agent;
import dev.plumb.objects.MediaStreamTrack;
import dev.plumb.objects.RTCDataChannel;
import dev.plumb.signal.jsep.RTCConfiguration;
import dev.plumb.signal.jsep.RTCIceCandidateInit;
import dev.plumb.signal.jsep.RTCPeerConnection;
import dev.plumb.signal.jsep.RTCSessionDescription;
import dev.plumb.testkit.ToneMeter;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** What the page does, done by an agent of ours. */
final class JavaPage implements AutoCloseable {
    static final double TONE_HZ = 700;

    final Agent agent = Agent.create();
    final RTCPeerConnection connection =
            RTCPeerConnection.create(agent, RTCConfiguration.DEFAULT.withIncludeLoopback(true));
    final SignallingClient signalling;
    final List<Integer> numbers = new CopyOnWriteArrayList<>();
    final List<RTCDataChannel.Message> messages = new CopyOnWriteArrayList<>();
    final ToneMeter tone = new ToneMeter(48_000);
    final RTCDataChannel channel;

    JavaPage(WebServer server, HttpClient http) throws Exception {
        signalling = new SignallingClient(server, http, this::heard);
        connection.addTrack(agent.audioTrack("tone", new ToneSource(TONE_HZ, 0.5)), "page");
        connection.addTrack(agent.videoTrack("pattern", new TestPatternSource(320, 180, 15)), "page");
        connection.onTrack(e -> watch(e.track()));
        channel = connection.createDataChannel("chat");
        channel.onMessage(messages::add);
        RTCSessionDescription offer = connection.createOffer().get(10, TimeUnit.SECONDS);
        // the offer goes first, the candidates after it
        signalling.send(Map.of("type", "offer", "sdp", offer.sdp()));
        connection.onIceCandidate(c -> c.ifPresent(this::trickle));
        connection.setLocalDescription(offer).get(10, TimeUnit.SECONDS);
    }

    private void watch(MediaStreamTrack track) {
        if (track.kind() == MediaKind.AUDIO) {
            track.onAudio(f -> {
                synchronized (tone) {
                    tone.add(f.samples(), f.channels());
                }
            });
        } else {
            track.onVideo(f -> TestPattern.numberIn(f).ifPresent(numbers::add));
        }
    }

    private void trickle(RTCIceCandidateInit c) {
        signalling.send(Map.of(
                "type",
                "candidate",
                "candidate",
                Map.of(
                        "candidate", c.candidate(),
                        "sdpMid", c.sdpMid(),
                        "sdpMLineIndex", c.sdpMLineIndex().orElse(0),
                        "usernameFragment", c.usernameFragment())));
    }

    /** Operations of a connection keep their order, so that candidates come after the answer. */
    private void heard(JsonNode message) {
        switch (message.path("type").asText()) {
            case "answer" ->
                connection
                        .setRemoteDescription(
                                RTCSessionDescription.answer(message.path("sdp").asText()))
                        .join();
            case "candidate" -> {
                JsonNode c = message.path("candidate");
                connection
                        .addIceCandidate(new RTCIceCandidateInit(
                                c.path("candidate").asText(),
                                c.path("sdpMid").asText(),
                                OptionalInt.of(c.path("sdpMLineIndex").asInt()),
                                c.path("usernameFragment").asText()))
                        .join();
            }
            default -> {}
        }
    }

    double toneShare() {
        synchronized (tone) {
            return tone.seconds() < 2 ? 0 : tone.shareAt(TONE_HZ);
        }
    }

    @Override
    public void close() {
        connection.close();
        agent.close();
        signalling.close();
    }
}
