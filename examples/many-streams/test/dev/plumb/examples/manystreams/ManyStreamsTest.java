package dev.plumb.examples.manystreams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.examples.support.SimStage;
import org.junit.jupiter.api.Test;

class ManyStreamsTest {
    @Test
    void fiveHundredStreamsComeAndGoWithoutAGlitchInTheOthers() {
        try (SimStage stage = new SimStage(8)) {
            ManyStreams.Report report = ManyStreams.run(stage, System.out);
            assertThat(report.added()).isEqualTo(500);
            assertThat(report.heard()).isEqualTo(500);
            assertThat(report.largestGapMillis()).isLessThanOrEqualTo(1);
        }
    }
}
