package dev.plumb.signal.jsep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumb.media.codec.MediaKind;
import dev.plumb.media.device.TestPattern;
import dev.plumb.media.device.TestPatternSource;
import dev.plumb.media.device.ToneSource;
import dev.plumb.objects.MediaStreamTrack;
import dev.plumb.objects.RTCDataChannel;
import dev.plumb.objects.RTCDataChannelParameters;
import dev.plumb.objects.RTCDataChannelState;
import dev.plumb.testkit.LinkConditions;
import dev.plumb.testkit.Seeds;
import dev.plumb.testkit.ToneMeter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole calls under simulated time: sound, pictures and messages between two RTCPeerConnections. */
class SimulatedCallTest {
    private static final LinkConditions POOR = LinkConditions.PERFECT
            .withDelay(Duration.ofMillis(20))
            .withJitter(Duration.ofMillis(50))
            .withLoss(0.05)
            .withReorder(0.02, Duration.ofMillis(50));
    private static final int MESSAGES = 40;

    @Test
    void callsOverAPoorNetworkConnectAndLoseNoMessageAndLeaveNothingBehind() {
        Seeds.forEach(100, seed -> {
            SimCall call = new SimCall(seed, POOR);
            call.a.addTrack(call.agentA.audioTrack("tone", new ToneSource(500, 0.5)), "s");
            call.b.addTrack(call.agentB.audioTrack("tone", new ToneSource(700, 0.5)), "s");
            ToneMeter atB = new ToneMeter(48_000);
            call.b.onTrack(e -> e.track().onAudio(f -> atB.add(f.samples(), f.channels())));
            List<String> received = new ArrayList<>();
            List<String> echoed = new ArrayList<>();
            call.b.onDataChannel(c -> c.onMessage(m -> {
                received.add(((RTCDataChannel.Message.Text) m).text());
                c.send(((RTCDataChannel.Message.Text) m).text());
            }));
            List<String> sent = new ArrayList<>();
            RTCDataChannel channel = call.a.createDataChannel("x");
            channel.onMessage(m -> echoed.add(((RTCDataChannel.Message.Text) m).text()));
            channel.onOpen(c -> {
                for (int i = 0; i < MESSAGES; i++) {
                    sent.add(i + ":" + "m".repeat(i * 50));
                    c.send(sent.getLast());
                }
            });
            call.negotiate(call.a);
            assertThat(call.clock.runUntil(call::connected, Duration.ofSeconds(60)))
                    .as("connects: %s %s", call.a.connectionState(), call.failures)
                    .isTrue();
            assertThat(call.clock.runUntil(() -> echoed.size() >= MESSAGES, Duration.ofSeconds(60)))
                    .as("%d of %d echoed", echoed.size(), MESSAGES)
                    .isTrue();
            call.clock.runFor(Duration.ofSeconds(2));
            assertThat(received).isEqualTo(sent);
            assertThat(echoed).isEqualTo(sent);
            assertThat(atB.seconds()).isGreaterThan(1);
            assertThat(atB.shareAt(500)).isGreaterThan(0.7);
            assertThat(call.failures).isEmpty();
            assertThat(call.leftAfterClose()).isEqualTo(SimCall.nothing());
        });
    }

    @Test
    void picturesAreRepairedByRetransmission() {
        Seeds.forEach(5, seed -> {
            SimCall call = new SimCall(seed, POOR);
            call.a.addTrack(call.agentA.videoTrack("pattern", new TestPatternSource(320, 180, 15)), "s");
            List<Integer> numbers = new ArrayList<>();
            call.b.onTrack(e -> e.track().onVideo(f -> TestPattern.numberIn(f).ifPresent(numbers::add)));
            call.negotiate(call.a);
            assertThat(call.clock.runUntil(() -> numbers.size() >= 60, Duration.ofSeconds(30)))
                    .as("%d pictures", numbers.size())
                    .isTrue();
            assertThat(numbers).isSorted().doesNotHaveDuplicates();
            // two links lose a tenth together: a wait of two seconds for a key frame may happen, once
            assertThat(numbers.getLast() - numbers.getFirst()).isLessThan(90);
            assertThat(call.leftAfterClose()).isEqualTo(SimCall.nothing());
        });
    }

