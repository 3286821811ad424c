package dev.plumb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** That the measurements run and say what they measured; how fast anything is no test asks. */
class BenchCommandTest {
    @Test
    void dataSaysThroughputAndCpuTime() throws Exception {
        JsonNode figures = lastLineOf("data", "--size", "1200", "--seconds", "1", "--warm-up", "1");
        assertThat(figures.get("throughputMBps").asDouble()).isPositive();
        assertThat(figures.get("cpuSecondsPerGB").asDouble()).isPositive();
    }

    @Test
    void pingSaysPercentilesOnOneLoopAndOnTwo() throws Exception {
        for (String loops : List.of("1", "2")) {
            JsonNode figures = lastLineOf("ping", "--count", "50", "--warm-up", "50", "--loops", loops);
            assertThat(figures.get("p50Micros").asDouble()).isPositive();
            assertThat(figures.get("p99Micros").asDouble())
                    .isGreaterThanOrEqualTo(figures.get("p50Micros").asDouble());
        }
    }

    @Test
    void setupOpensAsManyPairsAsItIsToldTo() throws Exception {
        JsonNode figures = lastLineOf("setup", "--count", "10", "--parallel", "3", "--warm-up", "4");
        assertThat(figures.get("count").asInt()).isEqualTo(10);
        assertThat(figures.get("p50Millis").asDouble()).isPositive();
        assertThat(figures.get("pairsPerSecond").asDouble()).isPositive();
        assertThat(figures.get("cpuMillisPerPair").asDouble()).isPositive();
    }

    @Test
    void idleSaysWhatAConnectionHolds() throws Exception {
        JsonNode figures = lastLineOf("idle", "--count", "20", "--settle", "1");
        assertThat(figures.get("connections").asInt()).isEqualTo(40);
        assertThat(figures.get("kBPerConnection").asDouble()).isBetween(1.0, 200.0);
    }

    private static JsonNode lastLineOf(String bench, String... options) throws Exception {
        String[] arguments = new String[options.length + 2];
        arguments[0] = "bench";
        arguments[1] = bench;
        System.arraycopy(options, 0, arguments, 2, options.length);
        Process process = PlumbProcess.of(arguments)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        JsonNode figures = new ObjectMapper().readTree(output.lines().toList().getLast());
        assertThat(figures.get("bench").asText()).isEqualTo(bench);
        return figures;
    }
}
