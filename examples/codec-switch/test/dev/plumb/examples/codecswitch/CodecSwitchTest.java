package dev.plumb.examples.codecswitch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.examples.support.SimStage;
import dev.plumb.testkit.ToneMeter;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CodecSwitchTest {
    @Test
    void theListenerHearsNoGap() {
        Map<Integer, ToneMeter> meters = new HashMap<>();
        try (SimStage stage = new SimStage(9)) {
            CodecSwitch.Report report = CodecSwitch.run(
                    stage,
                    System.out,
                    frame -> meters.computeIfAbsent(frame.sampleRateHz(), ToneMeter::new)
                            .add(frame.samples(), frame.channels()));
            assertThat(report.codecs()).containsExactly("opus", "PCMU", "opus", "PCMA", "opus", "PCMU");
            assertThat(report.largestGapMillis()).isLessThanOrEqualTo(1);
            assertThat(report.concealedSamples()).isZero();
            meters.forEach((rate, meter) ->
                    assertThat(meter.shareAt(440)).as(rate + " Hz").isGreaterThan(0.9));
        }
    }
}
