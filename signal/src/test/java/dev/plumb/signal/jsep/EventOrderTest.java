package dev.plumb.signal.jsep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.media.codec.MediaKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What listeners are told, and when. */
class EventOrderTest {
    @Test
    void theSignalingStateComesFirstAndEverythingHasChangedByThen() {
        Jsep j = new Jsep();
        List<String> events = new ArrayList<>();
        j.a.addTrack(SilentSource.track(j.call.agentA, MediaKind.AUDIO), "s");
        j.b.onTrack(e -> events.add("track " + e.transceiver().mid().orElse("-")));
        j.b.onSignalingStateChange(s -> events.add(s.spec() + " "
                + j.b.getTransceivers().stream()
                        .map(t -> t.currentDirection()
                                .map(RTCRtpTransceiverDirection::spec)
                                .orElse("none"))
                        .toList()));
        RTCSessionDescription offer = j.get(j.a.setLocalDescription());
        j.get(j.b.setRemoteDescription(offer).thenAccept(d -> events.add("set")));
        j.get(j.b.setLocalDescription().thenAccept(d -> events.add("set")));
        assertThat(events).containsExactly("have-remote-offer [none]", "track 0", "set", "stable [recvonly]", "set");
        j.end();
    }

    @Test
    void closingFromAnyListenerLeavesNothingAndSaysNothingMore() {
        Jsep j = new Jsep();
        List<RTCTrackEvent> tracks = new ArrayList<>();
        j.a.addTrack(SilentSource.track(j.call.agentA, MediaKind.AUDIO));
        j.a.createDataChannel("x");
        j.b.onSignalingStateChange(s -> j.b.close());
        j.b.onTrack(tracks::add);
        j.get(j.b.setRemoteDescription(j.get(j.a.setLocalDescription())));
        assertThat(tracks).isEmpty();
        assertThat(j.b.signalingState()).isEqualTo(RTCSignalingState.CLOSED);
        j.end();
    }

    @Test
    void aTrackThatJoinsAStreamIsAnnouncedAgain() {
        Jsep j = new Jsep();
        List<List<String>> streams = new ArrayList<>();
        j.b.onTrack(e -> streams.add(e.streamIds()));
        j.a.addTrack(SilentSource.track(j.call.agentA, MediaKind.AUDIO));
        j.negotiate(j.a);
        j.a.getTransceivers().getFirst().setStreams("s");
        j.negotiate(j.a);
        assertThat(streams).containsExactly(List.of(), List.of("s"));
        j.end();
    }

    @Test
    void anAnswerDoesNotSendWhatWasNotAskedFor() {
        Jsep j = new Jsep();
        List<RTCTrackEvent> tracks = new ArrayList<>();
        j.a.onTrack(tracks::add);
        j.a.addTransceiver(
                SilentSource.track(j.call.agentA, MediaKind.AUDIO),
                new RTCRtpTransceiverInit(RTCRtpTransceiverDirection.SENDONLY));
        j.get(j.b.setRemoteDescription(j.get(j.a.setLocalDescription())));
        String answer = j.get(j.b.setLocalDescription()).sdp();
        assertThat(answer).contains("a=recvonly");
        j.get(j.a.setRemoteDescription(RTCSessionDescription.answer(answer.replace("a=recvonly", "a=sendrecv"))));
        assertThat(tracks).isEmpty();
        assertThat(j.a.getTransceivers().getFirst().currentDirection())
                .isEqualTo(Optional.of(RTCRtpTransceiverDirection.SENDONLY));
        j.end();
    }

    @Test
    void aStoppedTransceiversHalvesAreListedUntilItsSectionIsRefused() {
        Jsep j = new Jsep();
        j.a.addTransceiver(MediaKind.AUDIO, RTCRtpTransceiverInit.DEFAULT);
        j.negotiate(j.a);
        j.a.getTransceivers().getFirst().stop();
        assertThat(j.a.getSenders()).hasSize(1);
        assertThat(j.a.getReceivers()).hasSize(1);
        j.negotiate(j.a);
        assertThat(j.a.getSenders()).isEmpty();
        assertThat(j.a.getReceivers()).isEmpty();
        j.end();
    }

    @Test
    void aClosedConnectionIsNotAskedToRestart() {
        Jsep j = new Jsep();
        List<RTCPeerConnection> asked = new ArrayList<>();
        j.a.onNegotiationNeeded(asked::add);
        j.a.close();
        j.a.restartIce();
        j.settle();
        assertThat(asked).isEmpty();
        j.end();
    }
}
