package dev.plumb.examples.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.examples.support.SimStage;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RelayTest {
    @Test
    void picturesPassUnchangedFromACallAndFromAFile(@TempDir Path folder) throws IOException {
        try (SimStage stage = new SimStage(13)) {
            Relay.Report report = Relay.run(stage, folder.resolve("kept.ivf"), System.out);
            assertThat(report.relayed()).isGreaterThan(90);
            assertThat(report.identical()).isTrue();
            assertThat(report.fromFile()).isGreaterThan(90);
        }
    }
}
