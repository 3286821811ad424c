package dev.plumb.signal.jsep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.media.audio.AudioFrame;
import dev.plumb.media.device.ToneSource;
import dev.plumb.objects.Agent;
import dev.plumb.objects.RTCDataChannel;
import dev.plumb.objects.RTCDataChannelState;
import dev.plumb.testkit.LinkConditions;
import dev.plumb.testkit.Seeds;
import dev.plumb.testkit.SimHost;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A call is handed from one peer to another: the new one has a certificate and credentials of its own (RFC 8842). */
class AnotherPeerTest {
    private final SimCall call = new SimCall(3, LinkConditions.PERFECT);
    private final SimHost hostC = call.network.host("192.0.2.3");
    private final Agent agentC = Agent.create(hostC.loop(), hostC, Seeds.secureRandom(99));
    private final RTCPeerConnection c =
            RTCPeerConnection.create(agentC, RTCConfiguration.DEFAULT, new Random(9)::nextLong);
    private final List<AudioFrame> atA = new ArrayList<>();
    private final List<AudioFrame> atC = new ArrayList<>();

    private void establish() {
        call.a.addTrack(call.agentA.audioTrack("tone", new ToneSource(440, 0.5)), "s");
        call.b.addTrack(call.agentB.audioTrack("tone", new ToneSource(660, 0.5)), "s");
        c.addTrack(agentC.audioTrack("tone", new ToneSource(880, 0.5)), "s");
        call.a.createDataChannel("x");
        call.a.onTrack(e -> e.track().onAudio(atA::add));
        c.onTrack(e -> e.track().onAudio(atC::add));
        c.onIceCandidate(i -> i.ifPresent(x -> call.clock.after(30_000_000L, () -> {
            var _ = call.a.addIceCandidate(x);
        })));
        call.negotiate(call.a);
        assertThat(call.clock.runUntil(call::connected, Duration.ofSeconds(10))).isTrue();
        call.clock.runFor(Duration.ofSeconds(1));
        assertThat(atA).isNotEmpty();
    }

    /** The signalling server hands B's part to C, which knows B's description of A. */
    private void assertMoved() {
        call.clock.runFor(Duration.ofSeconds(5));
        assertThat(call.a.connectionState()).isEqualTo(RTCPeerConnectionState.CONNECTED);
        assertThat(c.connectionState()).isEqualTo(RTCPeerConnectionState.CONNECTED);
        atA.clear();
        atC.clear();
        call.clock.runFor(Duration.ofSeconds(2));
        assertThat(atA).hasSizeGreaterThan(90);
        assertThat(atC).hasSizeGreaterThan(90);
        assertThat(atA.getLast().peak()).isGreaterThan(0.2);
    }

    @Test
    void anOfferOfAnotherPeerIsTaken() {
        establish();
        c.createDataChannel("y");
        List<RTCDataChannel> opened = new ArrayList<>();
        call.a.onDataChannel(opened::add);
        var _ = c.setLocalDescription()
                .thenCompose(offer -> call.a.setRemoteDescription(offer))
                .thenCompose(o -> call.a.setLocalDescription())
                .thenCompose(answer -> c.setRemoteDescription(answer));
        call.a.onIceCandidate(i -> i.ifPresent(x -> {
            var _ = c.addIceCandidate(x);
        }));
        assertMoved();
        assertThat(opened).hasSize(1);
        assertThat(opened.getFirst().readyState()).isEqualTo(RTCDataChannelState.OPEN);
    }

    @Test
    void anAnswerOfAnotherPeerIsTaken() {
        establish();
        call.a.onIceCandidate(i -> i.ifPresent(x -> {
            var _ = c.addIceCandidate(x);
        }));
        call.a.restartIce();
        var _ = call.a
                .setLocalDescription()
                .thenCompose(offer -> c.setRemoteDescription(offer))
                .thenCompose(o -> c.setLocalDescription())
                .thenCompose(answer -> call.a.setRemoteDescription(answer));
        assertMoved();
    }

    @Test
    void aPeerThatHasEndedIsFollowedByAnother() {
        establish();
        call.b.close();
        call.clock.runFor(Duration.ofSeconds(1));
        c.createDataChannel("y");
        call.a.onIceCandidate(i -> i.ifPresent(x -> {
            var _ = c.addIceCandidate(x);
        }));
        var _ = c.setLocalDescription()
                .thenCompose(offer -> call.a.setRemoteDescription(offer))
                .thenCompose(o -> call.a.setLocalDescription())
                .thenCompose(answer -> c.setRemoteDescription(answer));
        assertMoved();
    }

    @Test
    void anOfferOfAnotherPeerThatIsTakenBackChangesNothing() {
        establish();
        var _ = c.setLocalDescription()
                .thenCompose(offer -> call.a.setRemoteDescription(offer))
                .thenCompose(o -> call.a.setRemoteDescription(RTCSessionDescription.ROLLBACK));
        call.clock.runFor(Duration.ofSeconds(1));
        atA.clear();
        call.clock.runFor(Duration.ofSeconds(2));
        assertThat(call.connected()).isTrue();
        assertThat(atA).hasSizeGreaterThan(90);
    }
}
