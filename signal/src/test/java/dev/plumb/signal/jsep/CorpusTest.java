package dev.plumb.signal.jsep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.sdp.SdpParse;
import dev.plumb.sdp.SdpParser;
import dev.plumb.testkit.LinkConditions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Descriptions as browsers, servers and gateways write them, put together from public facts; and those recorded from browsers. */
class CorpusTest {
    static List<Path> all() throws IOException, URISyntaxException {
        return Stream.concat(in("/corpus"), in("/recordings")).toList();
    }

    static List<Path> offersOfWebrtc() throws IOException, URISyntaxException {
        return all().stream().filter(CorpusTest::isOfWebrtc).toList();
    }

    private static Stream<Path> in(String folder) throws IOException, URISyntaxException {
        Path path = Path.of(
                Objects.requireNonNull(CorpusTest.class.getResource(folder)).toURI());
        try (Stream<Path> files = Files.list(path)) {
            return files.sorted().toList().stream();
        }
    }

    private static boolean isOfWebrtc(Path file) {
        String sdp = text(file).toLowerCase(Locale.ROOT);
        return !file.toString().contains("answer") && sdp.contains("a=ice-ufrag") && sdp.contains("a=fingerprint");
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void isWrittenBackWithoutLosingALine(Path file) {
        String sdp = text(file);
        String normalised = String.join("\r\n", sdp.split("\r\n|\n|\r", -1));
        String ended = normalised.endsWith("\r\n") ? normalised : normalised + "\r\n";
        assertThat(SdpParser.parse(sdp))
                .isInstanceOfSatisfying(
                        SdpParse.Ok.class,
                        ok -> assertThat(ok.description().write()).isEqualTo(ended));
    }

    @ParameterizedTest
    @MethodSource("offersOfWebrtc")
    void isAnsweredWhereItIsOfWebrtc(Path file) throws Exception {
        SimCall call = new SimCall(1, LinkConditions.PERFECT);
        var answer = call.a
                .setRemoteDescription(RTCSessionDescription.offer(text(file)))
                .thenCompose(o -> call.a.setLocalDescription());
        call.clock.runFor(Duration.ofMillis(200));
        String sdp = answer.get().sdp();
        List<String> sections = sdp.lines().filter(l -> l.startsWith("m=")).toList();
        assertThat(sections).hasSize((int)
                text(file).lines().filter(l -> l.startsWith("m=")).count());
        assertThat(sections).as(sdp).anyMatch(l -> l.matches("m=[a-z]+ 9 .*"));
        assertThat(call.a.signalingState()).isEqualTo(RTCSignalingState.STABLE);
        assertThat(call.leftAfterClose()).isEqualTo(SimCall.nothing());
    }
}
