package dev.plumb.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/** The application of {@code src/test/app}, compiled and started on the module path as a consumer does it. */
final class Application {
    /** What the documentation tells users to pass. */
    static final String NATIVE_ACCESS =
            "--enable-native-access=org.lwjgl,org.bytedeco.javacpp,org.bytedeco.ffmpeg,dev.plumb.net.linux";

    private static final int SECONDS_AT_MOST = 300;

    private Application() {}

    /** What a process has written, and how it has ended. */
    record Ended(int code, String output) {
        Ended wellEnded() {
            assertThat(code).as(output).isZero();
            return this;
        }
    }

    /** Returns what Maven puts on the path of an application that depends on everything. */
    static List<Path> path() throws IOException {
        return Stream.of(
                        Files.readString(Path.of("target", "classpath")).strip().split(File.pathSeparator, -1))
                // GraalJS is asked for by a POM, which Maven puts on class paths, too
                .filter(entry -> !entry.endsWith(".pom"))
                .map(Path::of)
                .toList();
    }

    /** Tells entries by a part of their names: a jar's own, or that of the folder of a module which is no jar yet. */
    static Predicate<Path> named(String part) {
        return entry -> (entry.endsWith(Path.of("target", "classes"))
                        ? entry.getParent().getParent()
                        : entry)
                .getFileName()
                .toString()
                .contains(part);
    }

    static String joined(List<Path> path) {
        return String.join(File.pathSeparator, path.stream().map(Path::toString).toList());
    }

    /** Compiles the application; returns the path with it at the end. */
    static List<Path> compiled(List<Path> path, Path folder) throws IOException {
        Path classes = folder.resolve("app");
        List<String> arguments = new ArrayList<>(
                List.of("-Xlint:all", "-Werror", "-cp", "", "-p", joined(path), "-d", classes.toString()));
        try (Stream<Path> sources = Files.walk(Path.of("src", "test", "app"))) {
            sources.map(Path::toString).filter(s -> s.endsWith(".java")).forEach(arguments::add);
        }
        StringWriter output = new StringWriter();
        PrintWriter out = new PrintWriter(output);
        int code = ToolProvider.findFirst("javac").orElseThrow().run(out, out, arguments.toArray(new String[0]));
        assertThat(code).as(output.toString()).isZero();
        List<Path> all = new ArrayList<>(path);
        all.add(classes);
        return all;
    }

    /** Returns a tool of the JDK that runs this test. */
    static String tool(String name) {
        return Path.of(System.getProperty("java.home"), "bin", name).toString();
    }

    /** Returns options that keep what a process extracts below a folder of the test. */
    static List<String> extractingTo(Path folder) throws IOException {
        Path temporary = Files.createDirectories(folder.resolve("temporary"));
        return List.of(
                "-Djava.io.tmpdir=" + temporary,
                "-Dorg.bytedeco.javacpp.cachedir=" + folder.resolve("javacpp"),
                // a binding's use of sun.misc.Unsafe is no concern of these tests
                "--sun-misc-unsafe-memory-access=allow");
    }

    /** Runs a command to its end. */
    static Ended run(List<String> command) throws IOException, InterruptedException {
        Path output = Files.createTempFile("plumb-packaging-", ".txt");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            if (!process.waitFor(SECONDS_AT_MOST, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
            return new Ended(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
        } finally {
            Files.delete(output);
        }
    }
}
