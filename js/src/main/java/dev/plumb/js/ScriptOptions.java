package dev.plumb.js;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What a script may do besides calling. Nothing by default: no file, no network but that of its connections, and never a Java class or
 * a process.
 *
 * @param allowNetwork whether {@code fetch} and {@code WebSocket} reach servers
 * @param readableRoot the folder below which {@code fetch} and imports of modules may read
 */
public record ScriptOptions(boolean allowNetwork, Optional<Path> readableRoot) {
    /** Neither network nor files. */
    public static final ScriptOptions NONE = new ScriptOptions(false, Optional.empty());

    /** The same, with servers reached or not. */
    public ScriptOptions withAllowNetwork(boolean allow) {
        return new ScriptOptions(allow, readableRoot);
    }

    /** The same with a folder that may be read. */
    public ScriptOptions withReadableRoot(Path root) {
        return new ScriptOptions(allowNetwork, Optional.of(root.toAbsolutePath().normalize()));
    }
}
