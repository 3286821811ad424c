package dev.plumb.signal.jsep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumb.media.codec.MediaKind;
import dev.plumb.objects.Agent;
import dev.plumb.objects.RTCException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** How connections begin and end with what they live in. */
class LifeTest {
    @Test
    void connectionsOfAClosedAgentAreClosed() {
        Jsep j = new Jsep();
        j.a.createDataChannel("x");
        j.negotiate(j.a);
        j.connect();
        List<RTCPeerConnectionState> states = new ArrayList<>();
        j.a.onConnectionStateChange(states::add);
        j.call.agentA.close();
        assertThat(j.a.connectionState()).isEqualTo(RTCPeerConnectionState.CLOSED);
        assertThat(j.a.signalingState()).isEqualTo(RTCSignalingState.CLOSED);
        assertThat(j.a.iceConnectionState()).isEqualTo(RTCIceConnectionState.CLOSED);
        assertThat(states).isEmpty();
        j.call.agentB.close();
    }

    @Test
    void onAClosedAgentEverythingFailsAsInvalidState() {
        Jsep j = new Jsep();
        j.a.addTransceiver(MediaKind.AUDIO, RTCRtpTransceiverInit.DEFAULT);
        j.call.agentA.close();
        List<Supplier<CompletableFuture<?>>> operations = List.of(
                () -> j.a.createOffer(),
                () -> j.a.createAnswer(),
                () -> j.a.setLocalDescription(),
                () -> j.a.setRemoteDescription(RTCSessionDescription.offer("v=0\r\n")),
                () -> j.a.addIceCandidate(new RTCIceCandidateInit("", "0", java.util.OptionalInt.empty(), "")));
        for (Supplier<CompletableFuture<?>> operation : operations) {
            assertThat(j.failure(operation.get())).isEqualTo(RTCException.Name.INVALID_STATE);
        }
        for (Runnable call : List.<Runnable>of(
                () -> j.a.createDataChannel("y"),
                () -> j.a.addTransceiver(MediaKind.VIDEO, RTCRtpTransceiverInit.DEFAULT),
                () -> j.a.getConfiguration(),
                () -> j.a.restartIce(),
                () -> j.call.agentA.iceGatherer(dev.plumb.objects.RTCIceGatherOptions.DEFAULT),
                () -> j.call.agentA.defaultCertificate())) {
            assertThat(Jsep.nameOf(call)).isEqualTo(RTCException.Name.INVALID_STATE);
        }
    }

    @Test
    void onAnAgentWhoseLoopHasEndedEverythingFailsAsInvalidState() {
        Agent agent = Agent.create();
        RTCPeerConnection pc = RTCPeerConnection.create(agent, RTCConfiguration.DEFAULT);
        agent.close();
        assertThat(pc.connectionState()).isEqualTo(RTCPeerConnectionState.CLOSED);
        assertThatThrownBy(() -> pc.createOffer().join())
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(RTCException.class);
        assertThat(Jsep.nameOf(() -> pc.createDataChannel("x"))).isEqualTo(RTCException.Name.INVALID_STATE);
        assertThat(Jsep.nameOf(() -> {
                    var _ = pc.gathered(10);
                }))
                .isEqualTo(RTCException.Name.INVALID_STATE);
        pc.close();
    }

    @Test
    void waitingForGatheringAlwaysEnds() {
        Jsep j = new Jsep();
        CompletableFuture<RTCSessionDescription> undescribed = j.a.gathered(100);
        j.call.clock.runFor(Duration.ofSeconds(1));
        assertThat(j.failure(undescribed)).isEqualTo(RTCException.Name.INVALID_STATE);
        j.a.createDataChannel("x");
        CompletableFuture<RTCSessionDescription> whole = j.a.gathered(60_000);
        j.get(j.a.setLocalDescription());
        assertThat(j.get(whole).sdp()).contains("a=end-of-candidates");
        CompletableFuture<RTCSessionDescription> never = j.b.gathered(60_000_000);
        j.call.agentB.close();
        assertThat(never).isDone();
        CompletableFuture<RTCSessionDescription> negative = j.a.gathered(-5);
        assertThat(j.get(negative)).isNotNull();
        j.call.agentA.close();
    }

    @Test
    void waitingOnTheLoopForTheLoopThrows() throws Exception {
        try (Agent agent = Agent.create()) {
            RTCPeerConnection pc = RTCPeerConnection.create(agent, RTCConfiguration.DEFAULT);
            pc.createDataChannel("x");
            RTCException.Name name =
                    agent.call(() -> Jsep.nameOf(() -> pc.createOffer().join()));
            assertThat(name).isEqualTo(RTCException.Name.INVALID_STATE);
            RTCException.Name dependent = agent.call(
                    () -> Jsep.nameOf(() -> pc.createOffer().thenApply(o -> o).join()));
            assertThat(dependent).isEqualTo(RTCException.Name.INVALID_STATE);
            assertThat(pc.createOffer().get(10, TimeUnit.SECONDS).sdp()).contains("m=application");
        }
    }

    @Test
    void statesGoForwardOnly() {
        for (RTCBundlePolicy policy : RTCBundlePolicy.values()) {
            Jsep j = new Jsep(RTCConfiguration.DEFAULT.withBundlePolicy(policy), RTCConfiguration.DEFAULT);
            List<RTCPeerConnectionState> states = new ArrayList<>();
            List<RTCIceConnectionState> ice = new ArrayList<>();
            j.a.onConnectionStateChange(states::add);
            j.a.onIceConnectionStateChange(ice::add);
            j.a.addTransceiver(MediaKind.AUDIO, RTCRtpTransceiverInit.DEFAULT);
            j.a.addTransceiver(MediaKind.VIDEO, RTCRtpTransceiverInit.DEFAULT);
            j.a.createDataChannel("x");
            j.negotiate(j.a);
            j.connect();
            j.call.clock.runFor(Duration.ofSeconds(60));
            assertThat(states).containsExactly(RTCPeerConnectionState.CONNECTING, RTCPeerConnectionState.CONNECTED);
            assertThat(ice)
                    .containsExactly(
                            RTCIceConnectionState.CHECKING,
                            RTCIceConnectionState.CONNECTED,
                            RTCIceConnectionState.COMPLETED);
            j.end();
        }
    }
}
