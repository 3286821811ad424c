package dev.plumb.signal.jsep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.media.device.TestPattern;
import dev.plumb.media.device.TestPatternSource;
import dev.plumb.objects.RTCRtpCodecParameters;
import dev.plumb.objects.RTCRtpParameters;
import dev.plumb.testkit.LinkConditions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Peers whose H.264 is of another profile or mode than ours. */
class H264PeersTest {
    private final SimCall call = new SimCall(31, LinkConditions.PERFECT);
    private final List<Integer> atA = new ArrayList<>();
    private final List<Integer> atB = new ArrayList<>();

    /** Leaves nothing of an offer's video but H.264 with these parameters, and no feedback. */
    private static String onlyH264(String sdp, String fmtp) {
        String payloadType = sdp.replaceAll("(?s).*a=rtpmap:(\\d+) H264/90000.*", "$1");
        StringBuilder kept = new StringBuilder();
        for (String line : sdp.lines().toList()) {
            boolean ofPayloads = line.matches("a=(rtpmap|fmtp|rtcp-fb):\\d+ .*");
            boolean rtpmap = line.startsWith("a=rtpmap:" + payloadType + " ");
            if (!ofPayloads || rtpmap) {
                kept.append(line.replaceAll("^(m=video \\d+ \\S+).*", "$1 " + payloadType))
                        .append("\r\n");
            }
            if (rtpmap) {
                kept.append("a=fmtp:")
                        .append(payloadType)
                        .append(' ')
                        .append(fmtp)
                        .append("\r\n");
            }
        }
        return kept.toString();
    }

    private void negotiate(String fmtp) {
        call.a.addTrack(call.agentA.videoTrack("pattern", new TestPatternSource(320, 180, 30)), "s");
        call.b.addTrack(call.agentB.videoTrack("pattern", new TestPatternSource(320, 180, 30)), "s");
        call.a.onTrack(e -> e.track().onVideo(f -> TestPattern.numberIn(f).ifPresent(atA::add)));
        call.b.onTrack(e -> e.track().onVideo(f -> TestPattern.numberIn(f).ifPresent(atB::add)));
        call.negotiate(call.a, sdp -> onlyH264(sdp, fmtp));
        assertThat(call.clock.runUntil(call::connected, Duration.ofSeconds(10))).isTrue();
        call.clock.runFor(Duration.ofSeconds(3));
        assertThat(call.failures).isEmpty();
    }

    private RTCRtpCodecParameters received() {
        RTCRtpParameters p =
                call.b.getTransceivers().getFirst().receiver().getParameters().orElseThrow();
        return p.codecs().getFirst();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "profile-level-id=42000d",
                "profile-level-id=42000d;packetization-mode=1",
                "profile-level-id=4d001f;packetization-mode=1",
                "profile-level-id=64001f;level-asymmetry-allowed=1;packetization-mode=1",
                "profile-level-id=640c1f",
                "packetization-mode=0;profile-level-id=42e01f"
            })
    void whatCanBeDecodedIsTakenAndSent(String fmtp) {
        negotiate(fmtp);
        String answer = call.b.currentLocalDescription().orElseThrow().sdp();
        assertThat(answer).contains(fmtp.replaceAll(".*(profile-level-id=\\w+).*", "$1"));
        assertThat(answer.contains("packetization-mode=1")).isEqualTo(fmtp.contains("packetization-mode=1"));
        assertThat(atA.size()).isGreaterThan(60);
        assertThat(atB.size()).isGreaterThan(60);
    }

    @Test
    void aLevelAboveOursIsAnsweredByOurs() {
        negotiate("profile-level-id=640033;level-asymmetry-allowed=1;packetization-mode=1");
        String answer = call.b.currentLocalDescription().orElseThrow().sdp();
        assertThat(answer).contains("profile-level-id=64001f").contains("max-fs=36864");
        assertThat(atA.size()).isGreaterThan(60);
        assertThat(atB.size()).isGreaterThan(60);
    }

    @Test
    void parameterSetsOfTheDescriptionReachTheReceiverAndNotTheAnswer() {
        negotiate("profile-level-id=42e01f;packetization-mode=1;sprop-parameter-sets=Z0LAHg==,aM48gA==");
        assertThat(received().parameters()).containsEntry("sprop-parameter-sets", "Z0LAHg==,aM48gA==");
        assertThat(call.b.currentLocalDescription().orElseThrow().sdp()).doesNotContain("sprop");
        assertThat(atB.size()).isGreaterThan(60);
    }

    @Test
    void aFurtherOfferKeepsWhatWasAgreed() {
        negotiate("profile-level-id=42000d");
        call.negotiate(call.b);
        int before = atB.size();
        call.clock.runFor(Duration.ofSeconds(3));
        assertThat(call.failures).isEmpty();
        String offer = call.b.currentLocalDescription().orElseThrow().sdp();
        assertThat(offer).contains("profile-level-id=42000d");
        assertThat(atB.size()).isGreaterThan(before + 60);
    }
}
