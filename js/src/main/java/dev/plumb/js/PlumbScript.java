package dev.plumb.js;

import dev.plumb.io.loop.RtcLoop;
import dev.plumb.io.net.ChannelNetwork;
import dev.plumb.objects.Agent;
import dev.plumb.objects.RTCException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.EnvironmentAccess;
import org.graalvm.polyglot.HostAccess;
import org.graalvm.polyglot.PolyglotAccess;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.io.IOAccess;
import org.graalvm.polyglot.proxy.ProxyExecutable;
import org.jspecify.annotations.Nullable;

/**
 * A context for scripts with an event loop of its own, on which every call, callback, promise and timer runs. It is
 * safe on any thread: scripts that it is given run on the loop. Closing it ends all objects that its scripts have made.
 */
public final class PlumbScript implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("dev.plumb.js");
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final AtomicInteger OUTLIVING = new AtomicInteger();
    private static final Duration CLOSE_TIME = Duration.ofMillis(800);

    /** The data that all contexts of the process share, so that it is read once. */
    private static final class SharedEngine {
        static {
            PlumbBinding.prepare();
        }

        static final Engine ENGINE = Engine.newBuilder("js")
                .option("engine.WarnInterpreterOnly", "false")
                .build();
    }

    /** A beginning of a line that only a module has. */
    private static final Pattern MODULE =
            Pattern.compile("^(?:import\\s*[\\w{*'\"]|export\\s+[\\w{*])", Pattern.MULTILINE);

    private static final long IDLE_CHECK_NANOS = 10_000_000L;

    /**
     * The idle checks in a row that must agree, so that work which one task leaves to the next is seen by one of them.
     */
    private static final int IDLE_CHECKS = 3;

    private final ScriptOptions options;
    private final @Nullable PlumbScript parent;
    private final List<PlumbScript> children = new CopyOnWriteArrayList<>();
    private final String threadName;
    private final RtcLoop loop;
    private final Holdings holdings;
    private final Agent agent;
    private final Context context;
    private final PlumbBinding binding;
    private final CompletableFuture<Boolean> idle = new CompletableFuture<>();
    private final @Nullable ScriptGuard guard;
    private final AtomicBoolean finishing = new AtomicBoolean();
    private volatile boolean closed;

    private PlumbScript(ScriptOptions options, boolean withPage, @Nullable PlumbScript parent) {
        this.parent = parent;
        this.options = options;
        threadName = parent == null ? "plumb-script-" + COUNT.incrementAndGet() : parent.threadName;
        loop = parent == null ? new RtcLoop(threadName) : parent.loop;
        holdings = parent == null ? new Holdings() : parent.holdings;
        agent = Agent.create(
                loop,
                new LimitedNetwork(new ChannelNetwork(), options.limits().sockets(), holdings.ports()),
                new SecureRandom());
        context = contextBuilder(options)
                .engine(SharedEngine.ENGINE)
                .in(InputStream.nullInputStream())
                .out(OutputStream.nullOutputStream())
                .err(OutputStream.nullOutputStream())
                .build();
        if (parent != null) {
            binding = PlumbBinding.install(context, agent, options, withPage, holdings);
            allowWorkers();
            guard = parent.guard;
            if (guard != null) {
                guard.watch(binding.calls());
            }
            parent.children.add(this);
            return;
        }
        CompletableFuture<PlumbBinding> made = new CompletableFuture<>();
        loop.execute(() -> {
            try {
                made.complete(PlumbBinding.install(context, agent, options, withPage, holdings));
            } catch (RuntimeException | Error e) {
                made.completeExceptionally(e);
            }
        });
        binding = made.join();
        loop.execute(this::allowWorkers);
        guard = ScriptGuard.start(options, binding.calls(), this::limited);
    }

    private void allowWorkers() {
        ProxyExecutable opener = new ScriptWorkers(this).opener();
        binding.calls().task(() -> binding.internal().invokeMember("allowWorkers", opener));
    }

    /** Creates a context that may only call. Its console is the process's. */
    public static PlumbScript create() {
        return create(ScriptOptions.NONE);
    }

    /** Creates a context that may do what the options allow. */
    public static PlumbScript create(ScriptOptions options) {
        return new PlumbScript(options, false, null);
    }

    static PlumbScript withPage(ScriptOptions options) {
        return new PlumbScript(options, true, null);
    }

    /**
     * Creates a context beside this one, on the same loop but with objects of its own. It ends with this one. Call it
     * on the loop.
     */
    PlumbScript child(ScriptOptions childOptions, boolean withPage) {
        if (all().count() > options.limits().workers()) {
            throw new RTCException(
                    RTCException.Name.OPERATION,
                    "a script has at most " + options.limits().workers() + " workers and frames");
        }
        return new PlumbScript(childOptions, withPage, this);
    }

    /** Returns the first context and all contexts that were made beside it, this one among them. */
    private Stream<PlumbScript> all() {
        return parent == null ? below() : parent.all();
    }

    private Stream<PlumbScript> below() {
        return Stream.concat(Stream.of(this), children.stream().flatMap(PlumbScript::below));
    }

    Holdings holdings() {
        return holdings;
    }

    ScriptOptions options() {
        return options;
    }

    /**
     * Returns the options that a context of the binding needs, for embedders that make their own: no access to Java,
     * files, threads or processes.
     */
    static Context.Builder contextBuilder(ScriptOptions options) {
        return Context.newBuilder("js")
                .allowHostAccess(HostAccess.NONE)
                .allowHostClassLookup(name -> false)
                .allowPolyglotAccess(PolyglotAccess.NONE)
                .allowEnvironmentAccess(EnvironmentAccess.NONE)
                .allowCreateProcess(false)
                .allowCreateThread(false)
                .allowNativeAccess(false)
                .allowIO(options.readableRoot()
                        .map(root -> IOAccess.newBuilder()
                                .fileSystem(new ReadableBelow(root))
                                .build())
                        .orElse(IOAccess.NONE))
                .allowExperimentalOptions(true)
                .option("js.ecmascript-version", "staging")
                .option("js.unhandled-rejections", "handler")
                .option("js.v8-realm-builtin", "true")
                .option("js.load", "false")
                .option("js.java-package-globals", "false")
                .option("js.print", "false")
                .option("js.console", "false");
    }

    private void limited(String why) {
        idle.completeExceptionally(new ScriptLimitException(why));
        binding.calls().close();
        context.close(true);
        children.forEach(child -> child.limited(why));
    }

    /** Returns the loop on which scripts run. */
    public RtcLoop loop() {
        return loop;
    }

    /** Returns the agent that scripts' objects belong to. */
    public Agent agent() {
        return agent;
    }

    PlumbBinding binding() {
        return binding;
    }

    Context context() {
        return context;
    }

    /**
     * Runs a text on the loop. Promises and events that it waits for continue after it.
     *
     * @param name the name in stack traces
     * @return completes with its value as a text when it has run; the future fails with the script's exception
     */
    public CompletableFuture<String> eval(String name, String text) {
        return eval(Source.newBuilder("js", text, name).buildLiteral());
    }

    /**
     * Runs a file; one that ends in {@code .mjs}, or has an import or an export, is a module.
     *
     * @return the same result as {@link #eval(String, String)}
     * @throws IOException where it cannot be read
     */
    public CompletableFuture<String> run(Path file) throws IOException {
        Source.Builder source = Source.newBuilder("js", file.toFile());
        if (file.toString().endsWith(".mjs")
                || MODULE.matcher(Files.readString(file)).find()) {
            source.mimeType("application/javascript+module");
        }
        return eval(source.build());
    }

    /** Runs a source on the loop. */
    public CompletableFuture<String> eval(Source source) {
        CompletableFuture<String> result = new CompletableFuture<>();
        loop.execute(() -> {
            try {
                Value value = binding.calls().task(() -> context.eval(source));
                result.complete(value.isString() ? value.asString() : value.toString());
            } catch (PolyglotException e) {
                result.completeExceptionally(e);
            }
        });
        return result;
    }

    /**
     * Returns a future of the end of the script: when it has nothing to wait for any more, that is no timer, no pending
     * result and no open connection, or has called {@code close()}.
     *
     * @return a future that completes then, with whether every exception was caught; it fails where a limit has ended
     *     the script
     */
    public CompletableFuture<Boolean> idle() {
        loop.execute(() -> watchForIdle(0));
        return idle;
    }

    private void watchForIdle(int checks) {
        boolean isWaiting = isWaiting();
        if (binding.host().isClosing() || (!isWaiting && checks >= IDLE_CHECKS)) {
            idle.complete(!binding.host().hasFailed());
            return;
        }
        loop.schedule(loop.nowNanos() + IDLE_CHECK_NANOS, () -> watchForIdle(isWaiting ? 0 : checks + 1));
    }

    /** Returns whether something may still come here or to a worker. */
    private boolean isWaiting() {
        return binding.host().isWaiting()
                || agent.hasOpenObjects()
                || children.stream().anyMatch(PlumbScript::isWaiting);
    }

    /** Sets a global variable of scripts to a frozen array of texts. */
    public void strings(String name, String... texts) {
        loop.execute(() -> binding.calls().task(() -> {
            Value array = context.eval("js", "[]");
            for (int i = 0; i < texts.length; i++) {
                array.setArrayElement(i, texts[i]);
            }
            context.getBindings("js").putMember(name, array);
            return true;
        }));
    }

    /**
     * Returns the number of script threads that still run although their scripts were closed. Such a thread is in a
     * function of the language that cannot be interrupted.
     */
    public static int outliving() {
        return OUTLIVING.get();
    }

    /**
     * Ends the objects that scripts have made, and a script that is running. Closing twice does nothing.
     *
     * <p>It takes at most a second. A function of the language that cannot be interrupted, such as parsing a number of
     * a million digits, runs to its end. Its thread is named in the log and counted by {@link #outliving()}, and runs
     * no further script. The objects that the script has open are closed once the function has ended.
     */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        stopCalls();
        if (guard != null && parent == null) {
            guard.close();
        } else if (guard != null) {
            guard.forget(binding.calls());
        }
        if (parent != null || loop.onLoop()) {
            end();
            return;
        }
        Thread closer = Thread.ofPlatform().daemon().name("plumb-script-close").start(this::end);
        try {
            if (!closer.join(CLOSE_TIME)) {
                OUTLIVING.incrementAndGet();
                if (finishing.compareAndSet(false, true)) {
                    loop.execute(this::finish);
                    loop.closeLater();
                }
                LOG.log(
                        Level.WARNING,
                        "the thread {0} outlives its script, which is closed: it is in what cannot be interrupted",
                        threadName);
                Thread.ofVirtual().start(() -> {
                    try {
                        closer.join();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    } finally {
                        OUTLIVING.decrementAndGet();
                    }
                });
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Stops calls into this context and into those made beside it. */
    private void stopCalls() {
        binding.calls().close();
        children.forEach(PlumbScript::stopCalls);
    }

    private void end() {
        context.close(true);
        if (finishing.compareAndSet(false, true)) {
            finish();
        }
    }

    private void finish() {
        children.forEach(PlumbScript::close);
        binding.close();
        if (parent == null) {
            loop.close();
        } else {
            parent.children.remove(this);
        }
    }
}
