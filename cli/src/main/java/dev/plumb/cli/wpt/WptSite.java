package dev.plumb.cli.wpt;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;

/**
 * The suite's folder as the site that it is written for, with the files that the suite leaves to its runner.
 *
 * @param root the suite's folder
 */
record WptSite(Path root) {
    private static final String HOST = "web-platform.test";
    private static final int PORT = 8443;

    /** The files that replace the suite's, by the suite's own rule for runners. */
    private static final Map<String, String> OURS = Map.of(
            "/resources/testharnessreport.js", "testharnessreport.js",
            "/resources/testdriver-vendor.js", "testdriver-vendor.js");

    /** The paths that the suite's server rewrites, with the paths that it reads instead. */
    private static final Map<String, String> REWRITES =
            Map.of("/resources/WebIDLParser.js", "/resources/webidl2/lib/webidl2.js");

    /** The placeholders that the suite's server replaces in files with {@code .sub.} in their names. */
    private static final Map<String, String> SUBSTITUTES = Map.of(
            "{{host}}",
            HOST,
            "{{domains[]}}",
            HOST,
            "{{domains[www]}}",
            "www." + HOST,
            "{{hosts[alt][]}}",
            "not-" + HOST,
            "{{ports[https][0]}}",
            String.valueOf(PORT),
            "{{location[server]}}",
            "https://" + HOST + ":" + PORT);

    /** Returns the URI of a file on the site. */
    URI uri(String path) {
        return URI.create("https://" + HOST + ":" + PORT + "/").resolve(path);
    }

    boolean isHere(URI uri) {
        return HOST.equals(uri.getHost());
    }

    /**
     * Returns the text of a file.
     *
     * @throws NoSuchFileException where there is none below the root
     */
    String text(URI uri) throws IOException {
        String path = uri.getPath();
        String ours = OURS.get(path);
        if (ours != null) {
            return resource(ours);
        }
        Path file = root.resolve(REWRITES.getOrDefault(path, path).replaceFirst("^/+", ""))
                .normalize();
        if (!file.startsWith(root) || !isHere(uri)) {
            throw new NoSuchFileException(uri.toString());
        }
        String text = Files.readString(file);
        if (path.contains(".sub.")) {
            for (Map.Entry<String, String> s : SUBSTITUTES.entrySet()) {
                text = text.replace(s.getKey(), s.getValue());
            }
        }
        return text;
    }

    private static String resource(String name) {
        try (InputStream in = WptSite.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the resource " + name + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
