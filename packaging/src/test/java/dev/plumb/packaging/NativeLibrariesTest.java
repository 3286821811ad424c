package dev.plumb.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.media.natives.CodecNatives;
import dev.plumb.media.natives.NativePlatform;
import dev.plumb.packaging.BoundSymbols.Method;
import dev.plumb.packaging.NativeLibrary.Format;
import dev.plumb.packaging.NativeLibrary.Machine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The native libraries of every platform that the documentation names, as files: most of these platforms are not the
 * one that runs this test.
 */
class NativeLibrariesTest {
    private static final Pattern FFMPEG = Pattern.compile("org/bytedeco/ffmpeg/(?:global/|presets/)?([a-z]+).*");
    /** Symbols that FFmpeg's libraries have of each other. */
    private static final Pattern OF_FFMPEG = Pattern.compile("(av|avpriv|avcodec|avformat|avio|sws|swr|swscale|ff)_.*");

    private static final Map<NativePlatform, Set<Method>> BOUND = new EnumMap<>(NativePlatform.class);
    private static String documentation = "";

    @BeforeAll
    static void findWhatIsBound() throws Exception {
        for (NativePlatform platform : NativePlatform.values()) {
            String system = switch (platform) {
                case LINUX_X86_64, LINUX_ARM64 -> "linux";
                case MACOS_ARM64 -> "macosx";
                case WINDOWS_X86_64 -> "windows";
            };
            BOUND.put(platform, BoundSymbols.reachedFrom(Natives.ourClasses(), system));
        }
        documentation = Files.readString(Path.of("..", "docs", "platforms.md"));
    }

    /** Returns the library that must export a native method. */
    private static String libraryOf(Method method) {
        if (method.owner().startsWith("org/lwjgl/")) {
            return "lwjgl";
        }
        return method.owner().startsWith("org/bytedeco/javacpp/")
                ? "jnijavacpp"
                : "jni" + FFMPEG.matcher(method.owner()).replaceFirst("$1");
    }

    private static Set<Method> bound(NativePlatform platform) {
        return Objects.requireNonNull(BOUND.get(platform));
    }

    private static String fileName(NativePlatform platform, String library) {
        return switch (platform) {
            case LINUX_X86_64, LINUX_ARM64 -> "lib" + library + ".so";
            case MACOS_ARM64 -> "lib" + library + ".dylib";
            case WINDOWS_X86_64 -> library + ".dll";
        };
    }

    /** Returns the libraries that our Java loads, with those that are loaded with them, of those that the jars have. */
    private static Map<String, NativeLibrary> loaded(NativePlatform platform) throws Exception {
        Map<String, NativeLibrary> bundled = Natives.of(platform);
        Map<String, NativeLibrary> loaded = new TreeMap<>();
        Deque<String> open = new ArrayDeque<>();
        bound(platform).forEach(m -> open.add(fileName(platform, libraryOf(m))));
        open.add(fileName(platform, "opus"));
        while (!open.isEmpty()) {
            String name = open.pop();
            NativeLibrary library = bundled.get(name);
            if (library != null && loaded.put(name, library) == null) {
                open.addAll(library.needed());
            }
        }
        return loaded;
    }

    @ParameterizedTest
    @EnumSource(NativePlatform.class)
    void serveBothCodecs(NativePlatform platform) {
        assertThat(bound(platform))
                .extracting(NativeLibrariesTest::libraryOf)
                .contains(
                        "lwjgl", "jnijavacpp", "jniavutil", "jniavcodec", "jniavformat", "jniswscale", "jniswresample");
        assertThat(bound(platform))
                .extracting(Method::name)
                .contains("avcodec_send_frame", "avcodec_receive_packet", "avformat_open_input", "sws_scale");
    }

    @ParameterizedTest
    @EnumSource(NativePlatform.class)
    void areOfThePlatformsFormatAndMachine(NativePlatform platform) throws Exception {
        Format format = switch (platform) {
            case LINUX_X86_64, LINUX_ARM64 -> Format.ELF;
            case MACOS_ARM64 -> Format.MACH_O;
            case WINDOWS_X86_64 -> Format.PE32_PLUS;
        };
        Machine machine = switch (platform) {
            case LINUX_X86_64, WINDOWS_X86_64 -> Machine.X86_64;
            case LINUX_ARM64, MACOS_ARM64 -> Machine.ARM64;
        };

        Map<String, NativeLibrary> loaded = loaded(platform);

        assertThat(loaded).hasSizeGreaterThanOrEqualTo(14);
        loaded.forEach((name, library) -> {
            assertThat(library.format()).as(name).isEqualTo(format);
            assertThat(library.machine()).as(name).isEqualTo(machine);
            // without a signature, macOS ends a process that loads a library on Apple's processors
            assertThat(library.signed()).as(name).isEqualTo(format == Format.MACH_O);
        });
    }

