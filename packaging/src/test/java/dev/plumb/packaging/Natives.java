package dev.plumb.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.media.natives.NativePlatform;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** The native libraries of each platform, out of the jars that the build has resolved. */
final class Natives {
    /** Matches the names of jars with native libraries. */
    static final String JAR =
            "lwjgl(-opus)?-.*-natives-.*\\.jar|(javacpp|ffmpeg)-\\d.*-(linux|macosx|windows)-.*\\.jar";

    private Natives() {}

    /** Returns the jars of a platform. */
    static List<Path> jars(NativePlatform platform) throws IOException {
        try (Stream<Path> jars = Files.list(Path.of("target", "natives", platform.name()))) {
            return jars.sorted().toList();
        }
    }

    /** Returns the libraries of a platform's jars, by the names of their files. */
    static Map<String, NativeLibrary> of(NativePlatform platform) throws IOException {
        Map<String, NativeLibrary> libraries = new TreeMap<>();
        for (Path jar : jars(platform)) {
            try (JarFile file = new JarFile(jar.toFile())) {
                for (JarEntry entry : file.stream().toList()) {
                    if (entry.getName().matches("(?!META-INF/).*\\.(so|dylib|dll)[.\\d]*")) {
                        String name = entry.getName().substring(entry.getName().lastIndexOf('/') + 1);
                        libraries.put(
                                name,
                                NativeLibrary.read(file.getInputStream(entry).readAllBytes()));
                    }
                }
            }
        }
        return libraries;
    }

    /** Returns the classes of our codec modules. */
    static List<byte[]> ourClasses() throws IOException {
        List<byte[]> classes = new ArrayList<>();
        for (Path entry : Application.path()) {
            if (!Application.named("codecs-").test(entry)) {
                continue;
            }
            if (Files.isDirectory(entry)) {
                try (Stream<Path> files = Files.walk(entry)) {
                    for (Path file :
                            files.filter(f -> f.toString().endsWith(".class")).toList()) {
                        classes.add(Files.readAllBytes(file));
                    }
                }
            } else {
                try (JarFile file = new JarFile(new File(entry.toString()))) {
                    for (JarEntry one : file.stream()
                            .filter(e -> e.getName().endsWith(".class"))
                            .toList()) {
                        classes.add(file.getInputStream(one).readAllBytes());
                    }
                }
            }
        }
        assertThat(classes).hasSizeGreaterThan(20);
        return classes;
    }
}
