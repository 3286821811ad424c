package dev.plumb.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.sdp.attribute.Attribute;
import dev.plumb.sdp.attribute.CandidateAttribute;
import dev.plumb.sdp.attribute.ImageAttribute;
import dev.plumb.sdp.attribute.MaxMessageSizeAttribute;
import dev.plumb.sdp.attribute.MsidSemanticAttribute;
import dev.plumb.sdp.attribute.RidAttribute;
import dev.plumb.sdp.attribute.RtcpFbAttribute;
import dev.plumb.sdp.attribute.SdpAttribute;
import dev.plumb.sdp.attribute.SdpAttributeType;
import dev.plumb.sdp.attribute.SetupAttribute;
import dev.plumb.sdp.attribute.SimulcastAttribute;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every typed view: it writes what it read, and refuses what is malformed. */
class TypedAttributesTest {
    private static final List<String> WELL_FORMED = List.of(
            "candidate:1 1 udp 2130706431 192.0.2.1 50000 typ host",
            "extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level vad=on",
            "extmap:4096/recvonly urn:x",
            "fingerprint:sha-256 00:aF",
            "fmtp:111 minptime=10;useinbandfec=1",
            "fmtp:* x",
            "fmtp:5",
            "group:BUNDLE 0 1",
            "group:LS",
            "ice-options:trickle ice2",
            "ice-pwd:0123456789012345678901",
            "ice-ufrag:abcd",
            "imageattr:* send * recv [x=[48:1:320],y=[32:1:240]]",
            "max-message-size:0",
            "max-message-size:9223372036854775807",
            "maxptime:120",
            "mid:audio",
            "must-understand:urn:example:x",
            "msid:- track",
            "msid:stream",
            "msid-semantic: WMS *",
            "ptime:20",
            "ptime:2.5",
            "rid:a send",
            "rid:a_-1 recv pt=96,97;max-width=1280;x",
            "rtcp:9",
            "rtcp:9 IN IP4 0.0.0.0",
            "rtcp-fb:* ccm fir",
            "rtcp-fb:96 nack",
            "rtpmap:0 PCMU/8000",
            "rtpmap:111 opus/48000/2",
            "sctp-port:5000",
            "sctpmap:5000 webrtc-datachannel 1024",
            "sctpmap:5000 webrtc-datachannel",
            "setup:actpass",
            "simulcast:send q;h;f",
            "simulcast:recv ~a,b;c send d",
            "ssrc:4294967295 cname:a:b c",
            "ssrc:0 flag",
            "ssrc-group:FID 1 2",
            "tls-id:01234567890123456789",
            "understands:urn:example:x");

    static Stream<SdpAttribute> wellFormed() {
        return WELL_FORMED.stream().map(SdpAttribute::new);
    }

    static Stream<SdpAttribute> recorded() {
        return Recordings.names()
                .map(Recordings::description)
                .flatMap(description -> Stream.concat(
                                description.attributes().stream(),
                                description.media().stream().flatMap(section -> section.attributes().stream()))
                        .filter(attribute -> KnownLines.ATTRIBUTES.containsKey(attribute.name())));
    }

    @ParameterizedTest
    @MethodSource("wellFormed")
    void writesWhatItRead(SdpAttribute attribute) {
        SdpAttributeType<?> type = KnownLines.ATTRIBUTES.get(attribute.name());
        Attribute typed = type.parse(attribute);
        assertThat(typed).isNotNull().hasToString(attribute.text());
        assertThat(typed.attribute()).isEqualTo(attribute);
        assertThat((Object) type.parse(typed.attribute())).isEqualTo(typed);
    }

    @Test
    void writesWhatBrowsersWrote() {
        assertThat(recorded()).hasSizeGreaterThan(600).allSatisfy(attribute -> {
            SdpAttributeType<?> type = KnownLines.ATTRIBUTES.get(attribute.name());
            Attribute typed = type.parse(attribute);
            assertThat(typed).as(attribute.text()).isNotNull();
            // Firefox writes no blank after "msid-semantic:", Chromium does, and so does Plumb.
            String blank = typed instanceof MsidSemanticAttribute ? " ?" : "";
            assertThat(typed.attribute().text().replaceFirst(":" + blank, ":"))
                    .isEqualTo(attribute.text().replaceFirst(":" + blank, ":"));
        });
    }

