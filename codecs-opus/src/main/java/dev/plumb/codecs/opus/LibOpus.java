package dev.plumb.codecs.opus;

import dev.plumb.media.natives.CodecNatives;
import dev.plumb.media.natives.NativesModule;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.lwjgl.system.Configuration;
import org.lwjgl.util.opus.Opus;

/** Loads libopus, once. */
final class LibOpus {
    private static final System.Logger LOG = System.getLogger("dev.plumb.codecs");
    private static final List<String> NATIVES = List.of("org.lwjgl.natives", "org.lwjgl.opus.natives");
    private static final boolean AVAILABLE = load();

    private LibOpus() {}

    static boolean available() {
        return AVAILABLE;
    }

    private static boolean load() {
        Path folder = null;
        try {
            folder = copyOfNatives();
            return Opus.opus_get_version_string() != null;
        } catch (LinkageError | IllegalCallerException | UncheckedIOException e) {
            LOG.log(Level.WARNING, "libopus cannot be loaded, so there is no Opus: {0}", CodecNatives.OPUS.remedy(e));
            LOG.log(Level.DEBUG, "libopus cannot be loaded", e);
            return false;
        } finally {
            delete(folder);
        }
    }

    /**
     * Copies LWJGL's libraries to where LWJGL looks for files, where they are on the module path without being resolved.
     */
    private static @Nullable Path copyOfNatives() {
        List<NativesModule> modules = NATIVES.stream()
                .flatMap(name -> NativesModule.unresolved(Opus.class, name).stream())
                .toList();
        if (modules.isEmpty()) {
            return null;
        }
        try {
            // readable and writable by its owner alone
            Path folder = Files.createTempDirectory("plumb-natives-");
            Predicate<String> library = name -> !name.startsWith("META-INF/") && name.matches(".*\\.(so|dylib|dll)");
            modules.forEach(m -> m.copy(library, folder));
            String before = Configuration.LIBRARY_PATH.get();
            Configuration.LIBRARY_PATH.set(before == null ? folder.toString() : folder + File.pathSeparator + before);
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Deletes the copy. Where the system keeps loaded libraries from being deleted, the JVM tries again as it ends. */
    private static void delete(@Nullable Path folder) {
        if (folder == null) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                if (!file.toFile().delete()) {
                    file.toFile().deleteOnExit();
                }
            }
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "a copy of native libraries is left behind", e);
        }
    }
}
