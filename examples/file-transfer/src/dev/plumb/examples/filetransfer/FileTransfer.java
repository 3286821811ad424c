package dev.plumb.examples.filetransfer;

import dev.plumb.examples.support.Pair;
import dev.plumb.examples.support.Stage;
import dev.plumb.objects.Plumb;
import dev.plumb.objects.RTCDataChannel;
import dev.plumb.objects.streams.DataChannelInputStream;
import dev.plumb.objects.streams.DataChannelOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongConsumer;

/**
 * An example that sends one file from left to right and the same back from right to left, each on a channel of its own.
 */
public final class FileTransfer {
    private static final int BUFFER_BYTES = 64 * 1024;
    private static final int EXAMPLE_BYTES = 64 << 20;
    private static final Duration MOMENT = Duration.ofMillis(1);

    private FileTransfer() {}

    /**
     * The SHA-256 hashes of the files that arrived, in hexadecimal digits.
     *
     * @param atRight the hash of the file that was sent to the right
     * @param atLeft the hash of the file that was sent back
     */
    public record Report(String atRight, String atLeft) {}

    /**
     * Runs the example on this machine.
     *
     * @param args the file; without one, 64 MiB of noise
     */
    public static void main(String[] args) throws IOException {
        Path folder = Files.createTempDirectory("plumb-file-transfer");
        try (Stage stage = Stage.real()) {
            Path file = args.length > 0 ? Path.of(args[0]) : Files.write(folder.resolve("noise"), noise(EXAMPLE_BYTES));
            Report _ = run(stage, file, folder, System.out);
        } finally {
            try (var left = Files.list(folder)) {
                for (Path file : left.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(folder);
        }
    }

    private static byte[] noise(int length) {
        byte[] bytes = new byte[length];
        new Random(1).nextBytes(bytes);
        return bytes;
    }

    /** Runs the example. The files that arrive are written to a folder. */
    public static Report run(Stage stage, Path file, Path folder, PrintStream out) throws IOException {
        Pair pair = Pair.on(stage);
        CompletableFuture<String> atRight = receive(pair.right(), folder.resolve("at-right"));
        CompletableFuture<String> atLeft = receive(pair.left(), folder.resolve("at-left"));
        long size = Files.size(file);
        long beganNanos = stage.nowNanos();
        CompletableFuture<Long> there =
                started(() -> send(file, pair.left().channel("there"), new Progress("there", size, out)::at));
        CompletableFuture<Long> back =
                started(() -> send(file, pair.right().channel("back"), new Progress("back", size, out)::at));
        List<CompletableFuture<?>> all = List.of(atRight, atLeft, there, back);
        while (all.stream().anyMatch(f -> !f.isDone())
                && all.stream().noneMatch(CompletableFuture::isCompletedExceptionally)) {
            stage.pass(MOMENT);
        }
        all.stream().filter(CompletableFuture::isDone).forEach(CompletableFuture::join); // what failed throws
        double seconds = (stage.nowNanos() - beganNanos) / 1e9;
        Report report = new Report(atRight.join(), atLeft.join());
        out.printf("%d bytes each way in %.1f s%n", size, seconds);
        out.println("SHA-256 at right " + report.atRight());
        out.println("SHA-256 at left  " + report.atLeft());
        pair.close();
        return report;
    }

    /** Sends a file; when it returns, the other side has all of it. */
    static long send(Path file, RTCDataChannel channel, LongConsumer progress) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        long written = 0;
        try (InputStream from = Files.newInputStream(file);
                DataChannelOutputStream to = new DataChannelOutputStream(channel)) {
            for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
                to.write(buffer, 0, n);
                written += n;
                progress.accept(to.sentBytes());
            }
        }
        progress.accept(written);
        return written;
    }

    /** Receives the file of the next channel, and returns its hash. */
    private static CompletableFuture<String> receive(Plumb side, Path file) {
        CompletableFuture<String> hash = new CompletableFuture<>();
        side.onDataChannel(channel -> {
            // made at once, so that it misses nothing; read on a thread of its own, since it waits
            DataChannelInputStream from = new DataChannelInputStream(channel);
            start(() -> copied(from, file), hash);
        });
        return hash;
    }

    private static String copied(InputStream from, Path file) throws IOException, NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        try (from;
                OutputStream to = new DigestOutputStream(Files.newOutputStream(file), digest)) {
            from.transferTo(to);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static <T> CompletableFuture<T> started(Callable<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        start(work, result);
        return result;
    }

    private static <T> void start(Callable<T> work, CompletableFuture<T> result) {
        Thread _ = Thread.ofPlatform().daemon().start(() -> {
            try {
                result.complete(work.call());
            } catch (Exception e) {
                result.completeExceptionally(e);
            }
        });
    }

    /** A progress output, which prints every tenth part. */
    private static final class Progress {
        private static final int PARTS = 10;

        private final String what;
        private final long size;
        private final PrintStream out;
        private long told;

        Progress(String what, long size, PrintStream out) {
            this.what = what;
            this.size = size;
            this.out = out;
        }

        void at(long bytes) {
            long part = size == 0 ? PARTS : bytes * PARTS / size;
            if (part > told) {
                told = part;
                out.println(what + ": " + part * (100 / PARTS) + " %");
            }
        }
    }
}
