package dev.plumb.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumb.media.codec.MediaKind;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class RtpDictionariesTest {
    private static final RTCRtpCodecParameters VP8 =
            new RTCRtpCodecParameters("VP8", 96, 90_000, 0, List.of(), Map.of());

    @Test
    void changesOneThingAndKeepsTheRest() {
        var encoding = RTCRtpEncodingParameters.DEFAULT
                .withSsrc(1)
                .withRtxSsrc(2)
                .withRid("hi")
                .withMaxBitrateBps(1000)
                .withResolutionScale(2);
        assertThat(encoding.withActive(false).withActive(true)).isEqualTo(encoding);
        assertThat(encoding.rtxSsrc()).hasValue(2);
        assertThat(encoding.withEncodingId("E2", "E1").dependencyEncodingIds()).containsExactly("E1");
        var parameters = RTCRtpParameters.of("0", List.of(VP8)).withExtensions(List.of(RTCExtension.known("a:b")));
        assertThat(parameters.withMuxId("1").withMuxId("0")).isEqualTo(parameters);
        assertThat(VP8.withPtimeMillis(20).withPayloadType(97).mimeType(MediaKind.VIDEO))
                .isEqualTo("video/VP8");
    }

    @Test
    void refusesWhatHasNoMeaning() {
        var encoding = RTCRtpEncodingParameters.DEFAULT;
        assertName(() -> encoding.withResolutionScale(0.5), RTCException.Name.RANGE_ERROR);
        assertName(() -> encoding.withFramerateScale(0), RTCException.Name.RANGE_ERROR);
        assertName(() -> encoding.withMaxFramerate(-1), RTCException.Name.RANGE_ERROR);
        assertName(() -> encoding.withMaxBitrateBps(-1), RTCException.Name.RANGE_ERROR);
        assertName(() -> encoding.withSsrc(1L << 32), RTCException.Name.TYPE_ERROR);
        assertName(() -> encoding.withRid("a b"), RTCException.Name.TYPE_ERROR);
        assertName(() -> encoding.withEncodingId("seventeen-letters"), RTCException.Name.TYPE_ERROR);
        assertName(() -> encoding.withEncodingId("E1", "E1"), RTCException.Name.TYPE_ERROR);
        assertName(() -> encoding.withCodecPayloadType(128), RTCException.Name.INVALID_ACCESS);
        assertName(() -> new RTCRtpFecParameters(OptionalLong.empty(), "magic"), RTCException.Name.TYPE_ERROR);
        assertName(() -> new RTCRtpHeaderExtensionParameters("a:b", 15), RTCException.Name.INVALID_ACCESS);
        assertName(() -> VP8.withPtimeMillis(0), RTCException.Name.RANGE_ERROR);
        assertName(() -> RTCRtpParameters.of("", List.of(VP8, VP8)), RTCException.Name.INVALID_ACCESS);
    }

    private static void assertName(Runnable wrong, RTCException.Name name) {
        assertThatThrownBy(wrong::run)
                .isInstanceOfSatisfying(
                        RTCException.class, e -> assertThat(e.name()).isEqualTo(name));
    }
}
