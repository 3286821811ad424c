package dev.plumb.js;

/**
 * The most resources that a script and its workers may have at once. A request beyond a limit is refused with an
 * exception that the script may catch.
 *
 * @param connections the most open {@code RTCPeerConnection}s
 * @param gatherers the most open {@code RTCIceGatherer}s that the script made itself
 * @param sockets the most open UDP ports, of connections and gatherers together
 * @param channels the most open data channels that the script made itself
 * @param keys the most certificates that wait to be made; they are made one at a time
 * @param workers the most workers and frames
 * @param bufferBytes the most bytes of all ArrayBuffers of 1 KiB and more
 * @param fetchBytes the most bytes of all answers to {@code fetch} that are under way
 */
public record ScriptLimits(
        int connections,
        int gatherers,
        int sockets,
        int channels,
        int keys,
        int workers,
        long bufferBytes,
        long fetchBytes) {
    private static final long MOST_BUFFER_BYTES = 512L << 20;
    private static final long MOST_FETCH_BYTES = 128L << 20;

    /**
     * The defaults. Buffers may take a quarter of the process's largest heap, up to 512 MiB, and answers to {@code
     * fetch} a sixteenth, up to 128 MiB.
     */
    public static final ScriptLimits USUAL = new ScriptLimits(
            256,
            256,
            2_048,
            16_384,
            32,
            32,
            Math.min(MOST_BUFFER_BYTES, Runtime.getRuntime().maxMemory() / 4),
            Math.min(MOST_FETCH_BYTES, Runtime.getRuntime().maxMemory() / 16));

    /** Checks that no limit is negative. */
    public ScriptLimits {
        if (Math.min(Math.min(connections, gatherers), Math.min(sockets, channels)) < 0
                || Math.min(keys, workers) < 0
                || Math.min(bufferBytes, fetchBytes) < 0) {
            throw new IllegalArgumentException("limits must be 0 or more");
        }
    }

    /** Returns the same limits with another number of connections. */
    public ScriptLimits withConnections(int most) {
        return new ScriptLimits(most, gatherers, sockets, channels, keys, workers, bufferBytes, fetchBytes);
    }

    /** Returns the same limits with another number of gatherers. */
    public ScriptLimits withGatherers(int most) {
        return new ScriptLimits(connections, most, sockets, channels, keys, workers, bufferBytes, fetchBytes);
    }

    /** Returns the same limits with another number of UDP ports. */
    public ScriptLimits withSockets(int most) {
        return new ScriptLimits(connections, gatherers, most, channels, keys, workers, bufferBytes, fetchBytes);
    }

    /** Returns the same limits with another number of data channels. */
    public ScriptLimits withChannels(int most) {
        return new ScriptLimits(connections, gatherers, sockets, most, keys, workers, bufferBytes, fetchBytes);
    }

    /** Returns the same limits with another number of certificates that wait. */
    public ScriptLimits withKeys(int most) {
        return new ScriptLimits(connections, gatherers, sockets, channels, most, workers, bufferBytes, fetchBytes);
    }

    /** Returns the same limits with another number of workers and frames. */
    public ScriptLimits withWorkers(int most) {
        return new ScriptLimits(connections, gatherers, sockets, channels, keys, most, bufferBytes, fetchBytes);
    }

    /** Returns the same limits with another number of bytes of buffers. */
    public ScriptLimits withBufferBytes(long most) {
        return new ScriptLimits(connections, gatherers, sockets, channels, keys, workers, most, fetchBytes);
    }

    /** Returns the same limits with another number of bytes of answers under way. */
    public ScriptLimits withFetchBytes(long most) {
        return new ScriptLimits(connections, gatherers, sockets, channels, keys, workers, bufferBytes, most);
    }
}
