package dev.plumb.signal.jsep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumb.media.codec.MediaKind;
import dev.plumb.objects.MediaStreamTrack;
import dev.plumb.objects.RTCDataChannel;
import dev.plumb.objects.RTCDataChannelState;
import dev.plumb.objects.RTCException;
import dev.plumb.objects.RTCIceServer;
import dev.plumb.objects.stats.RTCStatsReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What offers, answers and the objects about them do, and what they refuse. */
class OfferAnswerTest {
    // ---- operations -------------------------------------------------------------------------------------------------

    @Test
    void libraryMayGiveBackTheLinesOfASectionInAnotherOrder() {
        Jsep j = new Jsep();
        j.a.addTransceiver(MediaKind.AUDIO, RTCRtpTransceiverInit.DEFAULT);
        String made = j.get(j.a.createOffer()).sdp();
        List<String> attributes = new ArrayList<>(Jsep.lines(made, "a=rtcp-fb:"));
        attributes.addAll(Jsep.lines(made, "a=mid:"));
        StringBuilder reordered = new StringBuilder();
        made.lines()
                .filter(l -> !attributes.contains(l))
                .forEach(l -> reordered.append(l).append("\r\n"));
        attributes.forEach(l -> reordered.append(l).append("\r\n"));
        assertThat(reordered.toString()).isNotEqualTo(made);
        j.get(j.a.setLocalDescription(RTCSessionDescription.offer(reordered.toString())));
        assertThat(j.a.signalingState()).isEqualTo(RTCSignalingState.HAVE_LOCAL_OFFER);
        j.end();
    }

    @Test
    void onlyWhatWasMadeLastIsSet() {
        Jsep j = new Jsep();
        j.a.addTransceiver(MediaKind.AUDIO, RTCRtpTransceiverInit.DEFAULT);
        RTCSessionDescription first = j.get(j.a.createOffer());
        RTCSessionDescription second = j.get(j.a.createOffer());
        assertThat(j.failure(j.a.setLocalDescription(first))).isEqualTo(RTCException.Name.INVALID_MODIFICATION);
        assertThat(j.failure(j.a.setLocalDescription(
                        RTCSessionDescription.offer(second.sdp().replace("sendrecv", "sendonly")))))
                .isEqualTo(RTCException.Name.INVALID_MODIFICATION);
        assertThat(j.failure(j.a.setLocalDescription(RTCSessionDescription.answer(""))))
                .isEqualTo(RTCException.Name.INVALID_STATE);
        assertThat(j.failure(j.a.createAnswer())).isEqualTo(RTCException.Name.INVALID_STATE);
        assertThat(j.a.signalingState()).isEqualTo(RTCSignalingState.STABLE);
        j.get(j.a.setLocalDescription(second));
        j.get(j.b.setRemoteDescription(second));
        RTCSessionDescription answer = j.get(j.b.createAnswer());
        assertThat(j.failure(j.b.setLocalDescription(RTCSessionDescription.answer(answer.sdp() + "a=x\r\n"))))
                .isEqualTo(RTCException.Name.INVALID_MODIFICATION);
        j.get(j.b.setLocalDescription(answer));
        j.get(j.a.setRemoteDescription(answer));
        j.end();
    }

    @Test
    void operationsRunInOrderAndFailOnceItIsClosed() {
        Jsep j = new Jsep();
        j.a.addTransceiver(MediaKind.AUDIO, RTCRtpTransceiverInit.DEFAULT);
        List<String> order = new ArrayList<>();
        var offer = j.a.createOffer().thenAccept(o -> order.add("offer"));
        var set = j.a.setLocalDescription().thenAccept(o -> order.add("set"));
        var back = j.a.setLocalDescription(RTCSessionDescription.ROLLBACK).thenAccept(o -> order.add("back"));
        j.settle();
        assertThat(offer).isCompleted();
        assertThat(set).isCompleted();
        assertThat(back).isCompleted();
        assertThat(order).containsExactly("offer", "set", "back");
        var late = j.a.setLocalDescription();
        j.a.close();
        assertThat(j.failure(late)).isEqualTo(RTCException.Name.INVALID_STATE);
        assertThat(Jsep.nameOf(() -> j.a.createDataChannel("x"))).isEqualTo(RTCException.Name.INVALID_STATE);
        assertThat(j.a.signalingState()).isEqualTo(RTCSignalingState.CLOSED);
        j.end();
    }

