package dev.plumb.examples.meetme;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.examples.support.SimStage;
import org.junit.jupiter.api.Test;

class MeetMeTest {
    @Test
    void everybodyHearsEverybodyAfterOneTextEach() {
        try (SimStage stage = new SimStage(3)) {
            MeetMe.Report report = MeetMe.run(stage, 6, System.out);
            assertThat(report.published()).isEqualTo(6);
            assertThat(report.greetings()).isEqualTo(30);
            for (int i = 0; i < 6; i++) {
                assertThat(stage.openPorts(i)).isEqualTo(1);
            }
        }
    }
}
