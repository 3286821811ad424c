package dev.plumb.examples.quality;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.examples.support.SimStage;
import org.junit.jupiter.api.Test;

class QualityTest {
    @Test
    void fullQualityComesOneFrameAndOneTripAfterTheCall() {
        try (SimStage stage = new SimStage(6)) {
            Quality.Report report = Quality.run(stage, System.out);
            // a frame of sound is 20 ms, one of pictures 33 ms, the network 10 ms; a picture's packets are paced,
            // and Opus takes a frame to change from its mode for low rates to the one for high ones
            assertThat(report.audioMillis()).isLessThanOrEqualTo(51);
            assertThat(report.videoMillis()).isLessThanOrEqualTo(80);
        }
    }
}
