package dev.plumb.signal.jsep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.media.codec.MediaKind;
import dev.plumb.objects.RTCRtpEncodingParameters;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * What we write does not change by itself. Where it is to change, {@code -Dplumb.golden=write} writes the files anew, to be looked at
 * before they are committed.
 */
class GoldenTest {
    private static final Pattern RANDOM = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
            + "|(?<=a=ice-(ufrag|pwd):)\\S+|(?<=a=fingerprint:sha-256 )\\S+|(?<= cname:)\\S+");

    private static void offerOf(Jsep j, String name) throws IOException {
        List<String> descriptions = new ArrayList<>();
        RTCSessionDescription offer = j.get(j.a.setLocalDescription());
        descriptions.add(offer.sdp());
        j.get(j.b.setRemoteDescription(offer));
        RTCSessionDescription answer = j.get(j.b.setLocalDescription());
        descriptions.add(answer.sdp());
        j.get(j.a.setRemoteDescription(answer));
        j.settle();
        compare(name + ".offer", descriptions.get(0));
        compare(name + ".answer", descriptions.get(1));
    }

    private static void compare(String name, String sdp) throws IOException {
        String stable = withoutIds(sdp);
        if ("write".equals(System.getProperty("plumb.golden"))) {
            Files.writeString(Path.of("src/test/resources/golden", name + ".sdp"), stable);
            return;
        }
        try (var in = Objects.requireNonNull(GoldenTest.class.getResourceAsStream("/golden/" + name + ".sdp"), name)) {
            assertThat(stable).as(name).isEqualTo(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    /** What is random is numbered, so that what is the same, and what is not, still shows. */
    private static String withoutIds(String sdp) {
        List<String> seen = new ArrayList<>();
        return RANDOM.matcher(sdp).replaceAll(m -> Matcher.quoteReplacement(numbered(seen, m.group())));
    }

    private static String numbered(List<String> seen, String id) {
        if (!seen.contains(id)) {
            seen.add(id);
        }
        return "id-" + seen.indexOf(id);
    }

    private static void audio(Jsep j) {
        j.a.addTrack(SilentSource.track(j.call.agentA, MediaKind.AUDIO), "stream");
    }

    private static void video(Jsep j) {
        j.a.addTrack(SilentSource.track(j.call.agentA, MediaKind.VIDEO), "stream");
    }

    @Test
    void audioAlone() throws IOException {
        Jsep j = new Jsep();
        audio(j);
        offerOf(j, "audio");
    }

    @Test
    void videoAlone() throws IOException {
        Jsep j = new Jsep();
        video(j);
        offerOf(j, "video");
    }

    @Test
    void dataAlone() throws IOException {
        Jsep j = new Jsep();
        j.a.createDataChannel("x");
        offerOf(j, "data");
    }

    @Test
    void allTogetherThenHeldThenRestarted() throws IOException {
        Jsep j = new Jsep();
        audio(j);
        video(j);
        video(j);
        j.a.createDataChannel("x");
        offerOf(j, "all");
        j.a.getTransceivers().forEach(t -> t.direction(RTCRtpTransceiverDirection.INACTIVE));
        offerOf(j, "hold");
        j.a.restartIce();
        offerOf(j, "restart");
    }

    @Test
    void simulcast() throws IOException {
        Jsep j = new Jsep();
        RTCRtpEncodingParameters e = RTCRtpEncodingParameters.DEFAULT;
        j.a.addTransceiver(
                MediaKind.VIDEO,
                new RTCRtpTransceiverInit(
                        RTCRtpTransceiverDirection.SENDONLY,
                        List.of(),
                        List.of(e.withRid("h"), e.withRid("m").withActive(false), e.withRid("l"))));
        offerOf(j, "simulcast");
    }

    @Test
    void rejectedThenRecycled() throws IOException {
        Jsep j = new Jsep();
        audio(j);
        j.a.createDataChannel("x");
        offerOf(j, "first");
        j.a.getTransceivers().getFirst().stop();
        offerOf(j, "rejected");
        video(j);
        offerOf(j, "recycled");
    }
}
