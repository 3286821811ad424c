package dev.plumb.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plumb.media.codec.MediaKind;
import dev.plumb.media.video.VideoFrame;
import dev.plumb.objects.RTCEncodedFrame;
import dev.plumb.objects.RTCEncodedFrameMetadata;
import dev.plumb.objects.RTCEncodedVideoFrame;
import dev.plumb.objects.stats.RTCStats;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Three layers of one picture from real browsers. */
class BrowserSimulcastTest {
    private static final List<Map<String, Object>> LAYERS = List.of(
            Map.of("rid", "q", "scaleResolutionDownBy", 4, "maxBitrate", 150_000),
            Map.of("rid", "h", "scaleResolutionDownBy", 2, "maxBitrate", 400_000),
            Map.of("rid", "f", "maxBitrate", 1_500_000));
    private static final Map<String, Integer> WIDTHS = Map.of("q", 320, "h", 640, "f", 1280);

    /** A browser finds out what the way carries before it sends the largest. */
    private static final int PATIENCE_SECONDS = 90;

    private static final Browsers BROWSERS = new Browsers();

    @AfterAll
    static void close() {
        BROWSERS.close();
    }

    /** Frames of each layer. */
    private static final class Layers {
        final Map<String, RTCEncodedFrameMetadata> last = new ConcurrentHashMap<>();
        final Map<String, Integer> frames = new ConcurrentHashMap<>();
        final Map<String, Integer> keyFrames = new ConcurrentHashMap<>();

        void add(RTCEncodedFrame frame) {
            String rid = frame.metadata().rid();
            frames.merge(rid, 1, Integer::sum);
            if (frame instanceof RTCEncodedVideoFrame v && v.type() == RTCEncodedVideoFrame.Type.KEY) {
                keyFrames.merge(rid, 1, Integer::sum);
                last.put(rid, v.metadata());
            }
        }

        int width(String rid) {
            RTCEncodedFrameMetadata m = last.get(rid);
            return m == null ? 0 : m.width();
        }
    }

    @ParameterizedTest
    @EnumSource(Browser.Kind.class)
    void threeLayersArriveAsThreeStreams(Browser.Kind kind) throws Exception {
        try (NegotiatingCall call = new NegotiatingCall(BROWSERS.of(kind), true)) {
            Layers layers = new Layers();
            call.pc.onTrack(e -> e.receiver().receiveEncoded(layers::add));
            call.browser.call("addSimulcast", "layers", "#0000c0", 1280, 720, LAYERS);
            String mid = call.midOf("layers");
            call.connected();
            Pause.until(
                    "frames of three layers",
                    PATIENCE_SECONDS,
                    () -> WIDTHS.keySet().stream().allMatch(rid -> layers.frames.getOrDefault(rid, 0) > 10));
            WIDTHS.forEach((rid, width) -> Pause.until(
                    "layer " + rid + " in its size; they are " + layers.last,
                    PATIENCE_SECONDS,
                    () -> layers.width(rid) == width));
            assertThat(layers.frames.keySet()).isEqualTo(Set.of("q", "h", "f"));
            assertThat(layers.last.values()).allSatisfy(m -> {
                assertThat(m.mimeType()).isEqualTo("video/VP8");
                assertThat(m.height() * 16).isEqualTo(m.width() * 9);
            });
            assertThat(layers.last.values())
                    .extracting(RTCEncodedFrameMetadata::ssrc)
                    .doesNotHaveDuplicates();
            statisticsTellThemApart(call, layers);

            int before = layers.keyFrames.get("h");
            call.transceiver(mid).receiver().sendKeyFrameRequest();
            Pause.until("a key frame for the asking", PATIENCE_SECONDS, () -> layers.keyFrames.get("h") > before);
            call.nothingFailed();
        }
    }

    private static void statisticsTellThemApart(NegotiatingCall call, Layers layers) {
        List<RTCStats> in = NegotiatingCall.get(call.pc.getStats()).ofType("inbound-rtp");
        assertThat(in).hasSize(3);
        for (JsonNode out : call.browser.call("stats")) {
            if (out.path("type").asText().equals("outbound-rtp")) {
                long ssrc = out.path("ssrc").asLong();
                assertThat(layers.last.get(out.path("rid").asText()).ssrc()).isEqualTo(ssrc);
                RTCStats ours = in.stream()
                        .filter(s -> (long) s.number("ssrc") == ssrc)
                        .findFirst()
                        .orElseThrow();
                assertThat(out.path("packetsSent").asLong())
                        .isGreaterThanOrEqualTo((long) ours.number("packetsReceived"));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Browser.Kind.class)
    void theLargestLayerIsDecoded(Browser.Kind kind) throws Exception {
        try (NegotiatingCall call = new NegotiatingCall(BROWSERS.of(kind), true)) {
            call.browser.call("addSimulcast", "layers", "#0000c0", 1280, 720, LAYERS);
            String mid = call.midOf("layers");
            call.connected();
            Pause.until("the largest pictures", PATIENCE_SECONDS, () -> {
                VideoFrame last = call.theirPictureArrives(mid);
                return last.width() == 1280 && FakeDevices.isBluish(last);
            });
            // without the largest, the next one is shown
            call.browser.call("active", "layers", "f", false);
            Pause.until(
                    "the next layer",
                    PATIENCE_SECONDS,
                    () -> call.theirPictureArrives(mid).width() == 640);
            call.browser.call("active", "layers", "f", true);
            Pause.until(
                    "the largest again",
                    PATIENCE_SECONDS,
                    () -> call.theirPictureArrives(mid).width() == 1280);
            assertThat(call.transceiver(mid).kind()).isEqualTo(MediaKind.VIDEO);
            call.nothingFailed();
        }
    }

    @ParameterizedTest
    @EnumSource(Browser.Kind.class)
    void layersStayLayersWhenWeOffer(Browser.Kind kind) throws Exception {
        try (NegotiatingCall call = new NegotiatingCall(BROWSERS.of(kind), true)) {
            String ours = call.midOf(call.addPattern(320, 180));
            call.agreed();
            call.browser.call("addSimulcast", "layers", "#0000c0", 1280, 720, LAYERS);
            String mid = call.midOf("layers");
            assertThat(mid).isNotEqualTo(ours);
            call.connected();
            call.ourPictureArrives(ours);
            call.theirPictureArrives(mid);
            // negotiated again, by us, layers stay layers
            call.addTone(500);
            call.ourToneArrives(500);
            Pause.until(
                    "three streams still",
                    PATIENCE_SECONDS,
                    () -> NegotiatingCall.get(call.pc.getStats()).ofType("inbound-rtp").stream()
                                    .filter(s -> s.text("mid").equals(mid))
                                    .map(s -> s.number("ssrc"))
                                    .distinct()
                                    .count()
                            == 3);
            call.theirPictureArrives(mid);
            call.nothingFailed();
        }
    }
}
