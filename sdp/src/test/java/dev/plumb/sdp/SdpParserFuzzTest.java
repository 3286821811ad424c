package dev.plumb.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.plumb.sdp.attribute.Attribute;
import dev.plumb.sdp.attribute.CandidateAttribute;
import dev.plumb.sdp.attribute.ExtmapAttribute;
import dev.plumb.sdp.attribute.FingerprintAttribute;
import dev.plumb.sdp.attribute.FmtpAttribute;
import dev.plumb.sdp.attribute.RidAttribute;
import dev.plumb.sdp.attribute.SctpmapAttribute;
import dev.plumb.sdp.attribute.SdpAttribute;
import dev.plumb.sdp.attribute.SdpAttributeType;
import java.nio.charset.StandardCharsets;

class SdpParserFuzzTest {
    @FuzzTest
    void roundTrips(byte[] data) {
        String text = new String(data, StandardCharsets.UTF_8);
        if (SdpParser.parse(text) instanceof SdpParse.Ok(SessionDescription description)) {
            String written = description.write();
            assertThat(written).isEqualTo(withLineEnds(text));
            assertThat(SdpParser.parse(written)).isEqualTo(new SdpParse.Ok(description));
        }
    }

    /** As written, but for the line ends: a run of CR, an LF, or both make one CRLF. */
    private static String withLineEnds(String text) {
        String ended = text.endsWith("\n") || text.endsWith("\r") ? text : text + "\n";
        return ended.replaceAll("\r+\n?|\n", "\r\n");
    }

    @FuzzTest
    void typedViewsNeverThrow(byte[] data) {
        String text = new String(data, StandardCharsets.UTF_8);
        if (SdpParser.parse(text) instanceof SdpParse.Ok(SessionDescription description)) {
            description.malformedLines();
            description.origin();
            look(description);
            for (MediaDescription section : description.media()) {
                description.directionOf(section);
                section.payloadTypes().forEach(section::rtpmap);
                section.payloadTypes().forEach(section::rtcpFeedback);
                section.sctpPort();
                look(section);
            }
        }
    }

    private static void look(SdpSection section) {
        section.bandwidths();
        section.connection();
        for (SdpAttributeType<?> type : KnownLines.ATTRIBUTES.values()) {
            for (Attribute typed : section.all(type)) {
                SdpAttribute written = typed.attribute();
                assertThat((Object) type.parse(written)).as(written.text()).isEqualTo(typed);
            }
        }
        section.all(FmtpAttribute.TYPE).forEach(FmtpAttribute::parameters);
        section.all(FingerprintAttribute.TYPE).forEach(FingerprintAttribute::octets);
        section.all(ExtmapAttribute.TYPE).forEach(ExtmapAttribute::extensionUri);
        section.all(RidAttribute.TYPE).forEach(RidAttribute::payloadTypes);
        section.all(CandidateAttribute.TYPE).forEach(CandidateAttribute::isMdns);
        section.all(SctpmapAttribute.TYPE).forEach(SctpmapAttribute::streams);
    }
}
