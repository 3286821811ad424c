package dev.plumb.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.plumb.sdp.attribute.ExtmapAttribute;
import dev.plumb.sdp.attribute.FmtpAttribute;
import dev.plumb.sdp.attribute.RidAttribute;
import dev.plumb.sdp.attribute.RtcpFbAttribute;
import dev.plumb.sdp.attribute.RtpmapAttribute;
import dev.plumb.sdp.attribute.SimulcastAttribute;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class CodecAttributesTest {
    private final MediaDescription audio =
            Recordings.description("firefox-default.offer").media().get(0);
    private final MediaDescription video =
            Recordings.description("chrome-default.offer").media().get(1);

    @Test
    void readsChannelsWhetherWrittenOrNot() {
        assertThat(audio.rtpmap(109)).isEqualTo(new RtpmapAttribute(109, "opus", 48000, "2"));
        assertThat(Objects.requireNonNull(audio.rtpmap(109)).channels()).isEqualTo(2);
        assertThat(Objects.requireNonNull(audio.rtpmap(9)).channels()).isEqualTo(1);
        assertThat(Objects.requireNonNull(audio.rtpmap(0)).channels()).isEqualTo(1);
        assertThat(Objects.requireNonNull(audio.rtpmap(0)).is("pcmu", 8000)).isTrue();
    }

    @Test
    void readsParametersOfAFormat() {
        FmtpAttribute fmtp = Objects.requireNonNull(video.fmtp("102"));
        assertThat(fmtp.payloadType()).isEqualTo(102);
        assertThat(fmtp.parameters())
                .containsExactly(
                        entry("level-asymmetry-allowed", "1"),
                        entry("packetization-mode", "1"),
                        entry("profile-level-id", "42001f"));
        assertThat(fmtp.parameter("Packetization-Mode")).isEqualTo("1");
        assertThat(fmtp.parameter("apt")).isNull();
    }

    @Test
    void keepsFreeFormParameters() {
        assertThat(Objects.requireNonNull(audio.fmtp("101")).text()).isEqualTo("0-15");
        assertThat(Objects.requireNonNull(FmtpAttribute.parse("96 a=b=; c ;;d=e"))
                        .parameters())
                .containsExactly(entry("a", "b="), entry("c", ""), entry("d", "e"));
    }

    @Test
    void writesParametersInTheirOrder() {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("z", "1");
        parameters.put("a", "");
        assertThat(FmtpAttribute.of(96, parameters).write()).isEqualTo("96 z=1;a");
    }

    @Test
    void givesFeedbackOfAPayloadTypeAndOfAll() {
        assertThat(video.rtcpFeedback(96))
                .extracting(RtcpFbAttribute::write)
                .containsExactly("96 goog-remb", "96 transport-cc", "96 ccm fir", "96 nack", "96 nack pli");
        MediaDescription all = video.with(new RtcpFbAttribute("*", "x", ""));
        assertThat(all.rtcpFeedback(97)).extracting(RtcpFbAttribute::write).containsExactly("* x");
    }

    @Test
    void seesThroughAnEncryptedExtension() {
        ExtmapAttribute encrypted = Objects.requireNonNull(
                ExtmapAttribute.parse("3/sendonly urn:ietf:params:rtp-hdrext:encrypt urn:x 1 2"));
        assertThat(encrypted.isEncrypted()).isTrue();
        assertThat(encrypted.extensionUri()).isEqualTo("urn:x");
        assertThat(encrypted.uri()).isEqualTo(ExtmapAttribute.ENCRYPT_URI);
        assertThat(encrypted.direction()).isEqualTo("sendonly");
        assertThat(ExtmapAttribute.of(1, "urn:y").extensionUri()).isEqualTo("urn:y");
    }

    @Test
    void readsRestrictionsOfARid() {
        RidAttribute rid = Objects.requireNonNull(RidAttribute.parse("hi send pt=96,97;max-width=1280"));
        assertThat(rid.payloadTypes()).containsExactly(96, 97);
        assertThat(rid.restriction("max-width")).isEqualTo("1280");
        assertThat(rid.restriction("max-fps")).isNull();
    }

    @Test
    void readsSimulcastWithChoicesAndPauses() {
        SimulcastAttribute simulcast = Objects.requireNonNull(SimulcastAttribute.parse("recv ~a,b;c send d"));
        assertThat(simulcast.recv()).extracting(SimulcastAttribute.Stream::rid).containsExactly("a", "c");
        assertThat(simulcast.recv().getFirst().alternatives().getFirst().paused())
                .isTrue();
        assertThat(simulcast.recv().getFirst().alternatives().getLast().rid()).isEqualTo("b");
        assertThat(simulcast.send()).containsExactly(SimulcastAttribute.Stream.of("d"));
    }

    @Test
    void convertsBandwidthToBitsPerSecond() {
        assertThat(new Bandwidth(Bandwidth.AS, 64).rateBps()).isEqualTo(64_000);
        assertThat(new Bandwidth(Bandwidth.TIAS, 64_001).rateBps()).isEqualTo(64_001);
        assertThat(new Bandwidth(Bandwidth.AS, Long.MAX_VALUE).rateBps()).isPositive();
        assertThat(Bandwidth.parse("AS")).isNull();
        assertThat(Bandwidth.parse("AS:-1")).isNull();
        assertThat(Bandwidth.parse(":1")).isNull();
    }
}
