package dev.plumb.cli.wpt;

import dev.plumb.js.ScriptConsole;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs files of web-platform-tests. */
@Command(
        name = "wpt",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = {
            "Runs files of web-platform-tests on the objects: one line of JSON a file, as it ends.",
            "{\"file\":..., \"status\":..., \"tests\":[[name, \"PASS\"|\"FAIL\"|\"TIMEOUT\"|\"NOTRUN\", message?], ...]}"
        })
public final class WptCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "ROOT", description = "The suite's folder.")
    private @Nullable Path root;

    @Parameters(
            index = "1..*",
            arity = "1..*",
            showDefaultValue = CommandLine.Help.Visibility.NEVER,
            paramLabel = "FILE",
            description = "Test files, relative to ROOT.")
    private List<String> files = List.of();

    @Option(names = "--jobs", defaultValue = "1", description = "How many files run at a time.")
    private int jobs = 1;

    @Option(names = "--verbose", description = "What the pages log goes to the error output.")
    private boolean verbose;

    /** Creates the command, as picocli does. */
    public WptCommand() {}

    @Override
    public Integer call() throws Exception {
        Path folder = root == null ? Path.of("") : root.toAbsolutePath().normalize();
        if (!Files.isRegularFile(folder.resolve("resources/testharness.js"))) {
            System.err.println("plumb wpt: no resources/testharness.js in " + folder
                    + ": ROOT is the folder of web-platform-tests itself");
            return 2;
        }
        // nothing but results is written here, whoever prints
        PrintStream out = System.out;
        System.setOut(System.err);
        ScriptConsole console = verbose ? (level, text) -> System.err.println(level + ": " + text) : (_, _) -> {};
        WptRun run = new WptRun(new WptSite(folder), console);
        try (ExecutorService workers = Executors.newFixedThreadPool(Math.max(1, jobs))) {
            List<Future<?>> running = files.stream()
                    .<Future<?>>map(file -> workers.submit(() -> {
                        String line = run.run(relative(folder, file)).toString();
                        synchronized (out) {
                            out.println(line);
                            out.flush();
                        }
                    }))
                    .toList();
            for (Future<?> one : running) {
                one.get();
            }
        }
        return 0;
    }

    private static String relative(Path folder, String file) {
        Path path = Path.of(file).toAbsolutePath().normalize();
        return path.startsWith(folder) && Files.exists(path)
                ? folder.relativize(path).toString()
                : file;
    }
}
