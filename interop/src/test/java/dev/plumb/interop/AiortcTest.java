package dev.plumb.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plumb.media.device.TestPatternSource;
import dev.plumb.media.device.ToneSource;
import dev.plumb.media.video.VideoFrame;
import dev.plumb.objects.RTCDataChannel;
import dev.plumb.objects.RTCDataChannelState;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Data, sound and pictures with aiortc, as offerer and as answerer; assertions are on content. */
class AiortcTest {
    private static final double OUR_TONE_HZ = 440;
    private static final double THEIR_TONE_HZ = 1_000;

    @BeforeEach
    void isInstalled() throws Exception {
        assumeTrue(LinePeer.Stack.AIORTC.isInstalled(), "aiortc is not installed: SKIPPED");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void messagesOfAllSizesComeBackIntact(boolean weOffer) throws Exception {
        try (LineCall call = new LineCall(LinePeer.Stack.AIORTC)) {
            List<RTCDataChannel.Message> got = new CopyOnWriteArrayList<>();
            RTCDataChannel channel = call.pc.createDataChannel("from-java");
            channel.onMessage(got::add);
            call.connect(weOffer, false, true);
            Pause.until("the channel opens", 20, () -> channel.readyState() == RTCDataChannelState.OPEN);
            channel.send("grüß dich 🙂");
            Pause.until("a text comes back", 20, () -> got.size() == 1);
            assertThat(got.getFirst()).isEqualTo(new RTCDataChannel.Message.Text("echo grüß dich 🙂"));
            for (int size : new int[] {1, 1_000, 1_200, 16_384, 65_535, 65_536, 262_144}) {
                if (size > channel.transport().maxMessageSize()) {
                    continue; // aiortc's descriptions allow 64 KiB
                }
                got.clear();
                byte[] bytes = new byte[size];
                new Random(size).nextBytes(bytes);
                channel.send(bytes);
                Pause.until(size + " bytes come back", 30, () -> got.size() == 1);
                assertThat(got.getFirst() instanceof RTCDataChannel.Message.Binary(byte[] b) && Arrays.equals(b, bytes))
                        .as("%d bytes are intact", size)
                        .isTrue();
            }
            assertThat(channel.transport().maxMessageSize()).isGreaterThanOrEqualTo(65_536);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void soundAndPicturesArriveBothWays(boolean weOffer) throws Exception {
        try (LineCall call = new LineCall(LinePeer.Stack.AIORTC)) {
            call.pc.addTrack(call.agent.audioTrack("tone", new ToneSource(OUR_TONE_HZ, 0.5)), "ours");
            call.pc.addTrack(call.agent.videoTrack("pattern", new TestPatternSource(640, 360, 30)), "ours");
            Heard heard = new Heard();
            call.pc.onTrack(e -> heard.watch(e.track()));
            call.connect(weOffer, true, false);

            Pause.until("30 pictures of theirs", 30, () -> heard.pictures.size() >= 30);
            VideoFrame last = heard.pictures.getLast();
            assertThat(List.of(last.width(), last.height())).isEqualTo(List.of(320, 240));
            assertThat(redShare(last)).isGreaterThan(0.95);
            Pause.until("3 s of their sound", 30, () -> heard.tone.seconds() > 3);
            assertThat(heard.tone.shareAt(THEIR_TONE_HZ)).isGreaterThan(0.8);

            int first = call.peer
                    .await("picture", 30, e -> e.path("number").isInt())
                    .path("number")
                    .asInt();
            JsonNode later =
                    call.peer.await("picture", 30, e -> e.path("number").asInt(-1) > first + 30);
            assertThat(List.of(later.path("width").asInt(), later.path("height").asInt()))
                    .isEqualTo(List.of(640, 360));
            call.peer.await(
                    "tone",
                    30,
                    e -> Math.abs(e.path("hz").asInt() - OUR_TONE_HZ) <= 3
                            && e.path("peak").asDouble() > 0.2);
        }
    }

    private static double redShare(VideoFrame f) {
        int red = 0;
        int count = f.vOffset() - f.uOffset();
        for (int i = 0; i < count; i++) {
            int u = f.i420()[f.uOffset() + i] & 0xff;
            int v = f.i420()[f.vOffset() + i] & 0xff;
            red += u < 120 && v > 180 ? 1 : 0;
        }
        return (double) red / count;
    }
}
