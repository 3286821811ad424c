package dev.plumb.js;

/**
 * How much a script and its workers may have at once. What would go beyond is refused by an exception that the script may catch.
 *
 * @param connections open {@code RTCPeerConnection}s
 * @param gatherers open {@code RTCIceGatherer}s that a script made itself
 * @param sockets open UDP ports, of connections and gatherers together
 * @param channels open data channels that a script made itself
 * @param keys certificates that wait to be made; one is made at a time
 * @param workers workers and frames
 * @param bufferBytes bytes of ArrayBuffers of 1 KiB and more
 * @param fetchBytes bytes of answers to {@code fetch} that are under way, together
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

    /** What scripts have unless told otherwise. Bytes go by the process's largest heap: a quarter of it for buffers, a sixteenth for answers. */
    public static final ScriptLimits USUAL = new ScriptLimits(
            256,
            256,
            2_048,
            16_384,
            32,
            32,
            Math.min(MOST_BUFFER_BYTES, Runtime.getRuntime().maxMemory() / 4),
            Math.min(MOST_FETCH_BYTES, Runtime.getRuntime().maxMemory() / 16));

    /** Checks that none is negative. */
    public ScriptLimits {
        if (Math.min(Math.min(connections, gatherers), Math.min(sockets, channels)) < 0
                || Math.min(keys, workers) < 0
                || Math.min(bufferBytes, fetchBytes) < 0) {
            throw new IllegalArgumentException("a limit is 0 or more");
        }
    }

    /** The same with another number of connections. */
    public ScriptLimits withConnections(int most) {
        return new ScriptLimits(most, gatherers, sockets, channels, keys, workers, bufferBytes, fetchBytes);
    }

    /** The same with another number of gatherers. */
    public ScriptLimits withGatherers(int most) {
        return new ScriptLimits(connections, most, sockets, channels, keys, workers, bufferBytes, fetchBytes);
    }

    /** The same with another number of sockets. */
    public ScriptLimits withSockets(int most) {
        return new ScriptLimits(connections, gatherers, most, channels, keys, workers, bufferBytes, fetchBytes);
    }

    /** The same with another number of channels. */
    public ScriptLimits withChannels(int most) {
        return new ScriptLimits(connections, gatherers, sockets, most, keys, workers, bufferBytes, fetchBytes);
    }

    /** The same with another number of keys that wait. */
    public ScriptLimits withKeys(int most) {
        return new ScriptLimits(connections, gatherers, sockets, channels, most, workers, bufferBytes, fetchBytes);
    }

    /** The same with another number of workers. */
    public ScriptLimits withWorkers(int most) {
        return new ScriptLimits(connections, gatherers, sockets, channels, keys, most, bufferBytes, fetchBytes);
    }

    /** The same with another size of all buffers. */
    public ScriptLimits withBufferBytes(long most) {
        return new ScriptLimits(connections, gatherers, sockets, channels, keys, workers, most, fetchBytes);
    }

    /** The same with another size of all answers under way. */
    public ScriptLimits withFetchBytes(long most) {
        return new ScriptLimits(connections, gatherers, sockets, channels, keys, workers, bufferBytes, most);
    }
}