    @Test
    void coversEveryType() {
        Set<String> covered = wellFormed().map(SdpAttribute::name).collect(Collectors.toCollection(TreeSet::new));
        assertThat(covered).isEqualTo(new TreeSet<>(KnownLines.ATTRIBUTES.keySet()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "candidate:",
                "candidate:1 1 udp 1 192.0.2.1 50000 type host",
                "candidate:1 0 udp 1 192.0.2.1 50000 typ host",
                "candidate:1 257 udp 1 192.0.2.1 50000 typ host",
                "candidate:1 1 udp 4294967296 192.0.2.1 50000 typ host",
                "candidate:1 1 udp 1 192.0.2.1 65536 typ host",
                "extmap:1",
                "extmap:0 urn:x",
                "extmap:1/ urn:x",
                "extmap:1/both urn:x",
                "fingerprint:sha-256",
                "fingerprint:sha-256 0",
                "fingerprint:sha-256 00:",
                "fingerprint:sha-256 00-11",
                "fingerprint:sha-256 0G",
                "fmtp:",
                "group:",
                "ice-options:",
                "ice-pwd:012345678901234567890",
                "ice-ufrag:abc",
                "ice-ufrag:ab cd",
                "max-message-size:-1",
                "max-message-size:9223372036854775808x",
                "maxptime:0",
                "mid:",
                "mid:a b",
                "msid:",
                "msid-semantic: ",
                "ptime:x",
                "ptime:1e9",
                "ptime:.5",
                "rid:a",
                "rid:a both",
                "rid:~a send",
                "rtcp:x",
                "rtcp:65536 IN IP4 0.0.0.0",
                "rtcp-fb:96",
                "rtcp-fb:128 nack",
                "rtpmap:128 x/1",
                "rtpmap:96",
                "rtpmap:96 VP8",
                "rtpmap:96 VP8/0",
                "rtpmap:96 /90000",
                "sctp-port:65536",
                "sctpmap:5000",
                "setup:both",
                "simulcast:",
                "simulcast:send",
                "simulcast:send ;",
                "simulcast:send a;",
                "simulcast:send a send b",
                "simulcast:send a recv",
                "ssrc:1",
                "ssrc:4294967296 cname:x",
                "ssrc:x cname:x",
                "ssrc-group:",
                "ssrc-group:FID x",
                "tls-id:0123456789012345678"
            })
    void refusesWhatIsMalformed(String text) {
        SdpAttribute attribute = new SdpAttribute(text);
        SdpAttributeType<?> type = KnownLines.ATTRIBUTES.get(attribute.name());
        assertThat((Object) type.parse(attribute)).isNull();
    }

    @Test
    void tokensHaveNoCaseWhereTheirGrammarHasNone() {
        assertThat(RtcpFbAttribute.parse("96 NACK PLI")).isEqualTo(RtcpFbAttribute.parse("96 nack pli"));
        assertThat(CandidateAttribute.parse("1 1 UDP 1 192.0.2.1 9 TYP HOST RADDR 192.0.2.2 RPORT 7"))
                .satisfies(c -> assertThat(c.relatedAddress()).isEqualTo("192.0.2.2"));
        assertThat(RidAttribute.parse("a SEND")).isEqualTo(RidAttribute.parse("a send"));
        assertThat(SimulcastAttribute.parse("Recv a;b Send c")).isEqualTo(SimulcastAttribute.parse("recv a;b send c"));
        assertThat(SetupAttribute.parse("ActPass")).isEqualTo(SetupAttribute.ACTPASS);
    }

    @Test
    void numbersBeyondSixtyThreeBitsAreReadAsTheMost() {
        assertThat(MaxMessageSizeAttribute.parse("18446744073709551615"))
                .isEqualTo(new MaxMessageSizeAttribute(Long.MAX_VALUE));
        assertThat(MaxMessageSizeAttribute.parse("9223372036854775808"))
                .isEqualTo(new MaxMessageSizeAttribute(Long.MAX_VALUE));
        assertThat(MaxMessageSizeAttribute.parse("00000000000000000000262144"))
                .isEqualTo(new MaxMessageSizeAttribute(262_144));
        assertThat(MaxMessageSizeAttribute.parse("-1")).isNull();
        assertThat(Bandwidth.parse("TIAS:99999999999999999999")).isEqualTo(new Bandwidth("TIAS", Long.MAX_VALUE));
    }

    @Test
    void imageAttributesAreReadForTheLargestThatIsReceived() {
        assertThat(ImageAttribute.parse("97 send [x=800,y=640] recv [x=[48:16:320],y=240] [x=176,y=144]"))
                .satisfies(i -> {
                    assertThat(i.maxWidth()).hasValue(320);
                    assertThat(i.maxHeight()).hasValue(240);
                });
        assertThat(ImageAttribute.parse("* recv *").maxWidth()).isEmpty();
        assertThat(ImageAttribute.parse("* recv [x=[100,200,9999999999999],y=[1:2]]")
                        .maxWidth())
                .hasValue(999_999);
        assertThat(ImageAttribute.parse("x recv [x=1,y=1]")).isNull();
    }
}
