package dev.plumb.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plumb.media.device.TestPatternSource;
import dev.plumb.media.device.ToneSource;
import dev.plumb.media.video.VideoFrame;
import dev.plumb.objects.RTCDataChannel;
import dev.plumb.objects.stats.RTCStats;
import dev.plumb.objects.stats.RTCStatsReport;
import dev.plumb.signal.jsep.RTCPeerConnectionState;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sound and pictures with real browsers, each as offerer and as answerer; assertions are on content. */
class BrowserMediaTest {
    private static final double OUR_TONE_HZ = 1_000;

    @ParameterizedTest
    @CsvSource({"CHROMIUM,true", "CHROMIUM,false", "FIREFOX,true", "FIREFOX,false"})
    void soundPicturesAndTextsGoBothWays(Browser.Kind kind, boolean weOffer) throws Exception {
        assumeTrue(kind.isInstalled(), kind + " is not installed: SKIPPED");
        try (Browser browser = Browser.start(kind);
                BrowserCall call = new BrowserCall(browser, true, true, true)) {
            call.pc.addTrack(call.agent.audioTrack("tone", new ToneSource(OUR_TONE_HZ, 0.5)), "ours");
            call.pc.addTrack(call.agent.videoTrack("pattern", new TestPatternSource(640, 360, 30)), "ours");
            RTCDataChannel channel = call.pc.createDataChannel("from-java");
            List<RTCDataChannel.Message> echoes = new CopyOnWriteArrayList<>();
            channel.onMessage(echoes::add);
            Heard heard = new Heard();
            call.pc.onTrack(e -> heard.watch(e.track()));
            if (weOffer) {
                call.weOffer();
            } else {
                call.theyOffer();
            }
            browser.await("state", e -> e.path("value").asText().equals("connected"), 30);
            Pause.until("connected", 20, () -> call.pc.connectionState() == RTCPeerConnectionState.CONNECTED);

            channel.onOpen(c -> c.send("hello"));
            Pause.until("an echo", 30, () -> echoes.contains(new RTCDataChannel.Message.Text("echo hello")));
            theirCameraAndMicrophoneReachUs(kind, heard);
            ourPictureAndToneReachThem(browser);
            figuresAreThere(call);
            call.pc.close();
            Pause.until("the page notices that we have closed", 30, () -> pageHasNoticed(browser));
        }
    }

    private static void theirCameraAndMicrophoneReachUs(Browser.Kind kind, Heard heard) {
        Pause.until("60 pictures", 30, () -> heard.pictures.size() >= 60);
        Pause.until("3 s of sound", 30, () -> heard.tone.seconds() > 3);
        VideoFrame last = heard.pictures.getLast();
        // a browser begins with smaller pictures where it knows nothing of the way
        assertThat(last.width()).isBetween(160, 640);
        assertThat((double) last.width() / last.height()).isBetween(1.3, 1.8);
        if (kind == Browser.Kind.CHROMIUM) {
            // the fake camera is green with a dark pac-man on it; the fake microphone beeps
            assertThat(FakeDevices.greenShare(last)).isGreaterThan(0.4);
            assertThat(heard.tone.loudestHz()).isBetween(150.0, 2_000.0);
        } else {
            // the fake camera is of one colour, which changes; the fake microphone hums at 1 kHz
            assertThat(FakeDevices.uniformShare(last)).isGreaterThan(0.8);
            assertThat(heard.tone.shareAt(1_000)).isGreaterThan(0.8);
        }
        assertThat(FakeDevices.changes(heard.pictures)).as("the picture moves").isTrue();
    }

    private static void ourPictureAndToneReachThem(Browser browser) {
        int first = Pause.value(
                "a picture with its number",
                20,
                () -> browser.call("picture").path("number").asInt(-1));
        Pause.until(
                "a later picture",
                20,
                () -> browser.call("picture").path("number").asInt(-1) > first + 10);
        JsonNode picture = Pause.value(
                "a whole picture",
                20,
                () -> browser.call("picture"),
                p -> p.path("number").asInt(-1) >= 0);
        assertThat(picture.path("width").asInt()).isEqualTo(640);
        // the leftmost bar is light grey, the rightmost blue
        assertThat(picture.path("left").get(0).asInt()).isGreaterThan(130);
        assertThat(picture.path("right").get(2).asInt())
                .isGreaterThan(picture.path("right").get(0).asInt() + 60);
        Pause.until("our tone in the page", 20, () -> {
            JsonNode tone = browser.call("tone");
            return Math.abs(tone.path("frequency").asDouble() - OUR_TONE_HZ) < 30
                    && tone.path("level").asDouble() > -60;
        });
    }

    private static void figuresAreThere(BrowserCall call) throws Exception {
        RTCStatsReport report = call.pc.getStats().get(10, TimeUnit.SECONDS);
        List<RTCStats> in = report.ofType("inbound-rtp");
        assertThat(in).extracting(s -> s.text("kind")).contains("audio", "video");
        assertThat(in).allMatch(s -> s.number("packetsReceived") > 10);
        assertThat(report.ofType("outbound-rtp")).hasSize(2).allMatch(s -> s.number("packetsSent") > 10);
        assertThat(report.first("transport").orElseThrow().text("dtlsState")).isEqualTo("connected");
    }

    private static boolean pageHasNoticed(Browser browser) {
        return !browser.call("state").path("connection").asText().equals("connected");
    }
}
