package dev.plumb.js;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.util.Map;
import java.util.Set;
import org.graalvm.polyglot.io.FileSystem;

/** Files below one folder, to be read only; links that lead out of it are not followed. */
final class ReadableBelow implements FileSystem {
    private final Path root;

    ReadableBelow(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    /** Returns the file that the path of a URL names, with the root as its folder {@code /}. */
    Path below(String urlPath) {
        return root.resolve(urlPath.replaceFirst("^/+", ""));
    }

    /**
     * Returns the file that a path names, below the root.
     *
     * @throws SecurityException where it is not
     */
    Path allowed(Path path) {
        Path absolute = toAbsolutePath(path).normalize();
        if (!absolute.startsWith(root)) {
            throw new SecurityException(path + " is outside of what the script may read");
        }
        try {
            if (Files.exists(absolute) && !absolute.toRealPath().startsWith(root.toRealPath())) {
                throw new SecurityException(path + " leads out of what the script may read");
            }
        } catch (IOException e) {
            throw new SecurityException(path + " cannot be looked at", e);
        }
        return absolute;
    }

    @Override
    public Path parsePath(URI uri) {
        return Path.of(uri);
    }

    @Override
    public Path parsePath(String path) {
        return Path.of(path);
    }

    @Override
    public void checkAccess(Path path, Set<? extends AccessMode> modes, LinkOption... linkOptions) throws IOException {
        if (modes.contains(AccessMode.WRITE) || modes.contains(AccessMode.EXECUTE)) {
            throw new SecurityException("a script may only read");
        }
        Path allowed = allowed(path);
        allowed.getFileSystem().provider().checkAccess(allowed, modes.toArray(AccessMode[]::new));
    }

    @Override
    public void createDirectory(Path dir, FileAttribute<?>... attrs) {
        throw new SecurityException("a script may only read");
    }

    @Override
    public void delete(Path path) {
        throw new SecurityException("a script may only read");
    }

    @Override
    public SeekableByteChannel newByteChannel(Path path, Set<? extends OpenOption> options, FileAttribute<?>... attrs)
            throws IOException {
        if (!Set.of(StandardOpenOption.READ).containsAll(options)) {
            throw new SecurityException("a script may only read");
        }
        return Files.newByteChannel(allowed(path), StandardOpenOption.READ);
    }

    @Override
    @SuppressWarnings("StreamResourceLeak") // the caller closes it
    public DirectoryStream<Path> newDirectoryStream(Path dir, DirectoryStream.Filter<? super Path> filter)
            throws IOException {
        return Files.newDirectoryStream(allowed(dir), filter);
    }

    @Override
    public Path toAbsolutePath(Path path) {
        return path.isAbsolute() ? path : root.resolve(path);
    }

    @Override
    public Path toRealPath(Path path, LinkOption... linkOptions) throws IOException {
        return allowed(path).toRealPath(linkOptions);
    }

    @Override
    public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options) throws IOException {
        return Files.readAttributes(allowed(path), attributes, options);
    }
}
