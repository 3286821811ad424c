package dev.plumb.codecs.opus;

import dev.plumb.media.natives.CodecNatives;
import dev.plumb.media.natives.NativesModule;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
        String searched = Configuration.LIBRARY_PATH.get();
        Path folder = null;
        try {
            List<NativesModule> unresolved = NATIVES.stream()
                    .flatMap(name -> NativesModule.unresolved(Opus.class, name).stream())
                    .toList();
            if (!unresolved.isEmpty()) {
                // readable and writable by its owner alone
                folder = Files.createTempDirectory("plumb-natives-");
                copy(unresolved, folder);
                Configuration.LIBRARY_PATH.set(
                        searched == null ? folder.toString() : folder + File.pathSeparator + searched);
            }
            return Opus.opus_get_version_string() != null;
        } catch (LinkageError | IllegalCallerException | IOException | UncheckedIOException e) {
            LOG.log(Level.WARNING, "libopus cannot be loaded, so there is no Opus: {0}", CodecNatives.OPUS.remedy(e));
            LOG.log(Level.DEBUG, "libopus cannot be loaded", e);
            return false;
        } finally {
            // others could make a folder of that name again once it is deleted, and LWJGL would load libraries from it
            Configuration.LIBRARY_PATH.set(searched);
            delete(folder);
        }
    }

    /** Copies LWJGL's libraries to where it looks for files: they are on the module path without being resolved. */
    private static void copy(List<NativesModule> modules, Path folder) {
        Predicate<String> library = name -> !name.startsWith("META-INF/") && name.matches(".*\\.(so|dylib|dll)");
        modules.forEach(m -> m.copy(library, folder));
    }

    /** Deletes the copy. Where the system keeps loaded libraries from being deleted, the JVM tries again as it ends. */
    private static void delete(@Nullable Path folder) {
        if (folder == null) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> left = new ArrayList<>();
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                if (!file.toFile().delete()) {
                    left.add(file);
                }
            }
            // the JVM deletes in the reverse of this order
            left.reversed().forEach(file -> file.toFile().deleteOnExit());
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "a copy of native libraries is left behind", e);
        }
    }
}
