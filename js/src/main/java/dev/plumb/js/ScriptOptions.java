package dev.plumb.js;

import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;

/**
 * The permissions and limits of a script beyond calling. The default allows nothing: no file, no network except its
 * connections, and never a Java class or a process.
 *
 * @param allowNetwork whether {@code fetch} and {@code WebSocket} reach servers
 * @param readableRoot the folder below which {@code fetch} and imports of modules may read; empty, the default, for
 *     none
 * @param location the script's own URL: the value of {@code location} and the base of relative URLs. Where it is http
 *     or https, {@code fetch} of its own origin reads files below {@code readableRoot} and reaches no server; without
 *     it, {@code about:blank}
 * @param console the output of {@code console}
 * @param longestTask the longest time that one task of the script may run, a task being a call from Java or the
 *     handling of one event. A longer one ends the context
 * @param maxHeapBytes the growth of the process's live heap that is allowed while the script runs, in bytes. More ends
 *     the context. It is measured after collections, of which one at the start pauses the process for a moment, and
 *     over the whole process: several contexts at once cannot be told apart
 * @param limits the most resources that the script may have at once
 * @param reachable accepts the addresses that {@code fetch} and {@code WebSocket} may reach where {@code allowNetwork}
 *     is set
 */
public record ScriptOptions(
        boolean allowNetwork,
        Optional<Path> readableRoot,
        Optional<URI> location,
        ScriptConsole console,
        Optional<Duration> longestTask,
        OptionalLong maxHeapBytes,
        ScriptLimits limits,
        Predicate<InetAddress> reachable) {
    /**
     * Neither network nor files, the default limits, and the console of the process. If the network is allowed, only
     * public addresses may be reached.
     */
    public static final ScriptOptions NONE = new ScriptOptions(
            false,
            Optional.empty(),
            Optional.empty(),
            ScriptConsole.ofProcess(),
            Optional.empty(),
            OptionalLong.empty(),
            ScriptLimits.USUAL,
            ScriptAddresses.PUBLIC);

    /** Checks the limits. */
    public ScriptOptions {
        if (longestTask.isPresent() && !longestTask.get().isPositive()) {
            throw new IllegalArgumentException("longestTask is positive, not " + longestTask.get());
        }
        if (maxHeapBytes.isPresent() && maxHeapBytes.getAsLong() <= 0) {
            throw new IllegalArgumentException("maxHeapBytes is positive, not " + maxHeapBytes.getAsLong());
        }
    }

    /** Returns a copy whose scripts may reach servers or not. */
    public ScriptOptions withAllowNetwork(boolean allow) {
        return new ScriptOptions(allow, readableRoot, location, console, longestTask, maxHeapBytes, limits, reachable);
    }

    /** Returns a copy with a folder that may be read. */
    public ScriptOptions withReadableRoot(Path root) {
        Optional<Path> folder = Optional.of(root.toAbsolutePath().normalize());
        return new ScriptOptions(allowNetwork, folder, location, console, longestTask, maxHeapBytes, limits, reachable);
    }

    /** Returns a copy with another location. */
    public ScriptOptions withLocation(URI place) {
        return new ScriptOptions(
                allowNetwork, readableRoot, Optional.of(place), console, longestTask, maxHeapBytes, limits, reachable);
    }

    /** Returns a copy with another console. */
    public ScriptOptions withConsole(ScriptConsole other) {
        return new ScriptOptions(
                allowNetwork, readableRoot, location, other, longestTask, maxHeapBytes, limits, reachable);
    }

    /** Returns a copy with a limit on each task's time. */
    public ScriptOptions withLongestTask(Duration longest) {
        return new ScriptOptions(
                allowNetwork, readableRoot, location, console, Optional.of(longest), maxHeapBytes, limits, reachable);
    }

    /** Returns a copy with a limit on the heap. */
    public ScriptOptions withMaxHeapBytes(long bytes) {
        return new ScriptOptions(
                allowNetwork, readableRoot, location, console, longestTask, OptionalLong.of(bytes), limits, reachable);
    }

    /** Returns the same options with other limits. */
    public ScriptOptions withLimits(ScriptLimits other) {
        return new ScriptOptions(
                allowNetwork, readableRoot, location, console, longestTask, maxHeapBytes, other, reachable);
    }

    /** Returns the same options with other addresses that {@code fetch} and {@code WebSocket} may reach. */
    public ScriptOptions withReachable(Predicate<InetAddress> addresses) {
        return new ScriptOptions(
                allowNetwork, readableRoot, location, console, longestTask, maxHeapBytes, limits, addresses);
    }
}
