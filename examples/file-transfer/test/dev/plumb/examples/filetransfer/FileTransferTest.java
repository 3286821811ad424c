package dev.plumb.examples.filetransfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.examples.support.SimStage;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileTransferTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3_000_000})
    void theFileArrivesOnBothSidesWithProgress(int length) throws Exception {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        Path file = Files.write(folder.resolve("sent"), bytes);
        String hash =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        try (SimStage stage = new SimStage(1)) {
            FileTransfer.Report report =
                    FileTransfer.run(stage, file, folder, new PrintStream(said, true, StandardCharsets.UTF_8));
            assertThat(report).isEqualTo(new FileTransfer.Report(hash, hash));
        }
        assertThat(Files.mismatch(file, folder.resolve("at-right"))).isEqualTo(-1);
        assertThat(Files.mismatch(file, folder.resolve("at-left"))).isEqualTo(-1);
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("there: 100 %", "back: 100 %", hash);
    }
}