    @Test
    void anUnusableDescriptionChangesNothing() {
        Jsep j = new Jsep();
        j.a.addTransceiver(MediaKind.AUDIO, RTCRtpTransceiverInit.DEFAULT);
        j.a.addTransceiver(MediaKind.VIDEO, RTCRtpTransceiverInit.DEFAULT);
        String offer = j.get(j.a.setLocalDescription()).sdp();
        assertThat(j.failure(
                        j.b.setRemoteDescription(RTCSessionDescription.offer(offer.replace("a=mid:1", "a=mid:0")))))
                .isEqualTo(RTCException.Name.INVALID_ACCESS);
        assertThat(j.b.getTransceivers()).isEmpty();
        assertThat(j.b.signalingState()).isEqualTo(RTCSignalingState.STABLE);
        j.get(j.b.setRemoteDescription(RTCSessionDescription.offer(offer)));
        String answer = j.get(j.b.setLocalDescription()).sdp();
        for (String bad : List.of(
                answer.substring(0, answer.indexOf("m=video")),
                answer.replaceAll("a=fingerprint.*\r\n", ""),
                answer.replace("a=mid:1", "a=mid:9"),
                answer.replace("m=video", "m=audio"))) {
            assertThat(j.failure(j.a.setRemoteDescription(RTCSessionDescription.answer(bad))))
                    .isEqualTo(RTCException.Name.INVALID_ACCESS);
            assertThat(j.a.signalingState()).isEqualTo(RTCSignalingState.HAVE_LOCAL_OFFER);
        }
        j.get(j.a.setRemoteDescription(RTCSessionDescription.answer(answer)));
        j.connect();
        j.end();
    }

    // ---- sections ---------------------------------------------------------------------------------------------------

    @Test
    void aStoppedTransceiverLeavesAndItsPlaceIsUsedAgain() {
        Jsep j = new Jsep();
        RTCRtpTransceiver first = j.a.addTransceiver(MediaKind.AUDIO, RTCRtpTransceiverInit.DEFAULT);
        j.a.createDataChannel("x");
        j.negotiate(j.a);
        j.connect();
        first.stop();
        assertThat(first.direction()).isEqualTo(RTCRtpTransceiverDirection.STOPPED);
        assertThat(first.currentDirection()).contains(RTCRtpTransceiverDirection.SENDONLY);
        assertThat(j.a.getTransceivers()).hasSize(1);
        j.negotiate(j.a);
        assertThat(first.currentDirection()).contains(RTCRtpTransceiverDirection.STOPPED);
        assertThat(j.a.getTransceivers()).isEmpty();
        assertThat(j.b.getTransceivers()).isEmpty();
        RTCRtpTransceiver second = j.a.addTransceiver(MediaKind.VIDEO, RTCRtpTransceiverInit.DEFAULT);
        j.negotiate(j.a);
        assertThat(second.mid()).isPresent().isNotEqualTo(Optional.of("0"));
        String sdp = j.a.localDescription().orElseThrow().sdp();
        assertThat(Jsep.lines(sdp, "m=")).hasSize(2);
        assertThat(Jsep.lines(sdp, "m=").getFirst()).matches("m=video [1-9][0-9]* .*");
        assertThat(j.b.getTransceivers()).hasSize(1);
        j.connect();
        j.end();
    }

