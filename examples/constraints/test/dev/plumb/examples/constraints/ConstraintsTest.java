package dev.plumb.examples.constraints;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.examples.support.SimStage;
import org.junit.jupiter.api.Test;

class ConstraintsTest {
    @Test
    void theSenderConformsWithinATripAndAFrame() {
        try (SimStage stage = new SimStage(5)) {
            Constraints.Report report = Constraints.run(stage, System.out);
            assertThat(report.smallMillis()).isLessThan(150);
            assertThat(report.framesPerSecondWhenSlow()).isBetween(4.0, 6.0);
            assertThat(report.packetsWhenRefused()).isZero();
            assertThat(report.backMillis()).isLessThan(250);
        }
    }
}
