package dev.plumb.media.natives;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;

/** The native libraries that a codec module needs, as the artifacts that an application adds. */
public enum CodecNatives {
    /** The libraries of Opus, published by LWJGL. */
    OPUS("org.lwjgl", "org.lwjgl") {
        @Override
        public List<String> artifacts(NativePlatform platform) {
            String end = ":" + version("lwjgl") + ":" + platform.lwjglClassifier();
            return List.of("org.lwjgl:lwjgl" + end, "org.lwjgl:lwjgl-opus" + end);
        }
    },
    /** The libraries of VP8, H.264 and files, published by bytedeco. */
    FFMPEG("org.bytedeco.ffmpeg", "org.bytedeco.javacpp,org.bytedeco.ffmpeg") {
        @Override
        public List<String> artifacts(NativePlatform platform) {
            String end = ":" + platform.bytedecoClassifier();
            return List.of(
                    "org.bytedeco:javacpp:" + version("javacpp") + end,
                    "org.bytedeco:ffmpeg:" + version("ffmpeg") + end);
        }
    };

    private final String binding;
    private final String callers;

    CodecNatives(String binding, String callers) {
        this.binding = binding;
        this.callers = callers;
    }

    /** Returns the coordinates of the artifacts with the libraries of a platform. */
    public abstract List<String> artifacts(NativePlatform platform);

    /** Returns a sentence that says which artifacts this machine needs on the path. */
    public String advice() {
        return advice(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
    }

    /** Returns a sentence that says which artifacts a machine needs on the path. */
    public String advice(String osName, String osArch) {
        return NativePlatform.of(osName, osArch)
                .map(p -> "add " + String.join(" and ", artifacts(p)) + " to the class path or module path")
                .orElseGet(() -> "there are native libraries for "
                        + Arrays.stream(NativePlatform.values())
                                .map(NativePlatform::label)
                                .collect(Collectors.joining(", "))
                        + "; none are known for os.name=" + osName + ", os.arch=" + osArch + ", so add those of "
                        + binding + " that fit, where they are published, or provide another CodecProvider");
    }

    /** Returns a sentence that says how to remedy that loading these libraries failed. */
    public String remedy(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && !(cause instanceof IllegalCallerException)) {
            cause = cause.getCause();
        }
        // JEP 472: under --illegal-native-access=deny the JVM refuses, whatever is on the path
        return cause instanceof IllegalCallerException
                ? "start Java with --enable-native-access=" + callers + " (ALL-UNNAMED on the class path)"
                : advice() + " (" + cause + ")";
    }

    private static String version(String of) {
        return Optional.ofNullable(Versions.BUILT_WITH.getProperty(of)).orElse("VERSION");
    }

    /** The versions that the build was made with. */
    private static final class Versions {
        static final Properties BUILT_WITH = read();

        private static Properties read() {
            Properties versions = new Properties();
            try (InputStream in = CodecNatives.class.getResourceAsStream("versions.properties")) {
                if (in != null) {
                    versions.load(in);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return versions;
        }
    }
}
