package dev.plumb.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.plumb.media.device.TestPattern;
import dev.plumb.media.device.TestPatternSource;
import dev.plumb.media.device.ToneSource;
import dev.plumb.media.video.VideoFrame;
import dev.plumb.objects.RTCDataChannel;
import dev.plumb.objects.RTCDataChannelState;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Tests sound, pictures and data in one call with stacks that check more of a bundle than browsers do, offered by
 * either side. Pion and GStreamer send back what they receive; aiortc sends a tone and a picture of its own.
 */
class WholeCallTest {
    private static final double OUR_TONE_HZ = 440;
    private static final double AIORTC_TONE_HZ = 1_000;

    @ParameterizedTest
    @CsvSource({"AIORTC,true", "AIORTC,false", "PION,true", "PION,false", "GSTREAMER,true", "GSTREAMER,false"})
    void soundPicturesAndTextsGoBothWays(LinePeer.Stack stack, boolean weOffer) throws Exception {
        assumeTrue(stack.isInstalled(), stack + " is not installed: SKIPPED");
        try (LineCall call = new LineCall(stack)) {
            call.pc.addTrack(call.agent.audioTrack("tone", new ToneSource(OUR_TONE_HZ, 0.5)), "ours");
            call.pc.addTrack(call.agent.videoTrack("pattern", new TestPatternSource(320, 240, 30)), "ours");
            RTCDataChannel channel = call.pc.createDataChannel("from-java");
            List<RTCDataChannel.Message> got = new CopyOnWriteArrayList<>();
            channel.onMessage(got::add);
            Heard heard = new Heard();
            call.pc.onTrack(e -> heard.watch(e.track()));
            call.connect(weOffer, true, true);
            Pause.until("the channel opens", 20, () -> channel.readyState() == RTCDataChannelState.OPEN);
            channel.send("hello");
            Pause.until("its echo", 20, () -> got.contains(new RTCDataChannel.Message.Text("echo hello")));
            Pause.until("30 pictures", 60, () -> heard.pictures.size() >= 30);
            Pause.until("3 s of sound", 60, () -> heard.tone.seconds() > 3);
            boolean echoes = stack != LinePeer.Stack.AIORTC;
            assertThat(heard.tone.shareAt(echoes ? OUR_TONE_HZ : AIORTC_TONE_HZ))
                    .isGreaterThan(0.8);
            VideoFrame last = heard.pictures.getLast();
            assertThat(List.of(last.width(), last.height())).isEqualTo(List.of(320, 240));
            if (echoes) {
                assertThat(TestPattern.numberIn(last)).isPresent();
            } else {
                call.peer.await("picture", 30, e -> e.path("number").isInt());
                call.peer.await("tone", 30, e -> Math.abs(e.path("hz").asInt() - OUR_TONE_HZ) <= 3);
            }
        }
    }
}
