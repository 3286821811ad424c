package dev.plumb.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The command as a process of its own, with this test's class path. */
final class PlumbProcess {
    private PlumbProcess() {}

    static ProcessBuilder of(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.plumb.cli.Main"));
        command.addAll(Arrays.asList(arguments));
        return new ProcessBuilder(command);
    }
}
