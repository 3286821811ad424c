package dev.plumb.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumb.sdp.attribute.Attribute;
import dev.plumb.sdp.attribute.CandidateAttribute;
import dev.plumb.sdp.attribute.DirectionAttribute;
import dev.plumb.sdp.attribute.ExtmapAttribute;
import dev.plumb.sdp.attribute.FingerprintAttribute;
import dev.plumb.sdp.attribute.FlagAttribute;
import dev.plumb.sdp.attribute.FmtpAttribute;
import dev.plumb.sdp.attribute.GroupAttribute;
import dev.plumb.sdp.attribute.IceOptionsAttribute;
import dev.plumb.sdp.attribute.IcePwdAttribute;
import dev.plumb.sdp.attribute.IceUfragAttribute;
import dev.plumb.sdp.attribute.MaxMessageSizeAttribute;
import dev.plumb.sdp.attribute.MidAttribute;
import dev.plumb.sdp.attribute.MsidAttribute;
import dev.plumb.sdp.attribute.MsidSemanticAttribute;
import dev.plumb.sdp.attribute.RidAttribute;
import dev.plumb.sdp.attribute.RtcpAttribute;
import dev.plumb.sdp.attribute.RtcpFbAttribute;
import dev.plumb.sdp.attribute.RtpmapAttribute;
import dev.plumb.sdp.attribute.SctpPortAttribute;
import dev.plumb.sdp.attribute.SdpAttribute;
import dev.plumb.sdp.attribute.SetupAttribute;
import dev.plumb.sdp.attribute.SimulcastAttribute;
import dev.plumb.sdp.attribute.SsrcAttribute;
import dev.plumb.sdp.attribute.SsrcGroupAttribute;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DescriptionBuilderTest {
    @ParameterizedTest
    @ValueSource(strings = {"chrome-default.offer", "chrome-default.answer", "chrome-default.simulcastOffer"})
    void writesInChromiumsOrderWhateverTheOrderOfAdding(String name) {
        SessionDescription recorded = Recordings.description(name);
        for (long seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            SessionDescriptionBuilder builder = SessionDescription.builder(Objects.requireNonNull(recorded.origin()))
                    .addAll(shuffledKinds(recorded.attributes(), random));
            for (MediaDescription section : recorded.media()) {
                MediaDescriptionBuilder media = MediaDescription.builder(section.media(), section.proto());
                section.formats().forEach(media::format);
                builder.media(media.addAll(shuffledKinds(section.attributes(), random))
                        .build());
            }
            assertThat(builder.build()).as("seed %d", seed).isEqualTo(recorded);
        }
    }

    /** The attributes with those of one name in their order and the names in any. */
    private static List<SdpAttribute> shuffledKinds(List<SdpAttribute> attributes, Random random) {
        List<String> names = new ArrayList<>(
                attributes.stream().map(SdpAttribute::name).distinct().toList());
        Collections.shuffle(names, random);
        return names.stream()
                .flatMap(name ->
                        attributes.stream().filter(attribute -> attribute.name().equals(name)))
                .toList();
    }

    @Test
    void writesTheGoldenDescription() {
        SessionDescription description = SessionDescription.builder(Origin.of(4611686018427387904L, 2))
                .add(new MsidSemanticAttribute("WMS", List.of()))
                .add(FlagAttribute.EXTMAP_ALLOW_MIXED)
                .add(GroupAttribute.bundle(List.of("0", "1")))
                .media(video())
                .media(data())
                .build();
        assertThat(description.write()).isEqualTo(Recordings.resource("/recordings/golden.sdp"));
        assertThat(description.malformedLines()).isEmpty();
        assertThat(Recordings.parsed(description.write())).isEqualTo(description);
    }

    private static MediaDescription video() {
        return MediaDescription.builder("video", "UDP/TLS/RTP/SAVPF")
                .format(96)
                .format(97)
                .bandwidth(new Bandwidth(Bandwidth.TIAS, 2_000_000))
                .bandwidth(new Bandwidth(Bandwidth.AS, 2_100))
                .add(new SdpAttribute("x-unknown:kept"))
                .add(new SsrcAttribute(1, "cname", "plumb"))
                .add(new SsrcAttribute(2, "cname", "plumb"))
                .add(new SsrcGroupAttribute("FID", List.of(1L, 2L)))
                .add(SimulcastAttribute.sending(List.of("q", "f")))
                .add(new RidAttribute("q", "send", ""))
                .add(new RidAttribute("f", "send", "pt=96"))
                .add(FmtpAttribute.of(97, Map.of("apt", "96")))
                .add(new RtpmapAttribute(97, "rtx", 90000, ""))
                .add(RtcpFbAttribute.of(96, "nack", ""))
                .add(RtcpFbAttribute.of(96, "nack", "pli"))
                .add(new RtpmapAttribute(96, "VP8", 90000, ""))
                .add(FlagAttribute.RTCP_RSIZE)
                .add(FlagAttribute.RTCP_MUX)
                .add(new MsidAttribute("-", "track"))
                .add(DirectionAttribute.SENDONLY)
                .add(ExtmapAttribute.of(1, "urn:ietf:params:rtp-hdrext:sdes:mid"))
                .add(new MidAttribute("0"))
                .addAll(transport())
                .add(FlagAttribute.END_OF_CANDIDATES)
                .add(new CandidateAttribute("1", 1, "udp", 2122260223, "192.0.2.1", 50000, "host", List.of()))
                .add(new RtcpAttribute(9, "IN IP4 0.0.0.0"))
                .build();
    }

    private static MediaDescription data() {
        return MediaDescription.builder("application", "UDP/DTLS/SCTP")
                .port(0)
                .format("webrtc-datachannel")
                .add(new MaxMessageSizeAttribute(262144))
                .add(new SctpPortAttribute(5000))
                .add(FlagAttribute.BUNDLE_ONLY)
                .add(new MidAttribute("1"))
                .addAll(transport())
                .build();
    }

    private static List<Attribute> transport() {
        return List.of(
                SetupAttribute.ACTPASS,
                new FingerprintAttribute("sha-256", "00:11:22"),
                new IceOptionsAttribute(List.of("trickle")),
                new IcePwdAttribute("0123456789012345678901"),
                new IceUfragAttribute("abcd"));
    }

    @Test
    void refusesASectionWithoutFormat() {
        assertThatThrownBy(() ->
                        MediaDescription.builder("audio", "UDP/TLS/RTP/SAVPF").build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("format");
    }
}
