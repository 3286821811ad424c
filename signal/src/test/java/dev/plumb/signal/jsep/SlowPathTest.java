package dev.plumb.signal.jsep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.media.audio.AudioFrame;
import dev.plumb.media.codec.MediaKind;
import dev.plumb.media.device.TestPattern;
import dev.plumb.media.device.TestPatternSource;
import dev.plumb.media.device.ToneSource;
import dev.plumb.objects.RTCRtpReceiver;
import dev.plumb.objects.stats.RTCStats;
import dev.plumb.testkit.LinkConditions;
import dev.plumb.testkit.Seeds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Tests whole calls over a path that is too slow for what is sent, and is good again later. */
class SlowPathTest {
    private static final LinkConditions GOOD = LinkConditions.PERFECT.withDelay(Duration.ofMillis(30));

    private static final int QUEUE_BYTES = 30_000;

    private final TreeMap<Long, Integer> pictures = new TreeMap<>();
    private final List<AudioFrame> sound = new ArrayList<>();

    private SimCall call(long seed) {
        SimCall call = new SimCall(seed, GOOD);
        call.b.onTrack(e -> {
            if (e.track().kind() == MediaKind.AUDIO) {
                e.track().onAudio(sound::add);
            } else {
                e.track().onVideo(f -> TestPattern.numberIn(f).ifPresent(n -> pictures.put(call.clock.nowNanos(), n)));
            }
        });
        call.a.addTrack(call.agentA.videoTrack("pattern", new TestPatternSource(320, 240, 30)), "s");
        call.a.addTrack(call.agentA.audioTrack("tone", new ToneSource(440, 0.5)), "s");
        call.negotiate(call.a);
        assertThat(call.clock.runUntil(call::connected, Duration.ofSeconds(10))).isTrue();
        call.clock.runFor(Duration.ofSeconds(3));
        return call;
    }

    @Test
    void picturesAndSoundAreThereWithinTwoSecondsOfThePathsReturn() {
        Seeds.forEach(3, seed -> {
            pictures.clear();
            SimCall call = call(seed);
            long rateBps = 60_000 + 40_000 * (seed % 3);
            call.hostA.conditions(GOOD.withRate(rateBps, QUEUE_BYTES));
            call.clock.runFor(Duration.ofSeconds(40));
            call.hostA.conditions(GOOD);
            // what is in the link's queue still leaves at the old rate
            call.clock.runFor(Duration.ofMillis(QUEUE_BYTES * 8_000L / rateBps));
            call.clock.runFor(Duration.ofSeconds(2));
            sound.clear();
            double[] before = delay(call);
            long returnedNanos = call.clock.nowNanos();
            call.clock.runFor(Duration.ofSeconds(2));
            var after = pictures.tailMap(returnedNanos);
            assertThat(List.copyOf(after.values()))
                    .as("new pictures")
                    .hasSizeGreaterThan(50)
                    .isSorted();
            assertThat(sound.stream().filter(f -> f.peak() > 0.3).count())
                    .as("frames of the tone")
                    .isGreaterThan((long) (sound.size() * 0.95));
            double[] now = delay(call);
            assertThat((now[0] - before[0]) / (now[1] - before[1]))
                    .as("seconds for which sound waits")
                    .isLessThan(0.7);
            assertThat(call.connected()).as("consent has survived").isTrue();
            assertThat(call.failures).isEmpty();
            assertThat(call.leftAfterClose()).isEqualTo(SimCall.nothing());
        });
    }

    /**
     * Returns the seconds that sound has waited at B and the samples that it was played in, both since the beginning.
     */
    private static double[] delay(SimCall call) {
        RTCRtpReceiver receiver = call.b.getTransceivers().stream()
                .map(RTCRtpTransceiver::receiver)
                .filter(r -> r.kind() == MediaKind.AUDIO)
                .findFirst()
                .orElseThrow();
        RTCStats stats = receiver.getStats().values().stream()
                .filter(r -> r.type().equals("inbound-rtp"))
                .findFirst()
                .orElseThrow();
        return new double[] {
            ((Number) stats.members().get("jitterBufferDelay")).doubleValue(),
            ((Number) stats.members().get("jitterBufferEmittedCount")).doubleValue()
        };
    }
}
