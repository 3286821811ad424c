package dev.plumb.signal.jsep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.media.codec.MediaKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From the log alone, and from the connection, it is plain why a call does not come about. */
class FailureReasonTest {
    private static final Logger ROOT = Logger.getLogger("dev.plumb");
    private final List<String> log = Collections.synchronizedList(new ArrayList<>());
    private final Handler handler = new Handler() {
        private final SimpleFormatter formatter = new SimpleFormatter();

        @Override
        public void publish(LogRecord entry) {
            log.add(entry.getLoggerName() + " " + entry.getLevel() + " " + formatter.formatMessage(entry));
        }

        @Override
        public void flush() {
            // nothing is held back
        }

        @Override
        public void close() {
            // nothing is open
        }
    };

    @BeforeEach
    void listen() {
        handler.setLevel(Level.ALL);
        ROOT.addHandler(handler);
        ROOT.setLevel(Level.ALL);
        ROOT.setUseParentHandlers(false);
    }

    @AfterEach
    void stop() {
        ROOT.removeHandler(handler);
        ROOT.setLevel(null);
        ROOT.setUseParentHandlers(true);
    }

    private Jsep call(UnaryOperator<String> answered) {
        Jsep j = new Jsep();
        j.a.addTransceiver(MediaKind.AUDIO, RTCRtpTransceiverInit.DEFAULT);
        j.get(j.b.setRemoteDescription(j.get(j.a.setLocalDescription())));
        String answer = j.get(j.b.setLocalDescription()).sdp();
        j.get(j.a.setRemoteDescription(RTCSessionDescription.answer(answered.apply(answer))));
        return j;
    }

    private void assertFails(Jsep j, String logger, String... words) {
        assertThat(j.call.clock.runUntil(
                        () -> j.a.connectionState() == RTCPeerConnectionState.FAILED, Duration.ofSeconds(90)))
                .as("%s", j.a.connectionState())
                .isTrue();
        for (String word : words) {
            assertThat(j.a.getFailureReason().orElseThrow()).contains(word);
            assertThat(log).as(word).anyMatch(l -> l.startsWith(logger + " INFO") && l.contains(word));
        }
        assertThat(log).anyMatch(l -> l.startsWith("dev.plumb.jsep INFO") && l.contains("failed"));
        assertThat(log.size()).as("entries").isLessThan(100);
    }

    @Test
    void aWrongFingerprint() {
        Jsep j = call(sdp -> sdp.replaceAll("a=fingerprint:sha-256 ..:..", "a=fingerprint:sha-256 00:00"));
        assertFails(j, "dev.plumb.dtls", "fingerprint");
        j.end();
    }

    @Test
    void aWrongIcePassword() {
        Jsep j = call(sdp -> sdp.replaceAll("a=ice-pwd:[^\r]*", "a=ice-pwd:0123456789012345678901"));
        assertFails(j, "dev.plumb.ice", "password");
        j.end();
    }

    @Test
    void aFirewall() {
        Jsep j = call(sdp -> sdp);
        j.call.network.filter(d -> false);
        assertFails(j, "dev.plumb.ice", "firewall");
        j.end();
    }

    @Test
    void noCodecInCommon() {
        Jsep j = new Jsep();
        j.a.addTransceiver(MediaKind.AUDIO, RTCRtpTransceiverInit.DEFAULT);
        String offer = j.get(j.a.setLocalDescription())
                .sdp()
                .replaceAll("opus/48000/2", "speex/48000/2")
                .replaceAll("PCM[UA]/8000", "GSM/8000");
        j.get(j.b.setRemoteDescription(RTCSessionDescription.offer(offer)));
        assertThat(j.get(j.b.setLocalDescription()).sdp()).contains("m=audio 0");
        assertThat(log).anyMatch(l -> l.startsWith("dev.plumb.jsep INFO") && l.contains("no codec in common"));
        j.end();
    }

    @Test
    void aPeerWithoutCandidates() {
        Jsep j = new Jsep();
        j.a.addTransceiver(MediaKind.AUDIO, RTCRtpTransceiverInit.DEFAULT);
        j.get(j.b.setRemoteDescription(j.get(j.a.setLocalDescription())));
        String answer = j.get(j.b.setLocalDescription()).sdp() + "a=end-of-candidates\r\n";
        j.b.close();
        j.get(j.a.setRemoteDescription(RTCSessionDescription.answer(answer)));
        assertFails(j, "dev.plumb.ice", "no candidate");
        j.end();
    }
}
