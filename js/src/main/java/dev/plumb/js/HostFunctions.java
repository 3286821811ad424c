package dev.plumb.js;

import dev.plumb.base.loop.Loop;
import dev.plumb.objects.Agent;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.net.IDN;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyExecutable;
import org.jspecify.annotations.Nullable;

/** The Java functions of the prelude's host part, {@code $.native.host} in it. Used on the loop. */
final class HostFunctions implements AutoCloseable {
    private static final double NANOS_A_MILLISECOND = 1e6;
    private static final long COLLECT_NANOS = 200_000_000L;
    private static final long LONGEST_CLEARING_MILLIS = 20;
    private static final URI NOWHERE = URI.create("about:blank");
    private static final Set<String> DIGESTS = Set.of("SHA-1", "SHA-256", "SHA-384", "SHA-512");

    private final ScriptCalls calls;
    private final Marshal marshal;
    private final ScriptOptions options;
    private final Agent agent;
    private final Holdings holdings;
    private final HostMedia media;
    private final HostFetch fetch;
    private final HostWebSockets webSockets;
    private final long startNanos;
    private final double timeOriginMillis;
    private final Map<Integer, Loop.Timer> timers = new HashMap<>();
    private int lastTimer;
    /** The bytes of buffers requested since the last collection. */
    private long takenBytes;

    private long collectedNanos = Long.MIN_VALUE / 2;
    private boolean isClosing;
    private boolean hasFailed;

    HostFunctions(ScriptCalls calls, Marshal marshal, ScriptOptions options, Agent agent, Holdings holdings) {
        this.holdings = holdings;
        this.calls = calls;
        this.marshal = marshal;
        this.options = options;
        this.agent = agent;
        this.media = new HostMedia(calls, marshal, agent);
        this.fetch = new HostFetch(calls, marshal, options, holdings.fetchBytes());
        this.webSockets = new HostWebSockets(calls, marshal, options);
        this.startNanos = calls.loop().nowNanos();
        this.timeOriginMillis = calls.loop().wallNanos() / NANOS_A_MILLISECOND;
    }

    Map<String, ProxyExecutable> functions() {
        Map<String, ProxyExecutable> all = new HashMap<>();
        all.put("schedule", a -> schedule(a[0].asDouble(), a[1]));
        all.put("cancel", a -> cancel(a[0].asInt()));
        all.put("nowMillis", a -> (calls.loop().nowNanos() - startNanos) / NANOS_A_MILLISECOND);
        all.put("timeOriginMillis", a -> timeOriginMillis);
        all.put("print", a -> print(a[0].asString(), a[1].asString()));
        all.put("userAgent", a -> "Mozilla/5.0 (JVM) Plumb");
        all.put("baseUrl", a -> options.location().orElse(NOWHERE).toString());
        all.put("utf8", a -> marshal.buffer(a[0].asString().getBytes(StandardCharsets.UTF_8)));
        all.put("decode", a -> decode(a[0].asString(), a[1], a[2].asInt(), a[3].asInt(), a[4].asBoolean()));
        all.put("base64", a -> Base64.getEncoder().encodeToString(Marshal.bytes(a[0])));
        all.put("domainToAscii", a -> domainToAscii(a[0].asString()));
        all.put("randomBytes", a -> marshal.buffer(randomBytes(a[0].asInt())));
        all.put("randomUuid", a -> agent.randomUuid());
        all.put("digest", a -> digest(a[0].asString(), Marshal.bytes(a[1])));
        all.put("reserveBuffer", a -> reserve((long) a[0].asDouble()));
        all.put("holdBuffer", a -> holdings.bufferBytes().addAndGet((long) a[0].asDouble()));
        all.put("releaseBuffer", a -> holdings.bufferBytes().addAndGet(-(long) a[0].asDouble()));
        all.put("collect", a -> collect());
        all.put("fetch", fetch::start);
        all.put("openWebSocket", webSockets::open);
        all.put("audioMix", a -> media.audioMix());
        all.put("watchTrack", a -> media.watchTrack(a[0].asHostObject(), a[1]));
        all.put("close", a -> isClosing = true);
        return all;
    }

    /**
     * Asks for a garbage collection, which frees buffers that nobody refers to. Does nothing where too little time has
     * passed and too few bytes were requested, so that a script cannot keep the process busy with collections.
     *
     * @return whether garbage was collected
     */
    private boolean collect() {
        long now = calls.loop().nowNanos();
        if (now - collectedNanos < COLLECT_NANOS
                && takenBytes < options.limits().bufferBytes() / 8) {
            return false;
        }
        takenBytes = 0;
        ReferenceQueue<Object> cleared = new ReferenceQueue<>();
        WeakReference<Object> one = new WeakReference<>(new Object(), cleared);
        System.gc();
        try {
            // once this reference is in its queue, those to other garbage are in theirs
            cleared.remove(LONGEST_CLEARING_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        collectedNanos = calls.loop().nowNanos();
        return one.refersTo(null);
    }

    private boolean reserve(long bytes) {
        takenBytes += bytes;
        return Holdings.take(holdings.bufferBytes(), bytes, options.limits().bufferBytes());
    }

    private int schedule(double delayMillis, Value function) {
        int id = ++lastTimer;
        Loop loop = calls.loop();
        timers.put(id, loop.schedule(loop.nowNanos() + (long) (delayMillis * NANOS_A_MILLISECOND), () -> {
            timers.remove(id);
            calls.run(function);
        }));
        return id;
    }

    private boolean cancel(int id) {
        Loop.Timer timer = timers.remove(id);
        if (timer != null) {
            timer.cancel();
        }
        return timer != null;
    }

    boolean print(String level, String text) {
        options.console().print(level, text);
        return true;
    }

    /** Reports an exception that no script caught. */
    void uncaught(String text) {
        hasFailed = true;
        options.console().print("error", text);
    }

    boolean hasFailed() {
        return hasFailed;
    }

    /** Returns whether the script has called {@code close()}. */
    boolean isClosing() {
        return isClosing;
    }

    /** Returns whether a timer, an answer or a message may still come. */
    boolean isWaiting() {
        return !timers.isEmpty() || fetch.isWaiting() || webSockets.isWaiting();
    }

    /** Returns the text that bytes encode, or null where they encode none and must. */
    private static @Nullable String decode(String encoding, Value buffer, int offset, int end, boolean fatal) {
        byte[] bytes = new byte[end];
        buffer.readBuffer(offset, bytes, 0, end);
        Charset charset = Charset.forName(encoding);
        if (!fatal) {
            return new String(bytes, charset);
        }
        CharsetDecoder decoder = charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        try {
            return decoder.decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    private static @Nullable String domainToAscii(String domain) {
        if (domain.chars().allMatch(c -> c < 0x80)) {
            return domain.toLowerCase(Locale.ROOT);
        }
        try {
            return IDN.toASCII(domain, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private byte[] randomBytes(int length) {
        byte[] bytes = new byte[length];
        agent.random().nextBytes(bytes);
        return bytes;
    }

    private @Nullable Value digest(String algorithm, byte[] data) {
        if (!DIGESTS.contains(algorithm)) {
            return null;
        }
        try {
            return marshal.buffer(MessageDigest.getInstance(algorithm).digest(data));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has " + algorithm, e);
        }
    }

    /** Ends all fetches and WebSockets. */
    @Override
    public void close() {
        timers.values().forEach(Loop.Timer::cancel);
        timers.clear();
        fetch.close();
        webSockets.close();
    }
}
