package dev.plumb.cli;

import dev.plumb.cli.check.Ranges;
import dev.plumb.codecs.ffmpeg.CaptureDevices;
import dev.plumb.js.PlumbScript;
import dev.plumb.js.ScriptAddresses;
import dev.plumb.js.ScriptOptions;
import dev.plumb.media.device.FakeDevices;
import dev.plumb.media.device.MediaDevice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.graalvm.polyglot.PolyglotException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs a script. */
@Command(
        name = "js",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = {
            "Runs a script with the objects and RTCPeerConnection as a browser has them.",
            "A file that ends in .mjs, or has an import or export, is a module.",
            "It may read files below its own folder, and reach servers of the public internet.",
            "Ends when nothing is left to wait for, or by close()."
        })
final class JsCommand implements Callable<Integer> {
    private static final double LEAST_TASK_SECONDS = 0.01;
    private static final double MOST_TASK_SECONDS = 86_400;
    private static final long MOST_MIB = 1 << 20;
    /** Less does not hold the engine and its classes. */
    private static final long LEAST_PROCESS_MIB = 64;

    private static final long MOST_CPU_SECONDS = 31_536_000;

    @Parameters(index = "0", paramLabel = "FILE", description = "The script.")
    private @Nullable Path file;

    @Parameters(
            index = "1..*",
            showDefaultValue = CommandLine.Help.Visibility.NEVER,
            paramLabel = "ARGS",
            description = "What it finds in scriptArgs.")
    private List<String> arguments = List.of();

    @Option(names = "--root", paramLabel = "FOLDER", description = "The folder that it may read, instead of its own.")
    private @Nullable Path root;

    @Option(names = "--no-network", description = "fetch and WebSocket reach no servers.")
    private boolean noNetwork;

    @Option(
            names = "--local-network",
            description = "fetch and WebSocket reach this machine and private networks, too.")
    private boolean localNetwork;

    @Option(names = "--longest-task", paramLabel = "SECONDS", description = "A task that takes longer ends the script.")
    private @Nullable Double longestTaskSeconds;

    @Option(names = "--max-heap", paramLabel = "MIB", description = "A heap that grows further ends the script.")
    private @Nullable Long maxHeapMib;

    @Option(
            names = "--fake-devices",
            description = "getUserMedia finds a microphone that hears a tone and a camera that sees a test pattern.")
    private boolean fakeDevices;

    @Option(names = "--input", paramLabel = "FILE", description = "getUserMedia finds devices that play this file.")
    private @Nullable Path input;

    @Option(names = "--devices", description = "getUserMedia finds this machine's cameras and microphones.")
    private boolean devices;

    @Option(
            names = "--process",
            description = {
                "Runs the script in a process of its own, which ends where it goes beyond its memory or its time:",
                "for a script that is not trusted with this one's."
            })
    private boolean inProcess;

    @Option(
            names = "--process-memory",
            paramLabel = "MIB",
            defaultValue = "512",
            description = "The largest heap of that process.")
    private long processMemoryMib;

    @Option(
            names = "--process-cpu",
            paramLabel = "SECONDS",
            defaultValue = "600",
            description = "The most time of processors that it takes.")
    private long processCpuSeconds;

    @Spec
    private @Nullable CommandSpec spec;

    /** Creates the command, as picocli does. */
    JsCommand() {}