    @Test
    void directionsStreamsAndTracksFollowNegotiation() {
        Jsep j = new Jsep();
        List<RTCTrackEvent> tracks = new ArrayList<>();
        List<RTCTrackEvent> gone = new ArrayList<>();
        j.b.onTrack(tracks::add);
        j.b.onTrackRemoved(gone::add);
        MediaStreamTrack track = SilentSource.track(j.call.agentA, MediaKind.AUDIO);
        var sender = j.a.addTrack(track, "one", "two");
        assertThat(Jsep.nameOf(() -> j.a.addTrack(track))).isEqualTo(RTCException.Name.INVALID_ACCESS);
        assertThat(Jsep.nameOf(() -> j.a.removeTrack(j.b.addTransceiver(MediaKind.AUDIO, RTCRtpTransceiverInit.DEFAULT)
                        .sender())))
                .isEqualTo(RTCException.Name.INVALID_ACCESS);
        RTCRtpTransceiver t = j.a.getTransceivers().getFirst();
        j.negotiate(j.a);
        assertThat(tracks.getFirst().streams())
                .allSatisfy(stream -> assertThat(stream.getTracks())
                        .containsExactly(tracks.getFirst().track()));
        assertThat(tracks.getFirst().streamIds()).containsExactly("one", "two");
        t.setStreams("two");
        j.negotiate(j.a);
        assertThat(tracks).hasSize(1);
        assertThat(gone.getFirst().streams().getFirst().getTracks()).isEmpty();
        assertThat(gone.getFirst().streamIds()).containsExactly("one");
        j.a.removeTrack(sender);
        assertThat(t.direction()).isEqualTo(RTCRtpTransceiverDirection.RECVONLY);
        j.negotiate(j.a);
        assertThat(gone).hasSize(2);
        assertThat(tracks.getFirst().track().muted()).isTrue();
        // it has sent: another transceiver is needed
        j.a.addTrack(SilentSource.track(j.call.agentA, MediaKind.AUDIO));
        assertThat(j.a.getTransceivers()).hasSize(2);
        j.end();
    }

    // ---- configuration ----------------------------------------------------------------------------------------------

    @Test
    void configurationChangesServersAndPolicyAlone() {
        Jsep j = new Jsep();
        RTCConfiguration now = j.a.getConfiguration();
        for (RTCConfiguration other : List.of(
                now.withBundlePolicy(RTCBundlePolicy.MAX_BUNDLE),
                now.withRtcpMuxPolicy(RTCRtcpMuxPolicy.NEGOTIATE),
                now.withCertificates(List.of(j.call.agentA.defaultCertificate())))) {
            assertThat(Jsep.nameOf(() -> j.a.setConfiguration(other)))
                    .isEqualTo(RTCException.Name.INVALID_MODIFICATION);
        }
        j.a.createDataChannel("x");
        j.get(j.a.createOffer());
        RTCConfiguration relay = now.withIceTransportPolicy(RTCIceTransportPolicy.RELAY)
                .withIceServers(List.of(new RTCIceServer(List.of("stun:192.0.2.99"), "", "")));
        j.a.setConfiguration(relay);
        assertThat(j.a.getConfiguration()).isEqualTo(relay);
        List<Optional<RTCIceCandidateInit>> candidates = new ArrayList<>();
        j.a.onIceCandidate(candidates::add);
        j.get(j.a.setLocalDescription());
        j.call.clock.runFor(Duration.ofSeconds(20));
        assertThat(candidates).hasSize(2);
        assertThat(candidates.get(0).orElseThrow().candidate()).isEmpty();
        assertThat(candidates.get(1)).isEmpty();
        assertThat(j.a.iceGatheringState()).isEqualTo(RTCIceGatheringState.COMPLETE);
        j.end();
    }

    // ---- candidates -------------------------------------------------------------------------------------------------

    @Test
    void candidatesFailAsTheRecommendationSays() {
        Jsep j = new Jsep();
        String good = "candidate:1 1 udp 2130706431 192.0.2.200 50000 typ host";
        RTCIceCandidateInit init = new RTCIceCandidateInit(good, "0", OptionalInt.of(0), "");
        assertThat(j.failure(j.b.addIceCandidate(init))).isEqualTo(RTCException.Name.INVALID_STATE);
        assertThat(j.failure(j.b.addIceCandidate(new RTCIceCandidateInit(good, "", OptionalInt.empty(), ""))))
                .isEqualTo(RTCException.Name.TYPE_ERROR);
        j.a.createDataChannel("x");
        j.get(j.b.setRemoteDescription(j.get(j.a.setLocalDescription())));
        for (RTCIceCandidateInit bad : List.of(
                new RTCIceCandidateInit(good, "9", OptionalInt.empty(), ""),
                new RTCIceCandidateInit(good, "", OptionalInt.of(1), ""),
                new RTCIceCandidateInit("candidate:nonsense", "0", OptionalInt.empty(), ""),
                new RTCIceCandidateInit(good, "0", OptionalInt.empty(), "nobody"))) {
            assertThat(j.failure(j.b.addIceCandidate(bad))).as("%s", bad).isEqualTo(RTCException.Name.OPERATION);
        }
        j.get(j.b.addIceCandidate(init));
        assertThat(j.b.remoteDescription().orElseThrow().sdp()).contains(good);
        assertThat(j.b.pendingRemoteDescription().orElseThrow().sdp()).contains(good);
        assertThat(j.b.currentRemoteDescription()).isEmpty();
        assertThat(j.b.canTrickleIceCandidates()).contains(true);
        j.get(j.b.addIceCandidate(new RTCIceCandidateInit("", "", OptionalInt.empty(), "")));
        j.end();
    }