    @Test
    void aReofferAddsVideoToAVoiceCallAndRejectedSectionsStayInPlace() {
        SimCall call = new SimCall(1, LinkConditions.PERFECT);
        call.a.addTrack(call.agentA.audioTrack("tone", new ToneSource(500, 0.5)), "s");
        call.negotiate(call.a);
        assertThat(call.clock.runUntil(call::connected, Duration.ofSeconds(10))).isTrue();
        List<MediaStreamTrack> tracks = new ArrayList<>();
        List<Integer> numbers = new ArrayList<>();
        call.a.onTrack(e -> {
            tracks.add(e.track());
            e.track().onVideo(f -> TestPattern.numberIn(f).ifPresent(numbers::add));
        });
        call.b.addTrack(call.agentB.videoTrack("pattern", new TestPatternSource(320, 180, 15)), "t");
        call.b.createDataChannel("later");
        call.negotiate(call.b);
        assertThat(call.clock.runUntil(() -> numbers.size() > 5, Duration.ofSeconds(10)))
                .isTrue();
        assertThat(tracks).hasSize(1);
        RTCRtpTransceiver video = call.b.getTransceivers().get(1);
        assertThat(video.mid()).contains("1");
        assertThat(video.currentDirection()).contains(RTCRtpTransceiverDirection.SENDONLY);
        video.stop();
        call.negotiate(call.b);
        call.clock.runFor(Duration.ofSeconds(1));
        assertThat(call.stable()).isTrue();
        assertThat(call.a.localDescription().orElseThrow().sdp())
                .containsPattern("m=audio [1-9]")
                .contains("m=video 0")
                .containsPattern("m=application [1-9]");
        assertThat(call.failures).isEmpty();
        assertThat(call.connected()).isTrue();
        assertThat(call.leftAfterClose()).isEqualTo(SimCall.nothing());
    }

    @Test
    void anIceRestartKeepsTheCall() {
        SimCall call = new SimCall(2, LinkConditions.PERFECT);
        List<String> received = new ArrayList<>();
        call.b.onDataChannel(c -> c.onMessage(m -> received.add(((RTCDataChannel.Message.Text) m).text())));
        RTCDataChannel channel = call.a.createDataChannel("x");
        call.negotiate(call.a);
        assertThat(call.clock.runUntil(call::connected, Duration.ofSeconds(10))).isTrue();
        call.clock.runFor(Duration.ofSeconds(1));
        String before = call.a.localDescription().orElseThrow().sdp();
        call.a.restartIce();
        call.negotiate(call.a);
        for (int i = 0; i < 50; i++) {
            channel.send("n" + i);
            call.clock.runFor(Duration.ofMillis(50));
        }
        assertThat(call.clock.runUntil(() -> received.size() == 50 && call.connected(), Duration.ofSeconds(10)))
                .isTrue();
        assertThat(ufrag(call.a.localDescription().orElseThrow().sdp())).isNotEqualTo(ufrag(before));
        assertThat(call.failures).isEmpty();
        assertThat(call.leftAfterClose()).isEqualTo(SimCall.nothing());
    }

    /** The second restart comes at once, while the first is under way, or soon after it. */
    @ParameterizedTest
    @ValueSource(ints = {0, 125, 140, 250})
    void nothingThatIsUnderWayIsLostInRestarts(int secondAt) {
        SimCall call = new SimCall(4, LinkConditions.PERFECT.withDelay(Duration.ofMillis(400)));
        Set<String> received = new HashSet<>();
        call.b.onDataChannel(c -> c.onMessage(m -> received.add(((RTCDataChannel.Message.Text) m).text())));
        RTCDataChannel channel = call.a.createDataChannel(
                RTCDataChannelParameters.of("x").withOrdered(false).withMaxRetransmits(0));
        call.negotiate(call.a);
        assertThat(call.clock.runUntil(() -> channel.readyState() == RTCDataChannelState.OPEN, Duration.ofSeconds(20)))
                .isTrue();
        int ports = call.hostA.openPorts();
        call.a.restartIce();
        call.negotiate(call.a);
        for (int i = 0; i < 600; i++) {
            if (i == secondAt && i > 0) {
                call.a.restartIce();
                call.negotiate(call.a);
            }
            channel.send("n" + i);
            call.clock.runFor(Duration.ofMillis(20));
        }
        call.clock.runFor(Duration.ofSeconds(1));
        assertThat(received).hasSize(600);
        assertThat(call.hostA.openPorts()).isEqualTo(ports);
        assertThat(call.leftAfterClose()).isEqualTo(SimCall.nothing());
    }

    private static String ufrag(String sdp) {
        return sdp.lines().filter(l -> l.startsWith("a=ice-ufrag:")).findFirst().orElseThrow();
    }

