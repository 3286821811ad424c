package dev.plumb.examples.datasync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.examples.support.SimStage;
import org.junit.jupiter.api.Test;

class DataSyncTest {
    @Test
    void captionsAppearWithTheirPictures() {
        // pictures take 200 ms longer than data
        try (SimStage stage = new SimStage(12)) {
            DataSync.Report report = DataSync.run(stage, System.out);
            assertThat(report.captions()).isBetween(10, 14);
            assertThat(report.worstSynchronized()).isBetween(-1, 1);
        }
    }
}
