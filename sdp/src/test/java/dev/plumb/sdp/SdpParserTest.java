package dev.plumb.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SdpParserTest {
    private static final String HEAD = "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n";

    static List<String> recordings() {
        return Recordings.names().toList();
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void writesWhatBrowsersWroteByteForByte(String name) {
        assertThat(Recordings.description(name).write()).isEqualTo(Recordings.text(name));
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void findsNothingMalformedInWhatBrowsersWrote(String name) {
        assertThat(Recordings.description(name).malformedLines()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void readsLineFeedsAloneAsLineEnds(String name) {
        String text = Recordings.text(name);
        assertThat(Recordings.parsed(text.replace("\r\n", "\n")).write()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "v=0\r\n",
                "v=0\r\ns=-\r\n",
                "v=0\r\no=broken\r\nt=0 0\r\n",
                HEAD + "a=\r\na=:\r\na=x:\r\na=x\r\na=x:y:z\r\n",
                HEAD + "y=what\r\nX=what\r\nz=\r\n1=2\r\n",
                HEAD + "m=audio 9 RTP/AVP 0\r\nX=what\r\na=unknown:thing\r\nc=IN IP4 0.0.0.0\r\nv=0\r\n",
                HEAD + "m=audio  9/2   RTP/AVP 0  8 \r\n",
                HEAD + "m=audio 9 RTP/AVP 0\r\na=rtcp-mux junk \t\r\na=rtpmap:broken\r\na=sendrecv \r\n",
                HEAD + "\r\n\r\n",
                HEAD + " \r\n\0\r\n",
                HEAD + "s=Überraschung \uD83D\uDE00\r\n",
                HEAD + "k=prompt\r\ni=information\r\nr=7d 1h 0 25h\r\n"
            })
    void keepsOddities(String text) {
        assertThat(Recordings.parsed(text).write()).isEqualTo(text);
    }

    @Test
    void givesTheLastLineItsEnd() {
        assertThat(Recordings.parsed("v=0\ns=-").write()).isEqualTo("v=0\r\ns=-\r\n");
    }

    @Test
    void takesCarriageReturnsForOneLineEnd() {
        assertThat(Recordings.parsed("v=0\r\r\ns=-\rt=0 0\r\n").write()).isEqualTo("v=0\r\ns=-\r\nt=0 0\r\n");
    }

    @Test
    void keepsVeryLongLines() {
        String text = HEAD + "a=long:" + "x".repeat(500_000) + "\r\n";
        assertThat(Recordings.parsed(text).write()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "\r\n", "Invalid SDP", "o=- 1 1 IN IP4 0.0.0.0", "v=1\r\n", " v=0\r\n", "\uFEFFv=0\r\n"})
    void refusesWhatDoesNotBeginWithVersionZero(String text) {
        assertThat(SdpParser.parse(text))
                .isInstanceOfSatisfying(
                        SdpParse.Malformed.class,
                        malformed -> assertThat(malformed.lineNumber()).isEqualTo(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"junk", "a", "=x", " a=x", "ab=x", "a =x", "é=x"})
    void saysWhichLineHasNoType(String line) {
        assertThat(SdpParser.parse(HEAD + line + "\r\na=x\r\n"))
                .isEqualTo(new SdpParse.Malformed(5, line, "a line must begin with a letter and an equals sign"));
    }

    @Test
    void refusesABlankLineInTheMiddle() {
        assertThat(SdpParser.parse(HEAD + "\r\n\r\na=x\r\n"))
                .isEqualTo(new SdpParse.Malformed(5, "", "a blank line in the middle of the description"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "m=",
                "m=audio",
                "m=audio 9",
                "m=audio 9 RTP/AVP",
                "m=audio x RTP/AVP 0",
                "m=audio 65536 RTP/AVP 0",
                "m=audio -1 RTP/AVP 0",
                "m=audio 9/ RTP/AVP 0",
                "m=audio 9/0 RTP/AVP 0",
                "m=audio 9/1/1 RTP/AVP 0",
                "m= audio 9 RTP/AVP 0"
            })
    void saysWhichMediaLineIsMalformed(String line) {
        assertThat(SdpParser.parse(HEAD + "m=video 9 RTP/AVP 96\r\na=mid:0\r\n" + line + "\r\n"))
                .isEqualTo(new SdpParse.Malformed(7, line, "expected m=<media> <port>[/<count>] <proto> <format>..."));
    }

    @Test
    void throwsWhatTheResultSays() {
        assertThatThrownBy(() -> SessionDescription.parse(HEAD + "junk"))
                .isInstanceOfSatisfying(SdpParseException.class, e -> {
                    assertThat(e.lineNumber()).isEqualTo(5);
                    assertThat(e.text()).isEqualTo("junk");
                    assertThat(e.why()).contains("equals sign");
                })
                .hasMessageContaining("line 5")
                .hasMessageContaining("junk");
    }

    @Test
    void cutsALongMalformedLine() {
        assertThat(SdpParser.parse(HEAD + "x".repeat(1000)))
                .isInstanceOfSatisfying(
                        SdpParse.Malformed.class,
                        malformed -> assertThat(malformed.text()).hasSizeLessThan(250));
    }

    @Test
    void refusesMoreThanAMebibyte() {
        String fits = "v=0\n" + "a=x\n".repeat((SdpParser.MAX_LENGTH - 4) / 4);
        assertThat(SdpParser.parse(fits)).isInstanceOf(SdpParse.Ok.class);
        assertThat(SdpParser.parse(fits + "a"))
                .isInstanceOfSatisfying(
                        SdpParse.Malformed.class,
                        malformed -> assertThat(malformed.lineNumber()).isZero());
    }

    @Test
    void refusesMoreThanAThousandMediaSections() {
        String most = HEAD + "m=audio 0 RTP/AVP 0\r\n".repeat(SdpParser.MAX_MEDIA);
        assertThat(Recordings.parsed(most).media()).hasSize(SdpParser.MAX_MEDIA);
        assertThat(SdpParser.parse(most + "m=audio 0 RTP/AVP 0\r\n"))
                .isInstanceOfSatisfying(
                        SdpParse.Malformed.class,
                        malformed -> assertThat(malformed.lineNumber()).isEqualTo(1005));
    }

    @Test
    void readsAMebibyteOfCarriageReturnsAtOnce() {
        assertThat(SdpParser.parse("v=0" + "\r".repeat(SdpParser.MAX_LENGTH - 3)))
                .isInstanceOf(SdpParse.Ok.class);
    }
}
