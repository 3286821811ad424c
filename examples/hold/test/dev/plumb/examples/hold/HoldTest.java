package dev.plumb.examples.hold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.examples.support.SimStage;
import org.junit.jupiter.api.Test;

class HoldTest {
    @Test
    void nothingLeavesDuringHoldAndSoundIsBackAtOnce() {
        try (SimStage stage = new SimStage(1)) {
            Hold.Report report = Hold.run(stage, System.out);
            assertThat(report.packetsDuringHold()).isZero();
            assertThat(report.resumedMillis()).isLessThan(200);
        }
    }
}
