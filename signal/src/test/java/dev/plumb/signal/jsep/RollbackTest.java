package dev.plumb.signal.jsep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.media.codec.MediaKind;
import dev.plumb.objects.RTCDataChannel;
import dev.plumb.objects.RTCDataChannelState;
import dev.plumb.objects.RTCException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Offers that are taken back, and answers for the time being. */
class RollbackTest {
    @Test
    void ourOfferIsTakenBackAndOfferedAgain() {
        Jsep j = new Jsep();
        List<RTCSignalingState> states = new ArrayList<>();
        List<RTCPeerConnection> asked = new ArrayList<>();
        j.a.onSignalingStateChange(states::add);
        j.a.onNegotiationNeeded(asked::add);
        RTCRtpTransceiver t = j.a.addTransceiver(MediaKind.AUDIO, RTCRtpTransceiverInit.DEFAULT);
        RTCDataChannel channel = j.a.createDataChannel("x");
        j.settle();
        j.get(j.a.setLocalDescription());
        assertThat(t.mid()).isPresent();
        assertThat(j.a.pendingLocalDescription()).isPresent();
        j.get(j.a.setLocalDescription(RTCSessionDescription.ROLLBACK));
        j.settle();
        assertThat(t.mid()).isEmpty();
        assertThat(j.a.localDescription()).isEmpty();
        assertThat(states).containsExactly(RTCSignalingState.HAVE_LOCAL_OFFER, RTCSignalingState.STABLE);
        assertThat(asked).hasSize(2);
        assertThat(j.call.hostA.openPorts()).isZero();
        assertThat(channel.readyState()).isEqualTo(RTCDataChannelState.CONNECTING);
        j.negotiate(j.a);
        assertThat(j.call.clock.runUntil(
                        () -> channel.readyState() == RTCDataChannelState.OPEN, Duration.ofSeconds(10)))
                .isTrue();
        j.end();
    }

    @Test
    void thePeersOfferIsTakenBackWithItsTransceiversAndTracks() {
        Jsep j = new Jsep();
        List<RTCTrackEvent> tracks = new ArrayList<>();
        List<RTCTrackEvent> gone = new ArrayList<>();
        j.b.onTrack(tracks::add);
        j.b.onTrackRemoved(gone::add);
        j.a.addTrack(SilentSource.track(j.call.agentA, MediaKind.AUDIO), "s");
        j.a.addTransceiver(MediaKind.VIDEO, RTCRtpTransceiverInit.DEFAULT);
        RTCSessionDescription offer = j.get(j.a.setLocalDescription());
        j.get(j.b.setRemoteDescription(offer));
        assertThat(tracks).hasSize(2);
        assertThat(tracks.getFirst().streamIds()).containsExactly("s");
        assertThat(j.b.getTransceivers()).hasSize(2);
        // one of the two is taken by addTrack, and stays
        j.b.addTrack(SilentSource.track(j.call.agentB, MediaKind.VIDEO));
        RTCRtpTransceiver stays = j.b.getTransceivers().get(1);
        j.get(j.b.setRemoteDescription(RTCSessionDescription.ROLLBACK));
        assertThat(gone).hasSize(2);
        assertThat(j.b.getTransceivers()).containsExactly(stays);
        assertThat(stays.mid()).isEmpty();
        assertThat(tracks.getFirst().transceiver().direction()).isEqualTo(RTCRtpTransceiverDirection.STOPPED);
        assertThat(j.b.signalingState()).isEqualTo(RTCSignalingState.STABLE);
        assertThat(j.b.remoteDescription()).isEmpty();
        j.get(j.b.setRemoteDescription(offer));
        assertThat(stays.mid()).contains("1");
        j.get(j.a.setRemoteDescription(j.get(j.b.setLocalDescription())));
        j.connect();
        j.end();
    }