    // ---- data -------------------------------------------------------------------------------------------------------

    @Test
    void channelsEndWhereThePeerRefusesThem() {
        Jsep j = new Jsep();
        j.a.addTransceiver(MediaKind.AUDIO, RTCRtpTransceiverInit.DEFAULT);
        RTCDataChannel channel = j.a.createDataChannel("x");
        assertThat(j.a.sctp()).isEmpty();
        j.get(j.b.setRemoteDescription(j.get(j.a.setLocalDescription())));
        String answer = j.get(j.b.setLocalDescription()).sdp();
        String refused = answer.replace("m=application 9", "m=application 0").replace("BUNDLE 0 1", "BUNDLE 0");
        j.get(j.a.setRemoteDescription(RTCSessionDescription.answer(refused)));
        assertThat(channel.readyState()).isEqualTo(RTCDataChannelState.CLOSED);
        assertThat(j.a.sctp()).isEmpty();
        assertThat(j.a.createDataChannel("y").readyState()).isEqualTo(RTCDataChannelState.CONNECTING);
        assertThat(Jsep.lines(j.get(j.a.createOffer()).sdp(), "m="))
                .hasSize(2)
                .last()
                .asString()
                .startsWith("m=application 9");
        j.end();
    }

    @Test
    void channelsOfTheOldFormAreAnsweredInIt() {
        Jsep j = new Jsep();
        RTCDataChannel channel = j.a.createDataChannel("x");
        String offer = j.get(j.a.setLocalDescription())
                .sdp()
                .replace("UDP/DTLS/SCTP webrtc-datachannel", "DTLS/SCTP 5000")
                .replace("a=sctp-port:5000", "a=sctpmap:5000 webrtc-datachannel 1024");
        j.get(j.b.setRemoteDescription(RTCSessionDescription.offer(offer)));
        RTCSessionDescription answer = j.get(j.b.setLocalDescription());
        assertThat(answer.sdp()).contains("m=application 9 DTLS/SCTP 5000").contains("a=sctpmap:5000");
        j.get(j.a.setRemoteDescription(answer));
        assertThat(j.call.clock.runUntil(
                        () -> channel.readyState() == RTCDataChannelState.OPEN, Duration.ofSeconds(10)))
                .isTrue();
        assertThat(j.a.sctp()).isPresent();
        RTCStatsReport stats = j.get(j.a.getStats());
        assertThat(stats.first("peer-connection").orElseThrow().number("dataChannelsOpened"))
                .isEqualTo(1);
        assertThat(stats.first("transport")).isPresent();
        channel.close();
        j.call.clock.runFor(Duration.ofSeconds(2));
        assertThat(j.get(j.a.getStats()).first("peer-connection").orElseThrow().number("dataChannelsClosed"))
                .isEqualTo(1);
        j.end();
    }

    @Test
    void statisticsOfATrackWantOneSenderOrReceiver() {
        Jsep j = new Jsep();
        MediaStreamTrack track = SilentSource.track(j.call.agentA, MediaKind.AUDIO);
        assertThat(j.failure(j.a.getStats(track))).isEqualTo(RTCException.Name.INVALID_ACCESS);
        j.a.addTransceiver(track, RTCRtpTransceiverInit.DEFAULT);
        j.negotiate(j.a);
        j.connect();
        assertThat(j.get(j.a.getStats(track)).first("transport")).isPresent();
        j.a.addTransceiver(track, RTCRtpTransceiverInit.DEFAULT);
        assertThat(j.failure(j.a.getStats(track))).isEqualTo(RTCException.Name.INVALID_ACCESS);
        assertThatThrownBy(() -> j.a.addTrack(track)).isInstanceOf(RTCException.class);
        j.end();
    }

