package dev.plumb.interop;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Libraries from npm, installed below {@code target} in the versions that package.json pins, and bundled by esbuild. */
final class NpmLibraries {
    private static final Path FOLDER = Path.of("target", "npm").toAbsolutePath();
    private static final Path ESBUILD = FOLDER.resolve("node_modules/esbuild/bin/esbuild");
    private static boolean isInstalled;

    private NpmLibraries() {}

    /** A driver of ours with the library that it uses, as one script. The test is skipped where npm cannot install. */
    static synchronized String bundle(String driver) {
        try {
            install();
            copy(driver + ".js");
            copy("common.js");
            copy("globals.js");
            Path out = FOLDER.resolve("bundles").resolve(driver + ".js");
            run(List.of(
                    "node",
                    ESBUILD.toString(),
                    driver + ".js",
                    "--bundle",
                    "--format=iife",
                    "--platform=browser",
                    "--define:global=globalThis",
                    "--inject:globals.js",
                    "--outfile=" + out));
            return Files.readString(out);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot bundle " + driver, e);
        }
    }

    private static void install() throws IOException {
        if (isInstalled) {
            return;
        }
        Files.createDirectories(FOLDER);
        Path wanted = FOLDER.resolve("package.json");
        Path installed = FOLDER.resolve("installed.json");
        copy("package.json");
        if (!Files.exists(installed) || Files.mismatch(wanted, installed) != -1) {
            boolean done = false;
            try {
                run(List.of("npm", "install", "--no-package-lock", "--no-audit", "--no-fund", "--ignore-scripts"));
                done = true;
            } catch (IOException | IllegalStateException e) {
                System.err.println("npm cannot install the libraries: SKIPPED: " + e.getMessage());
            }
            assumeTrue(done, "npm cannot install the libraries: SKIPPED");
            Files.copy(wanted, installed, StandardCopyOption.REPLACE_EXISTING);
        }
        isInstalled = true;
    }

    private static void copy(String name) throws IOException {
        try (var in = NpmLibraries.class.getResourceAsStream("/npm/" + name)) {
            if (in == null) {
                throw new IllegalStateException("no resource /npm/" + name);
            }
            Files.copy(in, FOLDER.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static void run(List<String> command) throws IOException {
        Path log = FOLDER.resolve("npm.log");
        List<String> words = new ArrayList<>(command);
        Process process = new ProcessBuilder(words)
                .directory(FOLDER.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            if (!process.waitFor(5, TimeUnit.MINUTES) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IllegalStateException(command + " failed:\n" + Files.readString(log));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
