package dev.plumb.media.natives;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Which artifacts a machine is told to add. */
class CodecNativesTest {
    @ParameterizedTest
    @CsvSource({
        "Linux,          amd64,   natives-linux,       linux-x86_64",
        "Linux,          x86_64,  natives-linux,       linux-x86_64",
        "Linux,          aarch64, natives-linux-arm64, linux-arm64",
        "Mac OS X,       aarch64, natives-macos-arm64, macosx-arm64",
        "Windows 11,     amd64,   natives-windows,     windows-x86_64",
        "Windows Server 2025, amd64, natives-windows,  windows-x86_64",
    })
    void namesTheArtifactsOfThePlatform(String osName, String osArch, String lwjgl, String bytedeco) {
        assertThat(CodecNatives.OPUS.advice(osName, osArch))
                .matches("add org\\.lwjgl:lwjgl:[0-9.]+:" + lwjgl + " and org\\.lwjgl:lwjgl-opus:[0-9.]+:" + lwjgl
                        + " to the class path or module path");
        assertThat(CodecNatives.FFMPEG.advice(osName, osArch))
                .matches("add org\\.bytedeco:javacpp:[0-9.]+:" + bytedeco + " and org\\.bytedeco:ffmpeg:[-0-9.]+:"
                        + bytedeco + " to the class path or module path");
    }

    @ParameterizedTest
    @CsvSource({
        "FreeBSD,amd64",
        "Mac OS X,x86_64",
        "Linux,riscv64",
        "Linux,arm",
        "Linux,i386",
        "Windows 11,aarch64",
        "AIX,ppc64",
        "'',''"
    })
    void namesThePlatformsThereAreWhereThisIsNone(String osName, String osArch) {
        for (CodecNatives natives : CodecNatives.values()) {
            assertThat(natives.advice(osName, osArch))
                    .contains("Linux x86-64, Linux arm64, macOS arm64, Windows x86-64")
                    .contains("os.name=" + osName + ", os.arch=" + osArch)
                    .doesNotContain("null");
        }
    }

    @ParameterizedTest
    @EnumSource(CodecNatives.class)
    void tellsThatNativeAccessIsDenied(CodecNatives natives) {
        Throwable denied = new ExceptionInInitializerError(new IllegalCallerException("Illegal native access"));

        assertThat(natives.remedy(denied))
                .contains("--enable-native-access=org.")
                .doesNotContain("add ");
    }

    @ParameterizedTest
    @EnumSource(CodecNatives.class)
    void tellsWhatFailedBesideTheArtifacts(CodecNatives natives) {
        Throwable failure = new ExceptionInInitializerError(new UnsatisfiedLinkError("no such library"));

        assertThat(natives.remedy(failure)).startsWith(natives.advice()).contains("no such library");
    }

    @ParameterizedTest
    @EnumSource(NativePlatform.class)
    void hasTwoArtifactsForEveryPlatform(NativePlatform platform) {
        List<String> all = List.of(CodecNatives.OPUS, CodecNatives.FFMPEG).stream()
                .flatMap(n -> n.artifacts(platform).stream())
                .toList();

        assertThat(all).hasSize(4).doesNotHaveDuplicates().allMatch(a -> a.split(":", -1).length == 4);
    }
}
