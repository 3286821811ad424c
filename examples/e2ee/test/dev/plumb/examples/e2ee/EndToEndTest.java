package dev.plumb.examples.e2ee;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.examples.support.SimStage;
import org.junit.jupiter.api.Test;

class EndToEndTest {
    @Test
    void onlyWhoHasTheKeySees() {
        try (SimStage stage = new SimStage(11)) {
            EndToEnd.Report report = EndToEnd.run(stage, System.out);
            assertThat(report.picturesWithKey()).isGreaterThan(60);
            assertThat(report.loudest()).isBetween(0.3, 0.7);
            assertThat(report.picturesWithoutKey()).isZero();
        }
    }
}