    @ParameterizedTest
    @EnumSource(NativePlatform.class)
    void exportEverySymbolThatOurJavaBinds(NativePlatform platform) throws Exception {
        Map<String, NativeLibrary> libraries = Natives.of(platform);
        Set<String> missing = new TreeSet<>();
        int found = 0;

        for (Method method : bound(platform)) {
            String file = fileName(platform, libraryOf(method));
            Set<String> exports =
                    libraries.containsKey(file) ? libraries.get(file).exports() : Set.of();
            if (exports.contains(method.symbol()) || exports.contains(method.longSymbol())) {
                found++;
            } else {
                missing.add(file + " " + method.longSymbol());
            }
        }
        Set<String> opus = BoundSymbols.lookedUpBy("org/lwjgl/util/opus/Opus$Functions", "apiGetFunctionAddress");
        missing.addAll(opus);
        missing.removeAll(libraries.get(fileName(platform, "opus")).exports());

        assertThat(missing).isEmpty();
        assertThat(found).isGreaterThan(300);
        assertThat(opus)
                .contains("opus_encode", "opus_decode", "opus_encoder_ctl")
                .hasSizeGreaterThan(40);
    }

    /** The functions that FFmpeg's libraries and their bindings have of each other. */
    @ParameterizedTest
    @EnumSource(NativePlatform.class)
    void findTheirSymbolsInEachOther(NativePlatform platform) throws Exception {
        Map<String, NativeLibrary> loaded = loaded(platform);
        Set<String> all = new TreeSet<>();
        loaded.values().forEach(l -> all.addAll(l.exports()));
        Set<String> missing = new TreeSet<>();
        Set<String> seen = new TreeSet<>();

        loaded.forEach((name, library) -> library.imports().forEach((from, symbols) -> {
            for (String symbol : symbols) {
                // ELF leaves open which library has a symbol
                boolean wanted = from.isEmpty() ? OF_FFMPEG.matcher(symbol).matches() : loaded.containsKey(from);
                Set<String> exports =
                        from.isEmpty() || !wanted ? all : loaded.get(from).exports();
                if (wanted) {
                    seen.add(symbol);
                    if (!exports.contains(symbol)) {
                        missing.add(name + " " + symbol);
                    }
                }
            }
        }));

        assertThat(missing).isEmpty();
        assertThat(seen).contains("avcodec_send_frame", "av_frame_alloc", "sws_scale");
    }

    /** Beside the C library's own. */
    private static List<String> ofTheSystem(NativePlatform platform) {
        return switch (platform) {
            case LINUX_X86_64 -> List.of("libstdc++.so.6", "libgcc_s.so.1");
            case LINUX_ARM64 ->
                List.of("libstdc++.so.6", "libgcc_s.so.1", "libva.so.2", "libva-drm.so.2", "libdrm.so.2");
            case MACOS_ARM64, WINDOWS_X86_64 -> List.of();
        };
    }

    private static boolean isOfEverySystem(NativePlatform platform, String library) {
        return switch (platform) {
            case LINUX_X86_64, LINUX_ARM64 -> library.matches("(libc|libm|libdl|libpthread|ld-linux-.*)\\.so.*");
            case MACOS_ARM64 -> library.matches("libSystem.*|libc\\+\\+.*|libobjc.*|[A-Za-z]+");
            case WINDOWS_X86_64 ->
                library.matches("(advapi32|avicap32|bcrypt|crypt32|gdi32|kernel32|msvcrt|ole32|oleaut32|shlwapi|user32"
                        + "|ws2_32)\\.dll");
        };
    }

    /** Cameras and microphones alone need libavdevice, which needs more of a Linux desktop. */
    @ParameterizedTest
    @EnumSource(NativePlatform.class)
    void needOfTheSystemWhatIsDocumented(NativePlatform platform) throws Exception {
        Map<String, NativeLibrary> loaded = loaded(platform);
        Set<String> needed = new TreeSet<>();
        NavigableSet<String> demands = new TreeSet<>(NativeLibrary.BY_VERSION);
        loaded.forEach((name, library) -> {
            if (!name.contains("avdevice")) {
                needed.addAll(library.needed());
            }
            demands.add(library.demands());
        });
        needed.removeAll(loaded.keySet());
        needed.removeIf(n -> isOfEverySystem(platform, n));
        String most = switch (platform) {
            case LINUX_X86_64, LINUX_ARM64 -> "GLIBC_2.35";
            case MACOS_ARM64 -> "macOS 15.0";
            case WINDOWS_X86_64 -> "Windows 10.0";
        };

        assertThat(needed).containsExactlyInAnyOrderElementsOf(ofTheSystem(platform));
        assertThat(demands.last()).isEqualTo(most);
        ofTheSystem(platform).forEach(library -> assertThat(documentation).contains("`" + library + "`"));
        assertThat(documentation).contains("glibc 2.35", "macOS 15", "Windows 10");
    }

    @ParameterizedTest
    @EnumSource(NativePlatform.class)
    void areThoseThatTheDocumentationNames(NativePlatform platform) throws Exception {
        List<String> files = Natives.jars(platform).stream()
                .map(j -> j.getFileName().toString())
                .toList();

        for (CodecNatives natives : CodecNatives.values()) {
            for (String artifact : natives.artifacts(platform)) {
                String[] parts = artifact.split(":", -1);
                assertThat(files).contains(parts[1] + "-" + parts[2] + "-" + parts[3] + ".jar");
                assertThat(documentation).contains(artifact);
            }
        }
        assertThat(documentation).contains(platform.label());
        // the POM chooses them where Maven runs on the platform
        assertThat(Files.readString(Path.of("..", "pom.xml")))
                .contains("<natives.lwjgl>" + platform.lwjglClassifier() + "</natives.lwjgl>")
                .contains("<natives.bytedeco>" + platform.bytedecoClassifier() + "</natives.bytedeco>");
    }
}