    @Test
    void anIdThatABundleHasForTwoExtensionsIsTakenForTheFirst() {
        Jsep j = new Jsep();
        j.a.addTransceiver(MediaKind.AUDIO, RTCRtpTransceiverInit.DEFAULT);
        j.a.addTransceiver(MediaKind.VIDEO, RTCRtpTransceiverInit.DEFAULT);
        String ordinary = j.get(j.a.createOffer()).sdp();
        String level = "urn:ietf:params:rtp-hdrext:ssrc-audio-level";
        String time = "http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time";
        List<String> own = Jsep.lines(ordinary, "a=extmap:");
        String sdp = ordinary;
        for (String line : own) {
            sdp = sdp.replace(line + "\r\n", "");
        }
        sdp = sdp.replace("a=mid:0\r\n", "a=mid:0\r\na=extmap:2 " + level + "\r\n")
                .replace("a=mid:1\r\n", "a=mid:1\r\na=extmap:2 " + time + "\r\n");
        j.get(j.b.setRemoteDescription(RTCSessionDescription.offer(sdp)));
        String answer = j.get(j.b.createAnswer()).sdp();
        assertThat(Jsep.lines(answer, "a=extmap:2")).containsExactly("a=extmap:2 " + level);
        j.end();
    }

    @Test
    void whatMustBeUnderstoodAndIsNotIsRefused() {
        String watermark = "urn:example:watermark";
        Jsep j = new Jsep();
        j.a.addTransceiver(MediaKind.AUDIO, RTCRtpTransceiverInit.DEFAULT);
        j.a.require(watermark);
        RTCSessionDescription offer = j.get(j.a.setLocalDescription());
        assertThat(Jsep.lines(offer.sdp(), "a=must-understand:")).containsExactly("a=must-understand:" + watermark);
        assertThat(j.failure(j.b.setRemoteDescription(offer))).isEqualTo(RTCException.Name.NOT_SUPPORTED);
        assertThat(j.b.signalingState()).isEqualTo(RTCSignalingState.STABLE);
        // an old peer ignores the line and answers: silence is refusal
        RTCSessionDescription plain =
                RTCSessionDescription.offer(offer.sdp().replace("a=must-understand:" + watermark + "\r\n", ""));
        j.get(j.b.setRemoteDescription(plain));
        RTCSessionDescription silent = j.get(j.b.createAnswer());
        assertThat(j.failure(j.a.setRemoteDescription(silent))).isEqualTo(RTCException.Name.NOT_SUPPORTED);
        assertThat(j.a.signalingState()).isEqualTo(RTCSignalingState.HAVE_LOCAL_OFFER);
        // one that knows it says so
        j.get(j.b.setRemoteDescription(RTCSessionDescription.ROLLBACK));
        j.call.agentB.understand(watermark);
        j.get(j.b.setRemoteDescription(offer));
        RTCSessionDescription answer = j.get(j.b.setLocalDescription());
        assertThat(Jsep.lines(answer.sdp(), "a=understands:")).containsExactly("a=understands:" + watermark);
        j.get(j.a.setRemoteDescription(answer));
        assertThat(j.a.signalingState()).isEqualTo(RTCSignalingState.STABLE);
        j.end();
    }

    @Test
    void anyNumberOfRefusedOperationsEnds() {
        Jsep j = new Jsep();
        CompletableFuture<?> offer = j.a.createOffer();
        List<CompletableFuture<?>> refused = new ArrayList<>();
        for (int i = 0; i < 50_000; i++) {
            refused.add(j.a.createAnswer());
        }
        j.get(offer);
        j.settle();
        assertThat(refused).allMatch(CompletableFuture::isCompletedExceptionally);
        assertThat(j.get(j.a.createOffer()).sdp()).startsWith("v=0");
    }
}
