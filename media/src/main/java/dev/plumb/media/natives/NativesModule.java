package dev.plumb.media.natives;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.lang.module.FindException;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A module of native libraries that can be seen but was not resolved. The names of such modules depend on the platform,
 * so no module can require them; a JVM that starts with {@code --module} leaves them out unless {@code --add-modules}
 * names them, and the binding's own loader does not find them.
 */
public final class NativesModule {
    private static final System.Logger LOG = System.getLogger("dev.plumb.codecs");

    private final ModuleReference reference;

    private NativesModule(ModuleReference reference) {
        this.reference = reference;
    }

    /**
     * Returns the modules of a name on the module path and in the run-time image, in this order. Returns none where the
     * module is resolved, or the binding is on the class path: its own loader does the work there. There are several
     * where libraries of several platforms share a name.
     *
     * @param binding a class of the module that the libraries belong to
     */
    public static List<NativesModule> unresolved(Class<?> binding, String name) {
        ModuleLayer layer = binding.getModule().getLayer();
        if (layer == null || layer.findModule(name).isPresent()) {
            return List.of();
        }
        return find(name, System.getProperty("jdk.module.path", ""));
    }

    static List<NativesModule> find(String name, String modulePath) {
        List<NativesModule> found = new ArrayList<>();
        for (String entry : modulePath.split(File.pathSeparator, -1)) {
            if (!entry.isEmpty()) {
                find(name, ModuleFinder.of(Path.of(entry))).ifPresent(found::add);
            }
        }
        find(name, ModuleFinder.ofSystem()).ifPresent(found::add);
        return found;
    }

    private static Optional<NativesModule> find(String name, ModuleFinder where) {
        try {
            return where.find(name).map(NativesModule::new);
        } catch (FindException e) {
            LOG.log(Level.DEBUG, "an entry of the module path cannot be read", e);
            return Optional.empty();
        }
    }

    /** Returns the locations of the resources with wanted names. */
    public List<URI> resources(Predicate<String> wanted) {
        try (ModuleReader reader = reference.open();
                Stream<String> names = reader.list()) {
            List<URI> found = new ArrayList<>();
            for (String name : names.filter(wanted).toList()) {
                reader.find(name).ifPresent(found::add);
            }
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Copies the resources of wanted names below a folder, under their names. Existing files are left alone. */
    public void copy(Predicate<String> wanted, Path folder) {
        try (ModuleReader reader = reference.open();
                Stream<String> names = reader.list()) {
            for (String name : names.filter(wanted).toList()) {
                Path file = folder.resolve(name).normalize();
                if (!file.startsWith(folder)) {
                    throw new IOException("a resource leaves its folder: " + name);
                }
                if (Files.exists(file)) {
                    continue;
                }
                Files.createDirectories(file.getParent());
                try (InputStream in = reader.open(name).orElseThrow(() -> new IOException("no resource " + name))) {
                    Files.copy(in, file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
