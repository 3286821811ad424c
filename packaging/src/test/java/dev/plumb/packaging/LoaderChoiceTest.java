package dev.plumb.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.media.natives.NativePlatform;
import java.io.IOException;
import java.lang.module.ModuleFinder;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Which libraries LWJGL's and bytedeco's loaders look for on other platforms, and whether the artifacts that we name
 * have them.
 */
class LoaderChoiceTest {
    private static List<String> choice(String osName, String osArch) throws Exception {
        return Application.run(List.of(
                        Application.tool("java"),
                        "-Dos.name=" + osName,
                        "-Dos.arch=" + osArch,
                        "-cp",
                        System.getProperty("java.class.path"),
                        LoaderChoice.class.getName()))
                .wellEnded()
                .output()
                .lines()
                .filter(l -> l.matches("(lwjgl|javacpp) .*"))
                .toList();
    }

    private static Set<String> entries(NativePlatform platform) throws IOException {
        Set<String> entries = new TreeSet<>();
        for (Path jar : Natives.jars(platform)) {
            try (JarFile file = new JarFile(jar.toFile())) {
                file.stream().forEach(e -> entries.add(e.getName()));
            }
        }
        return entries;
    }

    @ParameterizedTest
    @CsvSource({
        "Linux,      amd64,   linux/x64,     linux-x86_64",
        "Linux,      aarch64, linux/arm64,   linux-arm64",
        "Mac OS X,   aarch64, macos/arm64,   macosx-arm64",
        "Windows 11, amd64,   windows/x64,   windows-x86_64",
        "Windows Server 2025, amd64, windows/x64, windows-x86_64"
    })
    void looksWhereTheNamedArtifactsHaveLibraries(String osName, String osArch, String lwjgl, String bytedeco)
            throws Exception {
        NativePlatform named = NativePlatform.of(osName, osArch).orElseThrow();

        assertThat(choice(osName, osArch))
                .containsExactly("lwjgl " + lwjgl + "/org/lwjgl/opus/", "javacpp " + bytedeco);

        assertThat(named.bytedecoClassifier()).isEqualTo(bytedeco);
        Set<String> entries = entries(named);
        for (String folder : List.of(
                lwjgl + "/org/lwjgl/(lib)?lwjgl\\.",
                lwjgl + "/org/lwjgl/opus/(lib)?opus\\.",
                "org/bytedeco/javacpp/" + bytedeco + "/(lib)?jnijavacpp\\.",
                "org/bytedeco/ffmpeg/" + bytedeco + "/(lib)?jniavcodec\\.")) {
            assertThat(entries).anyMatch(e -> e.matches(folder + "(so|dylib|dll)"));
        }
        // the names by which such modules are looked for on the module path
        String ending = "." + bytedeco.replace('-', '.');
        assertThat(ModuleFinder.of(Natives.jars(named).toArray(new Path[0])).findAll())
                .extracting(m -> m.descriptor().name())
                .containsExactlyInAnyOrder(
                        "org.lwjgl.natives",
                        "org.lwjgl.opus.natives",
                        "org.bytedeco.javacpp" + ending,
                        "org.bytedeco.ffmpeg" + ending);
    }

    @ParameterizedTest
    @CsvSource({
        "FreeBSD,  amd64,   freebsd/x64,   freebsd-x86_64",
        "Mac OS X, x86_64,  macos/x64,     macosx-x86_64",
        "Linux,    riscv64, linux/riscv64, linux-riscv64"
    })
    void looksElsewhereWhereNoArtifactIsNamed(String osName, String osArch, String lwjgl, String bytedeco)
            throws Exception {
        assertThat(choice(osName, osArch))
                .containsExactly("lwjgl " + lwjgl + "/org/lwjgl/opus/", "javacpp " + bytedeco);

        assertThat(NativePlatform.of(osName, osArch)).isEmpty();
        for (NativePlatform platform : NativePlatform.values()) {
            assertThat(entries(platform)).noneMatch(e -> e.startsWith(lwjgl + "/") || e.contains("/" + bytedeco + "/"));
        }
    }
}
