package dev.plumb.interop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumb.io.loop.RtcLoop;
import dev.plumb.objects.Agent;
import dev.plumb.signal.jsep.RTCConfiguration;
import dev.plumb.signal.jsep.RTCIceCandidateInit;
import dev.plumb.signal.jsep.RTCPeerConnection;
import dev.plumb.signal.jsep.RTCSessionDescription;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/** A page's RTCPeerConnection and one of ours, with signalling between them that trickles both ways, over loopback. */
final class BrowserCall implements AutoCloseable {
    final Browser browser;
    final RtcLoop loop = new RtcLoop();
    final Agent agent = Agent.create(loop, new LoopbackNetwork(), new SecureRandom());
    final RTCPeerConnection pc = RTCPeerConnection.create(agent, RTCConfiguration.DEFAULT);
    private final List<RTCIceCandidateInit> waitingForUs = new ArrayList<>();
    private final List<RTCIceCandidateInit> waitingForThem = new ArrayList<>();
    private boolean weAreReady;
    private boolean theyAreReady;
    int candidatesToUs;
    int candidatesToThem;

    BrowserCall(Browser browser, boolean audio, boolean video, boolean data) {
        this.browser = browser;
        ObjectNode wanted = Browser.JSON.createObjectNode();
        browser.call("create", wanted.put("audio", audio).put("video", video).put("data", data));
        browser.onEvent("candidate", this::theirs);
        pc.onIceCandidate(c -> c.ifPresent(this::ours));
    }

    private synchronized void theirs(JsonNode event) {
        JsonNode c = event.get("candidate");
        RTCIceCandidateInit init = new RTCIceCandidateInit(
                c.path("candidate").asText(),
                c.path("sdpMid").asText(),
                OptionalInt.of(c.path("sdpMLineIndex").asInt()),
                c.path("usernameFragment").asText());
        if (weAreReady) {
            toUs(init);
        } else {
            waitingForUs.add(init);
        }
    }

    private void toUs(RTCIceCandidateInit init) {
        candidatesToUs++;
        pc.addIceCandidate(init).exceptionally(e -> {
            throw new AssertionError("refused " + init, e);
        });
    }

    private synchronized void ours(RTCIceCandidateInit init) {
        if (theyAreReady) {
            // not on the loop, which the page's answer would block
            Thread.ofVirtual().start(() -> toThem(init));
        } else {
            waitingForThem.add(init);
        }
    }

    private void toThem(RTCIceCandidateInit init) {
        candidatesToThem++;
        ObjectNode json = Browser.JSON.createObjectNode();
        json.put("candidate", init.candidate())
                .put("sdpMid", init.sdpMid())
                .put("sdpMLineIndex", init.sdpMLineIndex().orElse(0))
                .put("usernameFragment", init.usernameFragment());
        browser.call("candidate", json);
    }

    private synchronized void ready() {
        weAreReady = true;
        theyAreReady = true;
        waitingForUs.forEach(this::toUs);
        waitingForUs.clear();
        List<RTCIceCandidateInit> out = List.copyOf(waitingForThem);
        waitingForThem.clear();
        Thread.ofVirtual().start(() -> out.forEach(this::toThem));
    }

    void weOffer() throws Exception {
        RTCSessionDescription offer = pc.createOffer().get(10, TimeUnit.SECONDS);
        pc.setLocalDescription(offer).get(10, TimeUnit.SECONDS);
        String answer = browser.call("answer", offer.sdp()).asText();
        pc.setRemoteDescription(RTCSessionDescription.answer(answer)).get(10, TimeUnit.SECONDS);
        ready();
    }

    void theyOffer() throws Exception {
        String offer = browser.call("offer").asText();
        pc.setRemoteDescription(RTCSessionDescription.offer(offer)).get(10, TimeUnit.SECONDS);
        RTCSessionDescription answer = pc.createAnswer().get(10, TimeUnit.SECONDS);
        pc.setLocalDescription(answer).get(10, TimeUnit.SECONDS);
        browser.call("accept", answer.sdp());
        ready();
    }

    @Override
    public void close() {
        pc.close();
        agent.close();
        loop.close();
    }
}
