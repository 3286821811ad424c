package dev.plumb.signal.jsep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.media.codec.MediaKind;
import dev.plumb.objects.RTCDataChannel;
import dev.plumb.objects.RTCDataChannelState;
import dev.plumb.objects.RTCIceCandidate;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which sections share a transport, and whose candidates count then. */
class BundlingTest {
    @Test
    void everyBundlePolicyConnectsWithEveryOther() {
        for (RTCBundlePolicy ofA : RTCBundlePolicy.values()) {
            for (RTCBundlePolicy ofB : RTCBundlePolicy.values()) {
                Jsep j = new Jsep(
                        RTCConfiguration.DEFAULT.withBundlePolicy(ofA), RTCConfiguration.DEFAULT.withBundlePolicy(ofB));
                j.a.addTransceiver(MediaKind.AUDIO, RTCRtpTransceiverInit.DEFAULT);
                j.a.addTransceiver(MediaKind.AUDIO, RTCRtpTransceiverInit.DEFAULT);
                j.a.addTransceiver(MediaKind.VIDEO, RTCRtpTransceiverInit.DEFAULT);
                RTCDataChannel channel = j.a.createDataChannel("x");
                String offer = j.get(j.a.createOffer()).sdp();
                assertThat(Jsep.lines(offer, "a=ice-ufrag:")).hasSize(4);
                assertThat(Set.copyOf(Jsep.lines(offer, "a=ice-ufrag:"))).hasSize(1);
                assertThat(Set.copyOf(Jsep.lines(offer, "a=ice-pwd:"))).hasSize(1);
                long transports = Jsep.lines(offer, "m=").stream()
                        .filter(m -> m.contains(" 9 "))
                        .count();
                assertThat(transports)
                        .isEqualTo(
                                switch (ofA) {
                                    case MAX_COMPAT -> 4;
                                    case BALANCED -> 3;
                                    case MAX_BUNDLE -> 1;
                                });
                j.negotiate(j.a);
                assertThat(j.call.clock.runUntil(
                                () -> channel.readyState() == RTCDataChannelState.OPEN && j.call.connected(),
                                Duration.ofSeconds(10)))
                        .as("%s %s", ofA, ofB)
                        .isTrue();
                j.call.clock.runFor(Duration.ofSeconds(1));
                assertThat(j.call.hostA.openPorts()).isEqualTo(2);
                j.end();
            }
        }
    }

    @Test
    void sectionsOfABundleBearTheSameNewCredentialsUponARestart() {
        Jsep j = new Jsep(
                RTCConfiguration.DEFAULT.withBundlePolicy(RTCBundlePolicy.MAX_COMPAT), RTCConfiguration.DEFAULT);
        j.a.addTransceiver(MediaKind.AUDIO, RTCRtpTransceiverInit.DEFAULT);
        j.a.addTransceiver(MediaKind.VIDEO, RTCRtpTransceiverInit.DEFAULT);
        j.a.createDataChannel("x");
        String first = j.get(j.a.setLocalDescription()).sdp();
        j.get(j.b.setRemoteDescription(RTCSessionDescription.offer(first.replaceAll("a=group.*\r\n", ""))));
        j.get(j.a.setRemoteDescription(j.get(j.b.setLocalDescription())));
        j.connect();
        j.a.restartIce();
        String again = j.get(j.a.setLocalDescription()).sdp();
        Set<String> before = Set.copyOf(Jsep.lines(first, "a=ice-ufrag:"));
        Set<String> now = Set.copyOf(Jsep.lines(again, "a=ice-ufrag:"));
        assertThat(now).hasSize(1).doesNotContainAnyElementsOf(before);
        j.get(j.b.setRemoteDescription(RTCSessionDescription.offer(again.replaceAll("a=group.*\r\n", ""))));
        j.get(j.a.setRemoteDescription(j.get(j.b.setLocalDescription())));
        j.call.clock.runFor(Duration.ofSeconds(3));
        j.connect();
        j.end();
    }

    @Test
    void theDescriptionNamesTheDefaultCandidateOnceThereIsOne() {
        Jsep j = new Jsep();
        j.a.addTransceiver(MediaKind.AUDIO, RTCRtpTransceiverInit.DEFAULT);
        j.a.createDataChannel("x");
        String made = j.get(j.a.setLocalDescription()).sdp();
        assertThat(Jsep.lines(made, "c=")).containsOnly("c=IN IP4 0.0.0.0");
        String gathered = j.get(j.a.gathered(1_000)).sdp();
        List<String> sections = List.of(gathered.split("(?=m=)", -1));
        for (String section : sections.subList(1, sections.size())) {
            assertThat(Jsep.lines(section, "c=")).containsExactly("c=IN IP4 192.0.2.1");
            String port = Jsep.lines(section, "m=").getFirst().split(" ", 3)[1];
            assertThat(Jsep.lines(section, "a=candidate:"))
                    .anySatisfy(c -> assertThat(c).contains(" 192.0.2.1 " + port + " typ host"));
            assertThat(Jsep.lines(section, "a=candidate:"))
                    .anySatisfy(c -> assertThat(c).contains(" 2001:db8::1 "));
        }
        j.end();
    }

