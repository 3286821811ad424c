package dev.plumb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The demo, in real time; what was recorded is compared with what was played. */
class DemoTest {
    private static final int SECONDS = 5;

    @Test
    void theRecordingIsWhatWasPlayed(@TempDir Path folder) throws Exception {
        int code = new CommandLine(new Main())
                .execute("demo", "--seconds", Integer.toString(SECONDS), "--out", folder.toString());
        assertThat(code).isZero();

        MediaFile played = MediaFile.read(folder.resolve("sent.webm"));
        MediaFile recorded = MediaFile.read(folder.resolve("recording.webm"));
        // the number of pictures depends on the machine; those recorded must be among the ones played, in their order
        assertThat(recorded.pictureCount).isPositive();
        assertThat(recorded.numbers).isSorted();
        assertThat(played.pictures.keySet()).containsAll(recorded.pictures.keySet());
        double mean = recorded.pictures.entrySet().stream()
                .mapToDouble(e -> MediaFile.ssim(played.pictures.get(e.getKey()), e.getValue()))
                .average()
                .orElse(0);
        System.out.printf(
                "demo: %d pictures of %d, SSIM %.4f, tone %.4f%n",
                recorded.pictureCount, SECONDS * 30, mean, recorded.sound.shareAt(DemoClip.TONE_HZ));
        assertThat(recorded.pictures.size()).isGreaterThan(recorded.pictureCount * 9 / 10);
        assertThat(mean).isGreaterThan(0.9);
        assertThat(recorded.sound.seconds()).isPositive();
        assertThat(recorded.sound.shareAt(DemoClip.TONE_HZ)).isGreaterThan(0.8);

        JsonNode result = JsonLines.JSON.readTree(folder.resolve("result.json").toFile());
        assertThat(result.path("setupMillis").asDouble()).isPositive();
        assertThat(result.path("video").path("framesDecoded").asInt()).isPositive();
        assertThat(result.path("audio").path("packetsReceived").asInt()).isPositive();
        assertThat(Files.readString(folder.resolve("report.html")))
                .contains("<svg")
                .doesNotContain("http");
    }

    @Test
    void interruptedWhileItMakesItsClipItStartsNoCallAndLeavesNothing(@TempDir Path folder) throws Exception {
        ProcessBuilder demo = PlumbProcess.of("demo", "--seconds", "600", "--out", folder.toString())
                .redirectErrorStream(true);
        // a build in the background ignores SIGINT, and so do the processes that it starts
        demo.command().addAll(0, List.of("env", "--default-signal=INT"));
        Process process = demo.start();
        CompletableFuture.delayedExecutor(2, TimeUnit.MINUTES).execute(process::destroyForcibly);
        String output;
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            assertThat(out.readLine()).isEqualTo("making a clip to play");
            new ProcessBuilder("kill", "-INT", Long.toString(process.pid()))
                    .start()
                    .waitFor();
            output = out.lines().collect(Collectors.joining("\n"));
        }
        assertThat(process.waitFor()).as(output).isEqualTo(130);
        assertThat(output).doesNotContain("connecting");
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }
}
