package dev.plumb.examples.fork;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.examples.support.SimStage;
import org.junit.jupiter.api.Test;

class ForkTest {
    @Test
    void everyAnswerIsALiveTransportFromTheSamePort() {
        try (SimStage stage = new SimStage(4)) {
            assertThat(Fork.run(stage, System.out)).isEqualTo(new Fork.Report(4, 1));
        }
    }
}
