package dev.plumb.examples.voiceagent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.plumb.examples.support.SimStage;
import dev.plumb.media.audio.AudioFrame;
import dev.plumb.media.audio.PcmSource;
import dev.plumb.objects.Agent;
import dev.plumb.signal.jsep.RTCConfiguration;
import dev.plumb.signal.jsep.RTCPeerConnection;
import dev.plumb.signal.jsep.RTCPeerConnectionState;
import dev.plumb.signal.jsep.RTCSessionDescription;
import dev.plumb.testkit.ToneMeter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A caller talks to the agent, in tones instead of words. */
class VoiceAgentTest {
    private static final int RATE_HZ = 24_000;
    private static final long MILLI_AS_NANOS = 1_000_000L;

    private final SimStage stage = new SimStage(41);
    private final PcmSource mouth = new PcmSource();
    private final List<AudioFrame> heard = new ArrayList<>();

    @BeforeEach
    void call() {
        Agent caller = stage.agent();
        Agent agent = stage.agent();
        RTCPeerConnection call = RTCPeerConnection.create(caller, RTCConfiguration.DEFAULT);
        call.addTrack(caller.audioTrack("caller", mouth), "caller");
        call.onTrack(event -> event.track().onAudio(heard::add));
        CompletableFuture<RTCSessionDescription> _ = call.setLocalDescription()
                .thenCompose(o -> call.gathered(1_000))
                .thenCompose(offer -> new VoiceAgent().answer(agent, Runnable::run, offer.sdp()))
                .thenCompose(call::setRemoteDescription);
        assertThat(stage.until(
                        () -> call.connectionState() == RTCPeerConnectionState.CONNECTED, Duration.ofSeconds(20)))
                .isTrue();
        stage.pass(Duration.ofSeconds(1));
    }

    @AfterEach
    void end() {
        stage.close();
    }

    private void say(int hertz, int millis) {
        short[] words = new short[RATE_HZ * millis / 1_000];
        for (int i = 0; i < words.length; i++) {
            words[i] = (short) Math.round(12_000 * Math.sin(2 * Math.PI * hertz * i / RATE_HZ));
        }
        mouth.offer(words, RATE_HZ, 1);
        stage.pass(Duration.ofMillis(millis));
    }

    /** Returns what was heard of a tone since an instant, in milliseconds. */
    private long heardMillis(int hertz, long sinceNanos) {
        return heard.stream()
                .filter(f -> f.timestampNanos() > sinceNanos && f.peak() > 0.1)
                .filter(f -> {
                    ToneMeter meter = new ToneMeter(f.sampleRateHz());
                    // a meter looks at pieces of 50 ms
                    for (int i = 0; i < 3; i++) {
                        meter.add(f.samples(), f.channels());
                    }
                    return meter.shareAt(hertz) > 0.5;
                })
                .mapToLong(f -> f.durationNanos() / MILLI_AS_NANOS)
                .sum();
    }

    @Test
    void whatTheCallerSaysIsSaidAgainAfterAPause() {
        long beginNanos = stage.nowNanos();
        say(600, 1_500);
        long endNanos = stage.nowNanos();
        assertThat(heardMillis(600, beginNanos)).isZero();
        stage.pass(Duration.ofSeconds(4));
        assertThat(heardMillis(600, beginNanos)).isCloseTo(1_500, within(100L));
        long first = heard.stream()
                .filter(f -> f.timestampNanos() > beginNanos && f.peak() > 0.1)
                .findFirst()
                .orElseThrow()
                .timestampNanos();
        assertThat(first - endNanos).isBetween(500 * MILLI_AS_NANOS, 1_200 * MILLI_AS_NANOS);
    }

    @Test
    void theAgentStopsWhenItIsInterruptedAndAnswersWhatWasSaidThen() {
        say(600, 6_000);
        stage.pass(Duration.ofSeconds(2));
        long interruptedNanos = stage.nowNanos();
        assertThat(heardMillis(600, 0)).isGreaterThan(500);
        say(1_000, 1_000);
        // the caller's sound takes its time to the agent, the detector 60 ms, and the silence its time back
        assertThat(heardMillis(600, interruptedNanos)).isLessThan(500);
        long silentNanos = interruptedNanos + 500 * MILLI_AS_NANOS;
        stage.pass(Duration.ofSeconds(8));
        assertThat(heardMillis(600, silentNanos)).isZero();
        assertThat(heardMillis(1_000, silentNanos)).isCloseTo(1_000, within(100L));
    }

    @Test
    void theProgramIsShort() throws Exception {
        long lines =
                Files.readAllLines(Path.of("voice-agent/src/dev/plumb/examples/voiceagent/VoiceAgent.java")).stream()
                        .filter(l -> !l.isBlank() && !l.startsWith("import ") && !l.startsWith("package "))
                        .count();
        assertThat(lines).isLessThan(60);
    }
}
