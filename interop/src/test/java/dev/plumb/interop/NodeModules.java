package dev.plumb.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The browser driver's folder below {@code target}, with what npm installs into it; made once. */
final class NodeModules {
    private static final Path FOLDER = Path.of("target", "browser").toAbsolutePath();
    private static final List<String> FILES =
            List.of("driver.mjs", "page.html", "page.js", "negotiation.js", "package.json");

    private NodeModules() {}

    static synchronized Path folder() {
        try {
            Files.createDirectories(FOLDER);
            for (String file : FILES) {
                try (var in = NodeModules.class.getResourceAsStream("/browser/" + file)) {
                    if (in == null) {
                        throw new IllegalStateException("no resource /browser/" + file);
                    }
                    Files.copy(in, FOLDER.resolve(file), StandardCopyOption.REPLACE_EXISTING);
                }
            }
            if (!Files.exists(FOLDER.resolve("node_modules/puppeteer-core/package.json"))) {
                install();
            }
            return FOLDER;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot prepare the browser driver", e);
        }
    }

    private static void install() throws IOException {
        Process npm = new ProcessBuilder(
                        "npm", "install", "--no-package-lock", "--no-audit", "--no-fund", "--ignore-scripts")
                .directory(FOLDER.toFile())
                .redirectErrorStream(true)
                .redirectOutput(FOLDER.resolve("npm.log").toFile())
                .start();
        try {
            if (!npm.waitFor(3, TimeUnit.MINUTES) || npm.exitValue() != 0) {
                npm.destroyForcibly();
                throw new IllegalStateException("npm install failed:\n" + Files.readString(FOLDER.resolve("npm.log")));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while npm installs", e);
        }
    }
}