    @Override
    public Integer call() throws InterruptedException {
        Path script = file == null ? Path.of("") : file.toAbsolutePath().normalize();
        if (!Files.isRegularFile(script)) {
            System.err.println("plumb js: no file " + script);
            return 2;
        }
        requireOptions();
        if (inProcess && spec != null) {
            return ScriptProcess.run(
                    spec.root().commandLine().getParseResult().originalArgs(), processMemoryMib, processCpuSeconds);
        }
        Path folder = root == null ? script.getParent() : root;
        ScriptOptions options = ScriptOptions.NONE
                .withAllowNetwork(!noNetwork)
                .withReachable(localNetwork ? ScriptAddresses.ANY : ScriptAddresses.PUBLIC)
                .withReadableRoot(folder == null ? script : folder)
                .withLocation(script.toUri());
        if (longestTaskSeconds != null) {
            options = options.withLongestTask(Duration.ofNanos((long) (longestTaskSeconds * 1e9)));
        }
        if (maxHeapMib != null) {
            options = options.withMaxHeapBytes(maxHeapMib << 20);
        }
        try (PlumbScript context = PlumbScript.create(options)) {
            for (MediaDevice device : chosenDevices()) {
                context.agent().mediaDevices().add(device);
            }
            context.strings("scriptArgs", arguments.toArray(String[]::new));
            context.run(script).get();
            return context.idle().get() ? 0 : 1;
        } catch (ExecutionException e) {
            System.err.println("plumb js: " + (isTooLong(e.getCause()) ? tooLong() : why(e.getCause())));
            return 1;
        } catch (IOException e) {
            System.err.println("plumb js: " + e.getMessage());
            return 1;
        }
    }

    private void requireOptions() {
        if (longestTaskSeconds != null
                && !(longestTaskSeconds >= LEAST_TASK_SECONDS && longestTaskSeconds <= MOST_TASK_SECONDS)) {
            throw new IllegalArgumentException("--longest-task must be between " + LEAST_TASK_SECONDS + " and "
                    + MOST_TASK_SECONDS + " s, not " + longestTaskSeconds);
        }
        if (maxHeapMib != null) {
            Ranges.require("--max-heap", maxHeapMib, 1, MOST_MIB);
        }
        Ranges.require("--process-memory", processMemoryMib, LEAST_PROCESS_MIB, MOST_MIB);
        Ranges.require("--process-cpu", processCpuSeconds, 1, MOST_CPU_SECONDS);
        if (root != null && !Files.isDirectory(root)) {
            throw new IllegalArgumentException("--root: there is no folder " + root);
        }
        if (input != null && !Files.exists(input)) {
            throw new IllegalArgumentException("--input: there is no file " + input);
        }
    }

    private List<MediaDevice> chosenDevices() throws IOException {
        List<MediaDevice> chosen = new ArrayList<>();
        if (fakeDevices) {
            chosen.add(FakeDevices.microphone());
            chosen.add(FakeDevices.camera());
        }
        if (input != null) {
            chosen.addAll(CaptureDevices.ofFile(input));
        }
        if (devices) {
            chosen.addAll(CaptureDevices.list());
        }
        return chosen;
    }

    /** Returns whether a task was cancelled. Only the limit of its time does that here without a message of its own. */
    private boolean isTooLong(@Nullable Throwable cause) {
        return longestTaskSeconds != null
                && cause instanceof PolyglotException e
                && (e.isInterrupted() || (e.isCancelled() && maxHeapMib == null));
    }

    private String tooLong() {
        String seconds =
                new DecimalFormat("0.###", DecimalFormatSymbols.getInstance(Locale.ROOT)).format(longestTaskSeconds);
        return "a task took longer than --longest-task " + seconds + " s";
    }

    private static String why(@Nullable Throwable cause) {
        if (cause instanceof PolyglotException e && e.isGuestException()) {
            StringBuilder text = new StringBuilder(String.valueOf(e.getMessage()));
            for (PolyglotException.StackFrame frame : e.getPolyglotStackTrace()) {
                if (frame.isGuestFrame() && frame.getSourceLocation() != null) {
                    text.append("\n    at ")
                            .append(frame.getRootName())
                            .append(" (")
                            .append(frame.getSourceLocation().getSource().getName())
                            .append(':')
                            .append(frame.getSourceLocation().getStartLine())
                            .append(')');
                }
            }
            return text.toString();
        }
        return String.valueOf(cause);
    }
}
