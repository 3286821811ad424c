package dev.plumb.packaging;

import static dev.plumb.packaging.Application.NATIVE_ACCESS;
import static dev.plumb.packaging.Application.compiled;
import static dev.plumb.packaging.Application.extractingTo;
import static dev.plumb.packaging.Application.joined;
import static dev.plumb.packaging.Application.named;
import static dev.plumb.packaging.Application.path;
import static dev.plumb.packaging.Application.run;
import static dev.plumb.packaging.Application.tool;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.media.natives.CodecNatives;
import dev.plumb.media.natives.NativePlatform;
import dev.plumb.packaging.Application.Ended;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Applications on the module path, in JVMs of their own. */
class ModulePathTest {
    @TempDir
    private Path folder;

    private Ended start(List<Path> path, String main, List<String> options) throws Exception {
        List<String> command = new ArrayList<>(List.of(tool("java"), "-p", joined(compiled(path, folder))));
        command.addAll(extractingTo(folder));
        command.addAll(options);
        command.addAll(List.of("-m", "app/" + main));
        return run(command);
    }

    private static List<Path> without(String... parts) throws Exception {
        List<Path> path = new ArrayList<>(path());
        for (String part : parts) {
            assertThat(path.removeIf(named(part))).as(part).isTrue();
        }
        return path;
    }

    private static List<Path> withoutNatives() throws Exception {
        List<Path> path = new ArrayList<>(path());
        assertThat(path.removeIf(e -> e.getFileName().toString().matches(Natives.JAR)))
                .isTrue();
        return path;
    }

    @Test
    void callsWithOpusAndVp8WhileNoModuleRequiresNatives() throws Exception {
        Ended call = start(path(), "app.Call", List.of(NATIVE_ACCESS, "--illegal-native-access=deny"))
                .wellEnded();

        assertThat(call.output())
                .contains("message: hello over there", "opus: the tone was heard", "VP8: the pictures were seen");
        assertThat(folder.resolve("temporary")).isEmptyDirectory();
        if (System.getProperty("os.name").equals("Linux")) {
            // the service of net-linux is found; where its name is wrong, loops fall back to slower ports in silence
            assertThat(call.output()).contains("port: BatchedUdpPort");
        }
    }

    @Test
    void callsWithOpusAndVp8WhereNativesAreAdded() throws Exception {
        NativePlatform here = NativePlatform.of(System.getProperty("os.name"), System.getProperty("os.arch"))
                .orElseThrow();
        String bytedeco = here.bytedecoClassifier().replace('-', '.');
        String added = "org.lwjgl.natives,org.lwjgl.opus.natives,org.bytedeco.javacpp." + bytedeco
                + ",org.bytedeco.ffmpeg." + bytedeco;

        Ended call = start(
                        path(),
                        "app.Call",
                        List.of(NATIVE_ACCESS, "--illegal-native-access=deny", "--add-modules", added))
                .wellEnded();

        assertThat(call.output()).contains("opus: the tone was heard", "VP8: the pictures were seen");
    }

    @Test
    void callsWhereNativesOfEveryPlatformAreOnThePath() throws Exception {
        List<Path> path = new ArrayList<>();
        for (NativePlatform platform : List.of(NativePlatform.values()).reversed()) {
            path.addAll(Natives.jars(platform));
        }
        path.addAll(withoutNatives());

        Ended call = start(path, "app.Call", List.of(NATIVE_ACCESS, "--illegal-native-access=deny"))
                .wellEnded();

        assertThat(call.output()).contains("opus: the tone was heard", "VP8: the pictures were seen");
    }

    @ParameterizedTest
    @CsvSource({
        "Linux,      amd64",
        "Linux,      aarch64",
        "Mac OS X,   aarch64",
        "Windows 11, amd64",
        "FreeBSD,    amd64",
        "Mac OS X,   x86_64",
        "Linux,      riscv64"
    })
    void namesTheNativesThatAreMissing(String osName, String osArch) throws Exception {
        List<Path> path = withoutNatives();

        // without net-linux: the JDK's foreign functions follow os.arch, and crash where it is not this machine's
        String told = start(
                        path,
                        "app.Lacking",
                        List.of(
                                NATIVE_ACCESS.replace(",dev.plumb.net.linux", ""),
                                "-Dos.name=" + osName,
                                "-Dos.arch=" + osArch))
                .wellEnded()
                .output();

        for (CodecNatives natives : CodecNatives.values()) {
            assertThat(told.lines().filter(l -> l.startsWith("WARNING: ")))
                    .as(told)
                    .anyMatch(l -> l.contains("cannot be loaded") && l.contains(natives.advice(osName, osArch)));
        }
        assertThat(told.lines().filter(l -> l.startsWith("opus: ")))
                .as(told)
                .singleElement()
                .asString()
                .contains(CodecNatives.OPUS.advice(osName, osArch));
        assertThat(told.lines().filter(l -> l.startsWith("VP8: ")))
                .as(told)
                .singleElement()
                .asString()
                .contains("dev.plumb:plumb-codecs-ffmpeg", CodecNatives.FFMPEG.advice(osName, osArch));
        assertThat(told.lines().filter(l -> l.startsWith("offer: ")))
                .as(told)
                .singleElement()
                .asString()
                .contains("dev.plumb:plumb-codecs-ffmpeg", CodecNatives.FFMPEG.advice(osName, osArch));
        assertThat(told.lines().filter(l -> l.startsWith("INFO: section 0 of the offer is refused")))
                .as(told)
                .singleElement()
                .asString()
                .contains("opus", CodecNatives.OPUS.advice(osName, osArch));
    }

    @Test
    void namesTheCodecModulesThatAreMissing() throws Exception {
        List<Path> path = without("codecs-opus", "codecs-ffmpeg", "cli", "examples", "lwjgl", "javacpp", "ffmpeg");

        String told = start(path, "app.Lacking", List.of()).wellEnded().output();

        assertThat(told.lines().filter(l -> l.startsWith("WARNING: "))).as(told).hasSize(2);
        assertThat(told.lines()
                        .filter(l -> l.matches("(opus: |WARNING: no audio|INFO: section 0 of the offer is refused).*")))
                .as(told)
                .hasSize(3)
                .allMatch(l -> l.contains("dev.plumb:plumb-codecs-opus") && l.contains(CodecNatives.OPUS.advice()));
        assertThat(told.lines().filter(l -> l.matches("(VP8: |offer: |WARNING: no video).*")))
                .as(told)
                .hasSize(3)
                .allMatch(l -> l.contains("dev.plumb:plumb-codecs-ffmpeg") && l.contains(CodecNatives.FFMPEG.advice()));
    }

    @Test
    void tellsThatNativeAccessIsDenied() throws Exception {
        String told = start(path(), "app.Lacking", List.of("--illegal-native-access=deny"))
                .wellEnded()
                .output();

        assertThat(told)
                .contains("there is no Opus: start Java with --enable-native-access=org.lwjgl")
                .contains("no file: start Java with --enable-native-access=org.bytedeco.javacpp,org.bytedeco.ffmpeg");
    }
}
