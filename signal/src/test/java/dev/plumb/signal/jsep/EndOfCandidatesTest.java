package dev.plumb.signal.jsep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.media.codec.MediaKind;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A peer that has no candidates left, or has none at all, and cannot be reached. */
class EndOfCandidatesTest {
    private static final String UNREACHABLE = "a=candidate:1 1 udp 2122260223 198.51.100.9 4444 typ host\r\n";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "session",
                "section",
                "does not trickle",
                "none at all",
                "none, session",
                "none, does not trickle",
                "a candidate of a kind that is not known"
            })
    void theConnectionFails(String how) {
        Jsep j = new Jsep();
        j.a.addTransceiver(MediaKind.AUDIO, RTCRtpTransceiverInit.DEFAULT);
        j.get(j.b.setRemoteDescription(j.get(j.a.setLocalDescription())));
        String answer = j.get(j.b.setLocalDescription()).sdp();
        UnaryOperator<String> change = switch (how) {
            case "session" -> s -> s.replace("t=0 0\r\n", "t=0 0\r\na=end-of-candidates\r\n") + UNREACHABLE;
            case "section" -> s -> s + UNREACHABLE + "a=end-of-candidates\r\n";
            case "does not trickle" -> s -> s.replace("a=ice-options:trickle\r\n", "") + UNREACHABLE;
            case "none at all" -> s -> s + "a=end-of-candidates\r\n";
            case "none, session" -> s -> s.replace("t=0 0\r\n", "t=0 0\r\na=end-of-candidates\r\n");
            case "none, does not trickle" -> s -> s.replace("a=ice-options:trickle\r\n", "");
            default ->
                s -> s + "a=candidate:1 1 udp 1 not-to-be-found.example 4444 typ host\r\na=end-of-candidates\r\n";
        };
        j.b.close();
        j.get(j.a.setRemoteDescription(RTCSessionDescription.answer(change.apply(answer))));
        assertThat(j.call.clock.runUntil(
                        () -> j.a.connectionState() == RTCPeerConnectionState.FAILED, Duration.ofSeconds(60)))
                .as("%s %s", j.a.connectionState(), j.a.iceConnectionState())
                .isTrue();
        j.end();
    }
}
