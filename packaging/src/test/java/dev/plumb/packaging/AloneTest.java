package dev.plumb.packaging;

import static dev.plumb.packaging.Application.joined;
import static dev.plumb.packaging.Application.path;
import static dev.plumb.packaging.Application.tool;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The examples of {@code examples/alone}: each engine by itself, with nothing above it on the path. */
@Timeout(120)
class AloneTest {
    private static final Path EXAMPLES = Path.of("..", "examples", "alone");

    @TempDir
    private Path folder;

    private final List<Conversation> started = new ArrayList<>();

    /** The path that a program is run from. */
    enum From {
        CLASS_PATH,
        MODULE_PATH
    }

    /** An example, compiled. */
    private final class Example {
        private final String name;
        private final String mainClass;
        private final From from;
        private final List<Path> path;

        Example(String name, String mainClass, From from, String... modules) throws IOException {
            this.name = name;
            this.mainClass = mainClass;
            this.from = from;
            Set<String> needed = Set.of(modules);
            path = new ArrayList<>(
                    path().stream().filter(e -> needed.contains(module(e))).toList());
            assertThat(path).as("the path of %s", name).hasSize(needed.size());
            Path classes = folder.resolve("classes");
            compile(classes);
            path.add(classes);
        }

        private void compile(Path classes) throws IOException {
            List<Path> compilePath = new ArrayList<>(path);
            compilePath.addAll(path().stream()
                    .filter(e -> e.getFileName().toString().startsWith("jspecify"))
                    .toList());
            List<String> arguments = new ArrayList<>(
                    List.of("-Xlint:all", "-Werror", "-cp", "", "-p", joined(compilePath), "-d", classes.toString()));
            Path sources = EXAMPLES.resolve(name, "src", "main", "java");
            try (Stream<Path> files = Files.walk(sources)) {
                files.map(Path::toString).filter(f -> f.endsWith(".java")).forEach(arguments::add);
            }
            StringWriter output = new StringWriter();
            PrintWriter out = new PrintWriter(output);
            int code = ToolProvider.findFirst("javac").orElseThrow().run(out, out, arguments.toArray(new String[0]));
            assertThat(code).as(output.toString()).isZero();
            Path main = sources.resolve("alone", name, mainClass + ".java");
            assertThat(Files.readAllLines(main)).as("lines of %s", main).hasSizeLessThan(80);
        }

        Conversation start(String... arguments) throws IOException {
            List<String> command = new ArrayList<>(List.of(tool("java"), "-Xshare:auto", "-XX:TieredStopAtLevel=1"));
            String main = "alone." + name + "." + mainClass;
            command.addAll(
                    from == From.MODULE_PATH
                            ? List.of("-p", joined(path), "-m", "alone." + name + "/" + main)
                            : List.of("-cp", joined(path), main));
            command.addAll(List.of(arguments));
            return AloneTest.this.start(command);
        }
    }

    /** Returns the module of an entry of the path: of a jar, or of a folder of classes that is no jar yet. */
    private static String module(Path entry) {
        boolean isFolder = entry.endsWith(Path.of("target", "classes"));
        String file =
                (isFolder ? entry.getParent().getParent() : entry).getFileName().toString();
        return file.replaceFirst("^plumb-", "").replaceFirst("-[0-9].*", "");
    }

    private Conversation start(List<String> command) throws IOException {
        Conversation made = new Conversation(command);
        started.add(made);
        return made;
    }

    @AfterEach
    void endsWhatStillRuns() throws Exception {
        for (Conversation conversation : started) {
            conversation.end();
        }
    }

    @ParameterizedTest
    @EnumSource
    void sctpSendsMessagesOverUdpBetweenProcesses(From from) throws Exception {
        Example example = new Example("sctp", "Messages", from, "base", "io", "sctp");
        Conversation listener = example.start("listen", "0");
        Conversation connector = example.start("connect", listener.await("listening on port (\\d+)"));

        connector.await("(over): SHUTDOWN");
        listener.await("(over): SHUTDOWN");
        assertThat(listener.output())
                .contains("a message of 5 bytes on stream 1", "a message of 100000 bytes on stream 2");
        assertThat(connector.output())
                .contains("a message of 5 bytes on stream 1", "a message of 100000 bytes on stream 2");
        connector.endsWell();
        listener.endsWell();
    }
}