    @Test
    void aDescriptionThatCannotBeReadNamesItsLine() {
        SimCall call = new SimCall(3, LinkConditions.PERFECT);
        var result = call.a.setRemoteDescription(
                RTCSessionDescription.offer("v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\nm=audio nonsense\r\n"));
        call.clock.runFor(Duration.ofMillis(10));
        assertThatThrownBy(result::get)
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        SdpException.class, e -> assertThat(e.sdpLineNumber()).isEqualTo(5));
        assertThat(call.a.signalingState()).isEqualTo(RTCSignalingState.STABLE);
    }

    @Test
    void negotiationIsAskedForOnceAndOnlyWhenNeeded() {
        SimCall call = new SimCall(4, LinkConditions.PERFECT);
        List<RTCPeerConnection> asked = new ArrayList<>();
        call.a.onNegotiationNeeded(asked::add);
        call.a.addTransceiver(MediaKind.AUDIO, RTCRtpTransceiverInit.DEFAULT);
        call.a.createDataChannel("x");
        call.clock.runFor(Duration.ofMillis(10));
        assertThat(asked).hasSize(1);
        call.negotiate(call.a);
        assertThat(call.clock.runUntil(call::connected, Duration.ofSeconds(10))).isTrue();
        call.clock.runFor(Duration.ofSeconds(1));
        assertThat(asked).hasSize(1);
    }

    @Test
    void aBrowsersRecordedOfferIsAnswered() throws Exception {
        for (String name : List.of("chrome-default.offer.sdp", "firefox-default.offer.sdp")) {
            String sdp;
            try (var in = SimulatedCallTest.class.getResourceAsStream("/recordings/" + name)) {
                sdp = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
            SimCall call = new SimCall(5, LinkConditions.PERFECT);
            call.a.addTrack(call.agentA.audioTrack("tone", new ToneSource(500, 0.5)), "s");
            var answer = call.a
                    .setRemoteDescription(RTCSessionDescription.offer(sdp))
                    .thenCompose(o -> call.a.setLocalDescription());
            call.clock.runFor(Duration.ofMillis(100));
            assertThat(answer.get().sdp())
                    .as(name)
                    .contains("a=group:BUNDLE 0 1 2")
                    .contains("a=setup:active")
                    .contains("opus/48000/2")
                    .contains("VP8/90000")
                    .contains("a=sctp-port:5000")
                    .contains("a=sendrecv");
        }
    }

    @Test
    void aRefusedFirstSectionDoesNotKeepTheOthersFromConnecting() {
        SimCall call = new SimCall(6, LinkConditions.PERFECT);
        call.a.addTrack(call.agentA.audioTrack("tone", new ToneSource(500, 0.5)), "s");
        RTCDataChannel channel = call.a.createDataChannel("x");
        RTCRtpTransceiver audio = call.a.getTransceivers().getFirst();
        // the first section offers codecs that nobody has
        call.negotiate(call.a, sdp -> sdp.replace("opus/48000", "no1/48000").replace("PCM", "no2"));
        assertThat(call.clock.runUntil(
                        () -> channel.readyState() == RTCDataChannelState.OPEN && call.connected(),
                        Duration.ofSeconds(10)))
                .as("%s", call.failures)
                .isTrue();
        assertThat(call.b.localDescription().orElseThrow().sdp()).contains("m=audio 0");
        assertThat(audio.direction()).isEqualTo(RTCRtpTransceiverDirection.STOPPED);
        assertThat(audio.currentDirection()).contains(RTCRtpTransceiverDirection.STOPPED);
        assertThat(call.a.getTransceivers()).isEmpty();
        assertThat(call.leftAfterClose()).isEqualTo(SimCall.nothing());
    }

    @Test
    void candidatesThatAreNoneAreLeftOutAndTheCallConnects() {
        SimCall call = new SimCall(7, LinkConditions.PERFECT);
        RTCDataChannel channel = call.a.createDataChannel("x");
        call.negotiate(
                call.a,
                sdp -> sdp
                        + "a=candidate:1 1 udp 1 999.1.1.1 5000 typ host\r\n"
                        + "a=candidate:1 1 udp 1 ::g 5000 typ host\r\n"
                        + "a=candidate:1 1 udp 1 nowhere.local 5000 typ host\r\n"
                        + "a=candidate:1 1 udp 1 192.0.2.7 5000 typ unheard\r\n");
        assertThat(call.clock.runUntil(() -> channel.readyState() == RTCDataChannelState.OPEN, Duration.ofSeconds(10)))
                .as("%s", call.failures)
                .isTrue();
        assertThat(call.failures).isEmpty();
        assertThat(call.leftAfterClose()).isEqualTo(SimCall.nothing());
    }

    @Test
    void restartsOneAfterTheOtherLeakNoPort() {
        SimCall call = new SimCall(8, LinkConditions.PERFECT);
        RTCDataChannel channel = call.a.createDataChannel("x");
        call.negotiate(call.a);
        assertThat(call.clock.runUntil(() -> channel.readyState() == RTCDataChannelState.OPEN, Duration.ofSeconds(10)))
                .isTrue();
        for (int i = 0; i < 8; i++) {
            call.a.restartIce();
            call.negotiate(call.a);
            call.clock.runFor(Duration.ofMillis(100));
        }
        call.clock.runFor(Duration.ofSeconds(5));
        assertThat(call.connected()).as("%s", call.failures).isTrue();
        assertThat(call.hostA.openPorts()).isLessThanOrEqualTo(2);
        assertThat(call.hostB.openPorts()).isLessThanOrEqualTo(2);
        assertThat(call.leftAfterClose()).isEqualTo(SimCall.nothing());
    }
}
