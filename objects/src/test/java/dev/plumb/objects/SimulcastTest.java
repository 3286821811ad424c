package dev.plumb.objects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.media.codec.MediaKind;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The same pictures in three sizes: all of them arrive, the largest that comes is decoded. */
class SimulcastTest {
    private final SimMedia media = new SimMedia(23);
    private final RTCRtpSender sender = media.pattern(640, 360);

    private RTCRtpParameters layers(boolean low, boolean middle, boolean high) {
        RTCRtpEncodingParameters any =
                media.parameters(MediaKind.VIDEO, "VP8").encodings().getFirst();
        return media.parameters(MediaKind.VIDEO, "VP8")
                .withEncodings(List.of(
                        any.withRid("lo")
                                .withResolutionScale(4)
                                .withMaxBitrateBps(100_000)
                                .withActive(low),
                        any.withRid("mi")
                                .withResolutionScale(2)
                                .withMaxBitrateBps(300_000)
                                .withActive(middle),
                        any.withRid("hi").withMaxBitrateBps(1_000_000).withActive(high)));
    }

    @Test
    void theLargestThatComesIsDecoded() {
        RTCRtpReceiver receiver = media.receiver(MediaKind.VIDEO);
        receiver.receive(layers(true, true, true));
        sender.send(layers(true, true, true));
        media.run(2000);
        assertThat(media.widths.getLast()).isEqualTo(640);
        sender.send(layers(true, true, false));
        media.run(1500);
        assertThat(media.widths.getLast()).isEqualTo(320);
        sender.send(layers(true, false, false));
        media.run(1500);
        assertThat(media.widths.getLast()).isEqualTo(160);
        int before = media.pictures.size();
        sender.send(layers(true, true, true));
        media.run(500);
        assertThat(media.widths.getLast()).isEqualTo(640);
        assertThat(media.longestPictureGapNanos(before)).isLessThan(100_000_000L);
        assertThat(receiver.track().muted()).isFalse();
    }

    @Test
    void everyLayersFramesAreThere() {
        RTCRtpReceiver receiver = media.sim.b.rtpReceiver(MediaKind.VIDEO, media.sim.dtlsB);
        Map<String, Integer> frames = new TreeMap<>();
        receiver.receiveEncoded(f -> frames.merge(f.metadata().rid(), 1, Integer::sum));
        receiver.receive(layers(true, true, true));
        sender.send(layers(true, true, true));
        media.run(2000);
        assertThat(frames.keySet()).containsExactly("hi", "lo", "mi");
        assertThat(frames.values()).allSatisfy(n -> assertThat(n).isGreaterThan(50));
        assertThat(sender.ssrcs()).doesNotHaveDuplicates().hasSize(3);
    }
}
