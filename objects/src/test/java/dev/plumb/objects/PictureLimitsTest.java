package dev.plumb.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.plumb.media.codec.MediaKind;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pictures that are larger than an agent takes. */
class PictureLimitsTest {
    private final SimMedia media = new SimMedia(37);

    @ParameterizedTest
    @ValueSource(strings = {"VP8", "H264"})
    void picturesBeyondTheLimitAreDroppedAndCountedAndNotAskedForAgainAndAgain(String codec) {
        RTCRtpParameters parameters = media.parameters(MediaKind.VIDEO, codec);
        media.sim.b.pictureLimits(320 * 192, 1 << 20);
        RTCRtpReceiver receiver = media.receiver(MediaKind.VIDEO);
        receiver.receive(parameters);
        media.pattern(640, 360).send(parameters);
        media.run(3000);
        assertThat(media.widths).isEmpty();
        var in = receiver.getStats().first("inbound-rtp").orElseThrow();
        assertThat(in.number("framesDropped")).isPositive();
        assertThat(in.number("framesDecoded")).isZero();
        assertThat(in.number("pliCount")).isLessThan(5);
    }

    @Test
    void capabilitiesSayWhatIsTaken() {
        assertThat(parameters("VP8")).doesNotContainKey("max-fs");
        assertThat(parameters("H264")).containsEntry("max-fs", "36864").containsEntry("profile-level-id", "42e01f");
        media.sim.b.pictureLimits(1920 * 1088, 64 << 20);
        assertThat(parameters("VP8")).containsEntry("max-fs", "8160");
        assertThat(parameters("H264")).containsEntry("max-fs", "8160").containsEntry("max-mbps", "244800");
        media.sim.b.pictureLimits(640 * 480, 64 << 20);
        assertThat(parameters("H264")) // level 2.1 has 792 macroblocks, level 3 more than we take
                .containsEntry("profile-level-id", "42e015")
                .containsEntry("max-fs", "1200");
        assertThatExceptionOfType(RTCException.class).isThrownBy(() -> media.sim.b.pictureLimits(0, 0));
    }

    private Map<String, String> parameters(String codec) {
        return media.sim.b.getReceiverCapabilities(MediaKind.VIDEO).codecs().stream()
                .filter(c -> c.name().equals(codec))
                .findFirst()
                .orElseThrow()
                .parameters();
    }
}
