package dev.plumb.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The folders below {@code target} of what runs in Node.js, with what npm installs into them; made once. */
final class NodeModules {
    private static final Path FOLDER = Path.of("target", "browser").toAbsolutePath();
    private static final List<String> FILES = List.of(
            "/browser/driver.mjs",
            "/browser/page.html",
            "/browser/page.js",
            "/browser/negotiation.js",
            "/browser/package.json",
            "/data/data.html",
            "/data/sha256.js",
            "/data/peer.js");
    private static final Path WERIFT = Path.of("target", "werift").toAbsolutePath();

    private NodeModules() {}

    /** The browser driver's folder. */
    static synchronized Path folder() {
        try {
            return prepared(FOLDER, FILES, "puppeteer-core");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot prepare the browser driver", e);
        }
    }

    /** The folder of the peer on werift. */
    static synchronized Path werift() throws IOException {
        return prepared(WERIFT, List.of("/data/werift.cjs", "/data/peer.js", "/data/package.json"), "werift");
    }

    private static Path prepared(Path folder, List<String> resources, String library) throws IOException {
        Files.createDirectories(folder);
        for (String resource : resources) {
            try (var in = NodeModules.class.getResourceAsStream(resource)) {
                if (in == null) {
                    throw new IllegalStateException("no resource " + resource);
                }
                Path file = folder.resolve(resource.substring(resource.lastIndexOf('/') + 1));
                Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
            }
        }
        if (!Files.exists(folder.resolve("node_modules/" + library + "/package.json"))) {
            install(folder);
        }
        return folder;
    }

    private static void install(Path folder) throws IOException {
        Process npm = new ProcessBuilder(
                        "npm", "install", "--no-package-lock", "--no-audit", "--no-fund", "--ignore-scripts")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("npm.log").toFile())
                .start();
        try {
            if (!npm.waitFor(3, TimeUnit.MINUTES) || npm.exitValue() != 0) {
                npm.destroyForcibly();
                throw new IllegalStateException("npm install failed:\n" + Files.readString(folder.resolve("npm.log")));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while npm installs", e);
        }
    }
}
