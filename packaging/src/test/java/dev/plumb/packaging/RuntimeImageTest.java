package dev.plumb.packaging;

import static dev.plumb.packaging.Application.NATIVE_ACCESS;
import static dev.plumb.packaging.Application.compiled;
import static dev.plumb.packaging.Application.extractingTo;
import static dev.plumb.packaging.Application.joined;
import static dev.plumb.packaging.Application.path;
import static dev.plumb.packaging.Application.run;
import static dev.plumb.packaging.Application.tool;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.packaging.Application.Ended;
import java.io.IOException;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Run-time images that jlink makes of an application, Plumb and all that Plumb depends on. */
class RuntimeImageTest {
    @TempDir
    private Path folder;

    /** Lists what jlink refuses, with the reason: modules without a descriptor, and those of signed jars. */
    private static Map<String, String> refused(List<Path> path) throws IOException {
        Map<String, String> refused = new TreeMap<>();
        for (ModuleReference module : ModuleFinder.of(path.toArray(new Path[0])).findAll()) {
            String name = module.descriptor().name();
            if (module.descriptor().isAutomatic()) {
                refused.put(name, "it has no module descriptor");
            }
            try (ModuleReader reader = module.open();
                    Stream<String> entries = reader.list()) {
                if (entries.anyMatch(e -> e.matches("META-INF/[^/]+\\.SF"))) {
                    refused.put(name, "its jar is signed");
                }
            }
        }
        return refused;
    }

    @Test
    void linksEveryModuleThatIsNotRefused() throws Exception {
        List<Path> path = compiled(path(), folder);
        List<String> names = ModuleFinder.of(path.toArray(new Path[0])).findAll().stream()
                .map(m -> m.descriptor().name())
                .sorted()
                .toList();
        Map<String, String> refused = refused(path);
        System.out.println("jlink takes " + (names.size() - refused.size()) + " of " + names.size()
                + " modules; it refuses: " + (refused.isEmpty() ? "none" : refused));
        assertThat(refused)
                .as("docs/platforms.md says which modules jlink refuses")
                .isEmpty();

        Path image = link(path, String.join(",", names), "app=app/app.Call");

        call(image);
        Ended script = run(List.of(
                image.resolve("bin").resolve("java").toString(),
                NATIVE_ACCESS,
                "--sun-misc-unsafe-memory-access=allow",
                "-m",
                "dev.plumb.cli/dev.plumb.cli.Main",
                "js",
                Files.writeString(folder.resolve("script.js"), "console.log('the answer is', 6 * 7);")
                        .toString()));
        assertThat(script.wellEnded().output()).contains("the answer is 42");
    }

    @Test
    void callsWithOpusAndVp8FromAnImageOfItsModulesAlone() throws Exception {
        String natives = String.join(
                ",",
                ModuleFinder.of(path().toArray(new Path[0])).findAll().stream()
                        .map(m -> m.descriptor().name())
                        .filter(n ->
                                n.matches("org\\.lwjgl(\\.opus)?\\.natives|org\\.bytedeco\\.(javacpp|ffmpeg)\\..+"))
                        .toList());

        Path image = link(
                compiled(path(), folder),
                "app,dev.plumb.codecs.opus,dev.plumb.codecs.ffmpeg,dev.plumb.net.linux," + natives,
                "app=app/app.Call");

        call(image);
    }

    private Path link(List<Path> path, String modules, String launcher) throws Exception {
        Path image = folder.resolve("image");
        run(List.of(
                        tool("jlink"),
                        "-p",
                        joined(path),
                        "--add-modules",
                        modules,
                        "--launcher",
                        launcher,
                        "--add-options=" + NATIVE_ACCESS,
                        "--strip-debug",
                        "--output",
                        image.toString()))
                .wellEnded();
        return image;
    }

    /** Starts the image by its launcher, on its own: no class path, no module path, natives from the image alone. */
    private void call(Path image) throws Exception {
        List<String> command = new ArrayList<>(
                List.of(image.resolve("bin").resolve("java").toString(), "--illegal-native-access=deny"));
        command.addAll(extractingTo(folder));
        command.addAll(List.of("-m", "app/app.Call"));
        assertThat(run(command).wellEnded().output())
                .contains("message: hello over there", "opus: the tone was heard", "VP8: the pictures were seen");
        assertThat(image.resolve("bin").resolve("app")).exists();
    }
}
