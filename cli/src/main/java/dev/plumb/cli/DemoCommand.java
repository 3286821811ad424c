package dev.plumb.cli;

import dev.plumb.cli.check.Interfaces;
import dev.plumb.cli.check.Ranges;
import dev.plumb.codecs.ffmpeg.FileRecorder;
import dev.plumb.codecs.ffmpeg.FileSource;
import dev.plumb.media.codec.MediaKind;
import java.io.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Two whole agents on this machine, one playing a file to the other. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "Two whole agents on this machine, in loops of their own: one plays a file, the other records"
                    + " what arrives.",
            "They tell each other of themselves by the objects' dictionaries as JSON; there is no SDP."
        })
final class DemoCommand implements Callable<Integer> {
    private static final int SPARE_SECONDS = 2;
    private static final int END_SECONDS = 10;
    private static final int GIVE_UP_MILLIS = 800;
    /** The exit code that a shell reports for an interrupted command: 128 and SIGINT. */
    private static final int INTERRUPTED_CODE = 130;

    @Option(
            names = "--seconds",
            defaultValue = "10",
            description = "How long the call lasts (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
            names = "--out",
            defaultValue = "plumb-demo",
            description = "Where recording, report.html and result.json go (default: ${DEFAULT-VALUE}).")
    private Path out = Path.of("plumb-demo");

    @Option(names = "--input", description = "What to play: anything that FFmpeg reads (default: a clip of its own).")
    private @Nullable Path input;

    private final PrintStream screen = System.out;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean interrupted;
    private volatile boolean mediaFlows;
    private volatile @Nullable Path partial;

    /** Creates the command, as picocli does. */
    DemoCommand() {}

    @Override
    public Integer call() throws Exception {
        Thread atEnd = new Thread(this::endEarly, "plumb-demo-end");
        Runtime.getRuntime().addShutdownHook(atEnd);
        try {
            return demo();
        } finally {
            removePartial();
            ended.countDown();
            if (!interrupted) {
                Runtime.getRuntime().removeShutdownHook(atEnd);
            }
        }
    }

    /**
     * Ends the demo early when the process is interrupted. A recording that holds something is completed; before that,
     * nothing is worth waiting for.
     */
    private void endEarly() {
        interrupted = true;
        Interrupts.haltAtNext(INTERRUPTED_CODE);
        boolean isRecording = mediaFlows;
        try {
            boolean inTime = isRecording
                    ? ended.await(END_SECONDS, TimeUnit.SECONDS)
                    : ended.await(GIVE_UP_MILLIS, TimeUnit.MILLISECONDS);
            if (isRecording && !inTime) {
                screen.println("the recording may be incomplete");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        removePartial();
    }

    /** Removes a file that is not worth keeping. */
    private void removePartial() {
        Path file = partial;
        if (file == null) {
            return;
        }
        try {
            Files.deleteIfExists(file);
            partial = null;
        } catch (IOException e) {
            System.getLogger("dev.plumb.cli").log(System.Logger.Level.DEBUG, "a partial file stays", e);
        }
    }

    private int demo() throws Exception {
        Ranges.require("--seconds", seconds, 1, 3_600);
        if (out.toString().isEmpty() || (input != null && input.toString().isEmpty())) {
            throw new IllegalArgumentException("--out and --input need a name");
        }
        Interfaces.require();
        try {
            Files.createDirectories(out);
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (IOException e) {
            throw new IOException("cannot write to " + out + ": " + Mistakes.text(e), e);
        }
        if (!Files.isWritable(out)) {
            throw new IOException("cannot write to " + out);
        }
        Path played = input == null ? clip() : input;
        if (interrupted) {
            return INTERRUPTED_CODE;
        }
        if (!Files.isReadable(played)) {
            throw new IllegalArgumentException("cannot read " + played);
        }
        FileSource file;
        try {
            file = FileSource.open(played, true, () -> {});
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot play " + played + ": " + Mistakes.text(e), e);
        }
        Path recording = out.resolve("recording.webm");
        List<DemoSample> samples = new ArrayList<>();
        double setupMillis;
        partial = recording;
        try (FileRecorder recorder = FileRecorder.create(recording, kinds(file));
                DemoCall call = new DemoCall(file, recorder, () -> interrupted)) {
            screen.println("connecting two agents by ICE and DTLS...");
            setupMillis = call.connect();
            if (interrupted) {
                return INTERRUPTED_CODE;
            }
            screen.printf(Locale.ROOT, "connected in %.0f ms; playing %s%n%n", setupMillis, played);
            call.play();
            if (!call.mediaArrived()) {
                return INTERRUPTED_CODE;
            }
            partial = null;
            mediaFlows = true;
            watch(call, samples);
        }
        DemoReport report = new DemoReport(samples, setupMillis, played, recording);
        report.write(out);
        screen.println();
        screen.println("recording  " + recording);
        screen.println("report     " + out.resolve("report.html"));
        screen.println("figures    " + out.resolve("result.json"));
        return report.mediaArrived() ? 0 : 1;
    }

    private static Set<MediaKind> kinds(FileSource file) {
        Set<MediaKind> kinds = EnumSet.noneOf(MediaKind.class);
        file.audio().ifPresent(a -> kinds.add(MediaKind.AUDIO));
        file.video().ifPresent(v -> kinds.add(MediaKind.VIDEO));
        return kinds;
    }

    private Path clip() throws IOException {
        Path path = out.resolve("sent.webm");
        partial = path;
        boolean isTerminal = Optional.ofNullable(System.console())
                .filter(Console::isTerminal)
                .isPresent();
        if (!isTerminal) {
            screen.println("making a clip to play");
        }
        DemoClip.make(path, seconds + SPARE_SECONDS, () -> interrupted, done -> {
            if (isTerminal) {
                screen.printf(Locale.ROOT, "\rmaking a clip to play: %3.0f %%", done * 100);
                screen.flush();
            }
        });
        if (isTerminal) {
            screen.println();
        }
        if (!interrupted) {
            partial = null;
        }
        return path;
    }

    private void watch(DemoCall call, List<DemoSample> samples) {
        screen.println("  time    video kbit/s  frames/s   audio kbit/s   lost   jitter ms   rtt ms");
        DemoSample before = call.sample();
        samples.add(before);
        for (int second = 1; second <= seconds && !interrupted; second++) {
            while (call.seconds() < second && !interrupted) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
            }
            DemoSample now = call.sample();
            samples.add(now);
            double span = now.atSeconds() - before.atSeconds();
            screen.printf(
                    Locale.ROOT,
                    "  %3d s   %12.0f  %8.1f   %12.0f   %4d   %9.1f   %6s%n",
                    second,
                    (now.video().bytesReceived() - before.video().bytesReceived()) * 8 / 1e3 / span,
                    (now.framesDecoded() - before.framesDecoded()) / span,
                    (now.audio().bytesReceived() - before.audio().bytesReceived()) * 8 / 1e3 / span,
                    now.video().packetsLost() + now.audio().packetsLost(),
                    now.video().jitterMillis(),
                    Double.isNaN(now.rttMillis()) ? "-" : String.format(Locale.ROOT, "%.2f", now.rttMillis()));
            before = now;
        }
    }
}