    @Test
    void anOfferThatComesWhileOursWaitsTakesOursBack() {
        Jsep j = new Jsep();
        List<RTCSignalingState> states = new ArrayList<>();
        j.a.onSignalingStateChange(states::add);
        j.a.addTransceiver(MediaKind.AUDIO, RTCRtpTransceiverInit.DEFAULT);
        j.b.addTransceiver(MediaKind.VIDEO, RTCRtpTransceiverInit.DEFAULT);
        j.get(j.a.setLocalDescription());
        RTCSessionDescription theirs = j.get(j.b.setLocalDescription());
        j.get(j.a.setRemoteDescription(theirs));
        assertThat(states)
                .containsExactly(
                        RTCSignalingState.HAVE_LOCAL_OFFER,
                        RTCSignalingState.STABLE,
                        RTCSignalingState.HAVE_REMOTE_OFFER);
        j.get(j.b.setRemoteDescription(j.get(j.a.setLocalDescription())));
        j.negotiate(j.a);
        assertThat(j.a.getTransceivers()).hasSize(2).allMatch(t -> t.mid().isPresent());
        j.connect();
        j.end();
    }

    @Test
    void aRestartIsTakenBackAndTheCallGoesOn() {
        Jsep j = new Jsep();
        RTCDataChannel channel = j.a.createDataChannel("x");
        j.negotiate(j.a);
        j.connect();
        j.call.clock.runUntil(() -> channel.readyState() == RTCDataChannelState.OPEN, Duration.ofSeconds(5));
        String before = ufrag(j.a.currentLocalDescription().orElseThrow());
        j.a.restartIce();
        assertThat(ufrag(j.get(j.a.setLocalDescription()))).isNotEqualTo(before);
        j.settle();
        j.get(j.a.setLocalDescription(RTCSessionDescription.ROLLBACK));
        assertThat(ufrag(j.a.localDescription().orElseThrow())).isEqualTo(before);
        j.call.clock.runFor(Duration.ofSeconds(10));
        assertThat(j.call.connected()).isTrue();
        assertThat(j.call.hostA.openPorts()).isEqualTo(2);
        // it is still wanted
        assertThat(ufrag(j.get(j.a.createOffer()))).isNotEqualTo(before);
        j.negotiate(j.a);
        assertThat(ufrag(j.a.currentLocalDescription().orElseThrow())).isNotEqualTo(before);
        j.call.clock.runFor(Duration.ofSeconds(5));
        assertThat(j.call.connected()).isTrue();
        j.end();
    }

    private static String ufrag(RTCSessionDescription d) {
        return d.sdp()
                .lines()
                .filter(l -> l.startsWith("a=ice-ufrag:"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void answersForTheTimeBeingConnectAndMayChange() {
        Jsep j = new Jsep();
        j.a.addTrack(SilentSource.track(j.call.agentA, MediaKind.AUDIO));
        j.get(j.b.setRemoteDescription(j.get(j.a.setLocalDescription())));
        RTCRtpTransceiver ofB = j.b.getTransceivers().getFirst();
        ofB.direction(RTCRtpTransceiverDirection.INACTIVE);
        RTCSessionDescription first = j.get(j.b.setLocalDescription(RTCSessionDescription.pranswer("")));
        assertThat(j.b.signalingState()).isEqualTo(RTCSignalingState.HAVE_LOCAL_PRANSWER);
        j.get(j.a.setRemoteDescription(first));
        assertThat(j.a.signalingState()).isEqualTo(RTCSignalingState.HAVE_REMOTE_PRANSWER);
        j.connect();
        RTCRtpTransceiver ofA = j.a.getTransceivers().getFirst();
        assertThat(ofA.currentDirection()).contains(RTCRtpTransceiverDirection.INACTIVE);
        assertThat(j.failure(j.a.setLocalDescription(RTCSessionDescription.ROLLBACK)))
                .isEqualTo(RTCException.Name.INVALID_STATE);
        assertThat(j.failure(j.a.createOffer())).isEqualTo(RTCException.Name.INVALID_STATE);
        ofB.direction(RTCRtpTransceiverDirection.RECVONLY);
        j.get(j.a.setRemoteDescription(j.get(j.b.setLocalDescription())));
        assertThat(ofA.currentDirection()).contains(RTCRtpTransceiverDirection.SENDONLY);
        assertThat(j.call.stable()).isTrue();
        assertThat(j.call.connected()).isTrue();
        j.end();
    }

    @Test
    void nothingIsTakenBackInStable() {
        Jsep j = new Jsep();
        assertThat(j.failure(j.a.setLocalDescription(RTCSessionDescription.ROLLBACK)))
                .isEqualTo(RTCException.Name.INVALID_STATE);
        assertThat(j.failure(j.a.setRemoteDescription(RTCSessionDescription.ROLLBACK)))
                .isEqualTo(RTCException.Name.INVALID_STATE);
        j.end();
    }
}
