package dev.plumb.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.plumb.media.codec.MediaKind;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who is heard, and how loud. */
class SourcesTest {
    private final SimMedia media = new SimMedia(13);

    @Test
    void levelsAndContributingSourcesAreKnownForTenSeconds() {
        RTCRtpSender sender = media.tone(500);
        RTCRtpReceiver receiver = media.receiver(MediaKind.AUDIO);
        receiver.receive(media.parameters(MediaKind.AUDIO, "opus"));
        sender.contributingSources(List.of(RTCRtpContributingSource.of(17, 0.5), RTCRtpContributingSource.of(18, 0)));
        sender.send(media.parameters(MediaKind.AUDIO, "opus"));
        media.run(1000);
        sender.contributingSources(List.of(RTCRtpContributingSource.of(19, 1)));
        media.run(1000);
        var synchronizing = receiver.getSynchronizationSources();
        assertThat(synchronizing).singleElement().satisfies(s -> {
            assertThat(s.source()).isEqualTo(sender.ssrcs().getFirst());
            // a sine of half amplitude
            assertThat(s.audioLevel().orElseThrow()).isCloseTo(0.5 / Math.sqrt(2), within(0.05));
            assertThat(media.sim.hostB.loop().wallNanos() / 1e6 - s.timestamp()).isBetween(0.0, 100.0);
        });
        var contributing = receiver.getContributingSources();
        assertThat(contributing).extracting(RTCRtpContributingSource::source).containsExactlyInAnyOrder(17L, 18L, 19L);
        assertThat(contributing.getFirst().source()).isEqualTo(19);
        assertThat(contributing.getFirst().audioLevel().orElseThrow()).isCloseTo(1, within(0.01));
        assertThat(contributing).anySatisfy(s -> {
            assertThat(s.source()).isEqualTo(17);
            assertThat(s.audioLevel().orElseThrow()).isCloseTo(0.5, within(0.05));
        });
        media.run(9_500);
        assertThat(receiver.getContributingSources()).hasSize(1);
        sender.stop();
        media.run(11_000);
        assertThat(receiver.getContributingSources()).isEmpty();
        assertThat(receiver.getSynchronizationSources()).isEmpty();
    }
}
