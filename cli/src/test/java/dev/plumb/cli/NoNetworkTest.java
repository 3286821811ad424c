package dev.plumb.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.plumb.cli.check.Interfaces;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands on a machine none of whose network interfaces is up; where the system gives processes one such. */
class NoNetworkTest {
    private static final int SECONDS = 60;

    @TempDir
    private Path folder;

    @BeforeEach
    void systemCanTakeTheNetworkAway() throws Exception {
        boolean can;
        try {
            can = new ProcessBuilder("unshare", "-n", "true").start().waitFor() == 0;
        } catch (IOException e) {
            can = false;
        }
        assumeTrue(can, "unshare -n does not work here");
    }

    private void assertOneSentence(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("unshare", "-n"));
        command.addAll(PlumbProcess.of(arguments).command());
        Path err = folder.resolve("err.txt");
        Process process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(err.toFile())
                .start();
        process.getOutputStream().close();
        assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(err).lines())
                .singleElement()
                .asString()
                .endsWith(": " + Interfaces.NONE)
                .startsWith("plumb ");
        assertThat(process.exitValue()).isEqualTo(1);
    }

    @Test
    void demoSaysSoAtOnceAndLeavesNothing() throws Exception {
        Path out = folder.resolve("demo");
        assertOneSentence("demo", "--seconds", "1", "--out", out.toString());
        assertThat(out).doesNotExist();
    }

    @Test
    void benchSaysSoAtOnce() throws Exception {
        assertOneSentence("bench", "ping");
    }

    @Test
    void peerSaysSoAtOnce() throws Exception {
        assertOneSentence("peer", "--offer", "--data");
    }
}