    @Test
    void aPeerThatDoesNotBundleGetsATransportForEachSection() {
        Jsep j = new Jsep(
                RTCConfiguration.DEFAULT.withBundlePolicy(RTCBundlePolicy.MAX_COMPAT), RTCConfiguration.DEFAULT);
        j.a.addTransceiver(MediaKind.AUDIO, RTCRtpTransceiverInit.DEFAULT);
        j.a.addTransceiver(MediaKind.VIDEO, RTCRtpTransceiverInit.DEFAULT);
        String offer = j.get(j.a.setLocalDescription()).sdp();
        j.get(j.b.setRemoteDescription(RTCSessionDescription.offer(offer.replaceAll("a=group.*\r\n", ""))));
        RTCSessionDescription answer = j.get(j.b.setLocalDescription());
        assertThat(answer.sdp()).doesNotContain("a=group");
        j.get(j.a.setRemoteDescription(answer));
        j.connect();
        assertThat(j.call.hostA.openPorts()).isEqualTo(4);
        assertThat(j.a.getSenders().get(0).transport())
                .isNotEqualTo(j.a.getSenders().get(1).transport());
        j.end();
    }

    @Test
    void candidatesInAnOfferOfSeveralTransportsAreThoseOfTheFirst() {
        Jsep j = new Jsep(
                RTCConfiguration.DEFAULT.withBundlePolicy(RTCBundlePolicy.MAX_COMPAT), RTCConfiguration.DEFAULT);
        j.a.addTrack(SilentSource.track(j.call.agentA, MediaKind.AUDIO), "s");
        j.a.addTrack(SilentSource.track(j.call.agentA, MediaKind.VIDEO), "s");
        j.b.addTrack(SilentSource.track(j.call.agentB, MediaKind.AUDIO), "s");
        j.b.addTrack(SilentSource.track(j.call.agentB, MediaKind.VIDEO), "s");
        j.get(j.a.setLocalDescription());
        RTCSessionDescription offer = j.get(j.a.gathered(1_000));
        assertThat(Jsep.lines(offer.sdp(), "a=candidate")).hasSize(4);
        j.get(j.b.setRemoteDescription(offer));
        j.get(j.b.setLocalDescription());
        j.get(j.a.setRemoteDescription(j.get(j.b.gathered(1_000))));
        j.connect();
        j.end();
    }

    /** Chromium forgets the way to a track whose SSRC goes, and does not find it when it comes again. */
    @Test
    void whatIsHeldKeepsItsSsrcInTheDescription() {
        Jsep j = new Jsep();
        j.a.addTrack(SilentSource.track(j.call.agentA, MediaKind.VIDEO), "s");
        j.negotiate(j.a);
        List<String> sent =
                Jsep.lines(j.a.currentLocalDescription().orElseThrow().sdp(), "a=ssrc");
        assertThat(sent).hasSize(3);
        assertThat(Jsep.lines(j.b.currentLocalDescription().orElseThrow().sdp(), "a=ssrc"))
                .isEmpty();
        j.a.getTransceivers().getFirst().direction(RTCRtpTransceiverDirection.INACTIVE);
        j.negotiate(j.a);
        String held = j.a.currentLocalDescription().orElseThrow().sdp();
        assertThat(Jsep.lines(held, "a=inactive")).hasSize(1);
        assertThat(Jsep.lines(held, "a=ssrc")).isEqualTo(sent);
        j.end();
    }

    /** Firefox offers several transports with the same credentials. */
    @Test
    void candidatesOfSectionsThatAreBundledWithAnEarlierOneAreForNobody() {
        Jsep j = new Jsep();
        j.a.addTrack(SilentSource.track(j.call.agentA, MediaKind.AUDIO), "s");
        j.a.addTrack(SilentSource.track(j.call.agentA, MediaKind.VIDEO), "s");
        String offer = j.get(j.a.createOffer()).sdp();
        j.get(j.b.setRemoteDescription(RTCSessionDescription.offer(sameCredentials(offer))));
        j.get(j.b.setLocalDescription());
        for (String mid : List.of("1", "0")) {
            String line = "candidate:0 1 UDP 2122187007 198.51.100.1 5000" + mid + " typ host";
            j.get(j.b.addIceCandidate(new RTCIceCandidateInit(line, mid, OptionalInt.empty(), "")));
            j.get(j.b.addIceCandidate(new RTCIceCandidateInit("", mid, OptionalInt.empty(), "")));
        }
        assertThat(j.b.getTransceivers())
                .allSatisfy(t -> assertThat(t.receiver()
                                .transport()
                                .orElseThrow()
                                .transport()
                                .getRemoteCandidates())
                        .extracting(RTCIceCandidate::port)
                        .containsExactly(50_000));
        j.end();
    }

    private static String sameCredentials(String sdp) {
        String ufrag = Jsep.lines(sdp, "a=ice-ufrag:").getFirst();
        String password = Jsep.lines(sdp, "a=ice-pwd:").getFirst();
        return sdp.replaceAll("a=ice-ufrag:.*", ufrag).replaceAll("a=ice-pwd:.*", password);
    }
}
