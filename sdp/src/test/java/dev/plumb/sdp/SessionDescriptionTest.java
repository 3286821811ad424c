package dev.plumb.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumb.sdp.attribute.CandidateAttribute;
import dev.plumb.sdp.attribute.DirectionAttribute;
import dev.plumb.sdp.attribute.FingerprintAttribute;
import dev.plumb.sdp.attribute.FlagAttribute;
import dev.plumb.sdp.attribute.GroupAttribute;
import dev.plumb.sdp.attribute.IceOptionsAttribute;
import dev.plumb.sdp.attribute.IceUfragAttribute;
import dev.plumb.sdp.attribute.RtpmapAttribute;
import dev.plumb.sdp.attribute.SdpAttribute;
import dev.plumb.sdp.attribute.SetupAttribute;
import dev.plumb.sdp.attribute.SsrcGroupAttribute;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class SessionDescriptionTest {
    @Test
    void readsAnOldGateway() {
        SessionDescription gateway = Recordings.description("gateway");
        assertThat(gateway.write()).isEqualTo(Recordings.text("gateway"));
        assertThat(gateway.malformedLines()).isEmpty();
        assertThat(gateway.has(FlagAttribute.ICE_LITE)).isTrue();
        assertThat(gateway.bandwidths()).containsExactly(new Bandwidth("AS", 2000));
        assertThat(gateway.sessionName()).isEqualTo("gateway");
        MediaDescription audio = gateway.media().get(0);
        assertThat(audio.proto()).isEqualTo("RTP/SAVPF");
        assertThat(audio.port()).isEqualTo(49170);
        assertThat(audio.portCount()).isEqualTo(2);
        assertThat(audio.payloadTypes()).containsExactly(0, 8, 18);
        assertThat(audio.rtpmap(0)).isEqualTo(new RtpmapAttribute(0, "PCMU", 8000, ""));
        assertThat(audio.rtpmap(18)).isEqualTo(new RtpmapAttribute(18, "G729", 8000, ""));
        assertThat(audio.rtpmap(96)).isNull();
        assertThat(audio.all(CandidateAttribute.TYPE)).hasSize(2).allMatch(CandidateAttribute::isIpv6);
        assertThat(audio.has(FlagAttribute.END_OF_CANDIDATES)).isTrue();
        assertThat(audio.first(SetupAttribute.TYPE)).isEqualTo(SetupAttribute.PASSIVE);
        assertThat(audio.connection()).isEqualTo(Connection.of("2001:db8::7"));
        FingerprintAttribute fingerprint = Objects.requireNonNull(gateway.inherited(audio, FingerprintAttribute.TYPE));
        assertThat(fingerprint.octets()).hasSize(20);
        assertThat(fingerprint.matches(
                        new FingerprintAttribute("sha-1", fingerprint.hash().toUpperCase(Locale.ROOT))))
                .isTrue();
    }

    @Test
    void tellsBundleOnlyFromRejected() {
        List<MediaDescription> media = Recordings.description("gateway").media();
        assertThat(media).extracting(MediaDescription::isRejected).containsExactly(false, false, true, false);
    }

    @Test
    void givesARepeatedPayloadTypeOnce() {
        MediaDescription audio = Recordings.parsed("v=0\nm=audio 9 RTP/AVP 8 0 8 x 128 0\n")
                .media()
                .getFirst();
        assertThat(audio.payloadTypes()).containsExactly(8, 0);
        assertThat(audio.formats()).hasSize(6);
    }

    @Test
    void takesTheSctpPortFromEitherForm() {
        assertThat(Recordings.description("gateway").media().get(3).sctpPort()).hasValue(5000);
        assertThat(Recordings.description("chrome-default.offer").media().get(2).sctpPort())
                .hasValue(5000);
        assertThat(Recordings.description("gateway").media().get(0).sctpPort()).isEmpty();
    }

    @Test
    void inheritsDirectionFromTheSession() {
        SessionDescription gateway = Recordings.description("gateway");
        assertThat(gateway.directionOf(gateway.media().get(0))).isEqualTo(DirectionAttribute.SENDONLY);
        assertThat(gateway.directionOf(gateway.media().get(1))).isEqualTo(DirectionAttribute.INACTIVE);
        SessionDescription bare = Recordings.parsed("v=0\nm=audio 9 RTP/AVP 0\n");
        assertThat(bare.directionOf(bare.media().getFirst())).isEqualTo(DirectionAttribute.SENDRECV);
        assertThat(DirectionAttribute.SENDONLY.reversed()).isEqualTo(DirectionAttribute.RECVONLY);
    }

    @Test
    void findsSectionsGroupsAndFingerprints() {
        SessionDescription offer = Recordings.description("firefox-default.offer");
        assertThat(offer.first(GroupAttribute.TYPE)).isEqualTo(GroupAttribute.bundle(List.of("0", "1", "2")));
        MediaDescription video = Objects.requireNonNull(offer.mediaByMid("1"));
        assertThat(video.media()).isEqualTo("video");
        assertThat(offer.mediaByMid("9")).isNull();
        assertThat(offer.allInherited(video, FingerprintAttribute.TYPE)).hasSize(1);
        assertThat(video.first(SsrcGroupAttribute.TYPE))
                .isEqualTo(new SsrcGroupAttribute("FID", List.of(304326282L, 718767772L)));
        assertThat(Objects.requireNonNull(offer.first(IceOptionsAttribute.TYPE)).isTrickle())
                .isTrue();
        assertThat(Objects.requireNonNull(offer.origin()).nextVersion().sessionVersion())
                .isEqualTo("1");
    }

    @Test
    void numbersMalformedLinesAsTheyStandInTheText() {
        String text = Recordings.text("chrome-default.offer").replace("a=setup:actpass", "a=setup:whatever");
        SessionDescription offer = Recordings.parsed(text);
        List<String> lines = text.lines().toList();
        assertThat(offer.malformedLines()).hasSize(3).allSatisfy(malformed -> {
            assertThat(lines.get(malformed.lineNumber() - 1)).isEqualTo(malformed.text());
            assertThat(malformed.why()).isEqualTo("malformed a=setup");
        });
        for (int i = 0; i < 3; i++) {
            assertThat(lines.get(offer.lineNumber(i) - 1))
                    .isEqualTo(offer.media().get(i).mediaLine().toString());
        }
    }

    @Test
    void skipsMalformedAttributesInTypedLookups() {
        SessionDescription description = Recordings.parsed("v=0\na=mid:\na=ice-ufrag:x\na=ice-ufrag:good\n");
        assertThat(description.first(IceUfragAttribute.TYPE)).isEqualTo(new IceUfragAttribute("good"));
        assertThat(description.all("ice-ufrag")).hasSize(2);
        assertThat(description.malformedLines())
                .extracting(SdpParse.Malformed::lineNumber)
                .containsExactly(2, 3);
    }

    @Test
    void changesOneThingAndKeepsTheRest() {
        String text = Recordings.text("chrome-default.offer");
        SessionDescription offer = Recordings.parsed(text);
        MediaDescription data = offer.media().get(2);
        CandidateAttribute candidate = new CandidateAttribute("1", 1, "udp", 5, "192.0.2.1", 6, "host", List.of());
        SessionDescription changed = offer.withMedia(
                        2,
                        data.withPort(6)
                                .withConnection(Connection.of("192.0.2.1"))
                                .with(candidate)
                                .with(FlagAttribute.END_OF_CANDIDATES)
                                .withOnly(SetupAttribute.ACTIVE))
                .withOrigin(Origin.of(1, 3));
        int at = text.indexOf("m=application");
        assertThat(changed.write())
                .isEqualTo(text.substring(0, at).replaceFirst("o=.*", "o=- 1 3 IN IP4 127.0.0.1")
                        + text.substring(at)
                                .replace("application 9", "application 6")
                                .replace(
                                        "c=IN IP4 0.0.0.0\r\n",
                                        "c=IN IP4 192.0.2.1\r\na=" + candidate + "\r\na=end-of-candidates\r\n")
                                .replace("actpass", "active"));
        assertThat(offer.write()).isEqualTo(text);
    }

    @Test
    void replacesTheDirection() {
        MediaDescription audio =
                Recordings.description("firefox-default.offer").media().getFirst();
        MediaDescription changed = audio.withDirection(DirectionAttribute.INACTIVE);
        assertThat(changed.direction()).isEqualTo(DirectionAttribute.INACTIVE);
        assertThat(changed.has("sendrecv")).isFalse();
        assertThat(changed.lines()).hasSameSizeAs(audio.lines());
    }

    @Test
    void refusesAttributesThatWouldBreakTheLine() {
        assertThatThrownBy(() -> SdpAttribute.of("x", "a\r\nm=audio")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SdpAttribute.of("x:y", "a")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SdpLine('a', "x\n")).isInstanceOf(IllegalArgumentException.class);
    }
}
