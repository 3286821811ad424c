package dev.plumb.media.natives;

import dev.plumb.media.codec.MediaKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Collection;
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

    /** Returns a sentence that names the artifacts which this machine needs on the path. */
    public String advice() {
        return advice(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
    }

    /** Returns a sentence that names the artifacts which a machine needs on the path. */
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

    /** Returns a sentence that tells how to remedy a failure to load these libraries. */
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

    /** Returns a sentence that names the artifacts with codecs of a kind, for an application that has none. */
    public static String missing(MediaKind kind) {
        return switch (kind) {
            case AUDIO ->
                "no audio codec is on the class path or module path: add dev.plumb:plumb-codecs-opus"
                        + " for Opus and G.711;"
                        + " for Opus, " + OPUS.advice();
            case VIDEO ->
                "no video codec can be loaded from the class path or module path: add dev.plumb:plumb-codecs-ffmpeg for"
                        + " VP8 and H.264; " + FFMPEG.advice();
        };
    }

    /**
     * Returns a sentence that names the artifacts with wanted codecs that are missing, to follow a message, or an empty
     * string if no artifact would help.
     *
     * @param here the names of the codecs of this kind that are here
     * @param wanted the names of the codecs that a peer or an application wants
     */
    public static String remedy(MediaKind kind, Collection<String> here, Collection<String> wanted) {
        if (here.isEmpty()) {
            return "; " + missing(kind);
        }
        return has(wanted, "opus") && !has(here, "opus") ? "; Opus cannot be loaded: " + OPUS.advice() : "";
    }

    private static boolean has(Collection<String> names, String name) {
        return names.stream().anyMatch(name::equalsIgnoreCase);
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
