package dev.plumb.js;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumb.io.loop.RtcLoop;
import dev.plumb.io.net.ChannelNetwork;
import dev.plumb.js.idl.IdlParser;
import dev.plumb.objects.Agent;
import dev.plumb.objects.RTCCertificate;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyExecutable;
import org.jspecify.annotations.Nullable;

/**
 * The binding of the objects and {@code RTCPeerConnection} to a context of GraalJS, as in a browser. Closing it closes
 * the objects that scripts have made. The context remains its owner's.
 */
public final class PlumbBinding implements AutoCloseable {
    private static final List<String> DEFINITIONS =
            List.of("dom", "mediacapture", "webrtc", "encoded-transform", "ortc");
    private static final List<String> PRELUDE = List.of(
            "webidl",
            "dom",
            "host/interfaces",
            "host/console",
            "host/timers",
            "host/encoding",
            "host/abort",
            "host/streams",
            "host/blob",
            "host/clone",
            "host/pack",
            "host/url",
            "host/performance",
            "host/crypto",
            "host/navigator",
            "host/fetch",
            "host/websocket",
            "host/worker",
            "media",
            "webaudio",
            "webrtc/descriptions",
            "webrtc/parameters",
            "webrtc/stats",
            "webrtc/transports",
            "webrtc/datachannel",
            "webrtc/rtp",
            "webrtc/transform",
            "webrtc/peerconnection",
            "ortc",
            "host/buffers");

    /** The parts of the prelude that only a page has. */
    private static final List<String> PAGE = List.of("page/nodes", "page/document", "page/media", "page/frames");

    /** Prepares in the background the parts that a first context needs. No context has to wait for them. */
    static void prepare() {
        Thread.ofPlatform().name("plumb-prepare").daemon().start(() -> {
            if (Shared.MODEL.isEmpty() || Shared.SOURCES.isEmpty()) {
                throw new IllegalStateException("the prelude is empty");
            }
            // the classes of keys and certificates
            RTCCertificate _ = RTCCertificate.generate(RTCCertificate.Algorithm.ECDSA_P256);
        });
    }

    /** The state that all contexts share. It is read once. */
    private static final class Shared {
        static final String MODEL = model();
        static final Source REALM = source("realm");
        static final Source START = source("start");
        static final Map<String, Source> SOURCES = sources();

        private static String model() {
            IdlParser parser = new IdlParser();
            for (String name : DEFINITIONS) {
                parser.read(text("idl/" + name + ".idl"));
            }
            ObjectNode model = parser.model();
            return model.toString();
        }

        private static Map<String, Source> sources() {
            Map<String, Source> all = new HashMap<>();
            for (String name : PRELUDE) {
                all.put(name, source(name));
            }
            for (String name : PAGE) {
                all.put(name, source(name));
            }
            return all;
        }
    }

    private final Agent agent;
    private final RtcLoop loop;
    private final boolean ownsLoop;
    private final ScriptCalls calls;
    private final Value internal;
    private @Nullable HostFunctions host;

    private PlumbBinding(
            Context context,
            RtcLoop loop,
            boolean ownsLoop,
            Agent agent,
            ScriptOptions options,
            boolean withPage,
            Holdings holdings) {
        this.loop = loop;
        this.ownsLoop = ownsLoop;
        this.agent = agent;
        this.calls = new ScriptCalls(loop);
        this.internal = loop.inside(() -> load(context, options, withPage, holdings));
    }

    /**
     * Installs the binding in a context that the caller owns. Call it where the context may be entered.
     *
     * @param executor runs one task at a time, and is the only thing that enters the context from now on: every event,
     *     promise and timer runs on it
     */
    public static PlumbBinding install(Context context, Executor executor) {
        return install(context, executor, ScriptOptions.NONE);
    }

    /** Installs the binding with options, which say what scripts may do. */
    public static PlumbBinding install(Context context, Executor executor, ScriptOptions options) {
        RtcLoop loop = RtcLoop.on(executor);
        Holdings holdings = new Holdings();
        Agent agent = Agent.create(
                loop,
                new LimitedNetwork(new ChannelNetwork(), options.limits().sockets(), holdings.ports()),
                new SecureRandom());
        return new PlumbBinding(context, loop, true, agent, options, false, holdings);
    }

    /**
     * Installs the binding on an agent of the caller's, with its devices and codecs.
     *
     * @param agent an agent on an {@link RtcLoop} made by {@link RtcLoop#on}, or one that is called on its loop, which
     *     alone enters the context
     */
    public static PlumbBinding install(Context context, Agent agent, ScriptOptions options) {
        return install(context, agent, options, false, new Holdings());
    }

    static PlumbBinding install(
            Context context, Agent agent, ScriptOptions options, boolean withPage, Holdings holdings) {
        if (!(agent.loop() instanceof RtcLoop loop)) {
            throw new IllegalArgumentException("scripts need an agent on an RtcLoop, not " + agent.loop());
        }
        return new PlumbBinding(context, loop, false, agent, options, withPage, holdings);
    }

    private Value load(Context context, ScriptOptions options, boolean withPage, Holdings holdings) {
        Value realm = context.eval(Shared.REALM);
        Value internal = within(realm, context, Shared.START)
                .execute(realm.getMember("global"), realm.getMember("scripts"), realm.getMember("there"));
        Marshal marshal = new Marshal(internal.getMember("makers"));
        Bridge bridge = new Bridge(agent, calls, marshal, internal.getMember("fail"), options.limits());
        Map<String, Object> functions = bridge.functions();
        functions.put("log", calls.function(a -> {
            if (host != null) {
                host.uncaught(a[0].asString());
            }
            return null;
        }));
        functions.put("later", calls.function(a -> {
            loop.execute(() -> calls.run(a[0]));
            return null;
        }));
        functions.put("afterTask", calls.function(a -> {
            calls.afterTask(a[0]);
            return null;
        }));
        functions.put("cname", agent.cname());
        functions.put("idl", Shared.MODEL);
        functions.putAll(new ObjectFunctions(agent, calls, marshal, options.limits()).functions());
        host = new HostFunctions(calls, marshal, options, agent, holdings);
        functions.put("host", bare(internal, proxies(host.functions())));
        internal.putMember("native", bare(internal, functions));
        calls.ready(internal.getMember("enter"), internal.getMember("pump"), bridge::refuse);
        for (String name : PRELUDE) {
            calls.task(
                    () -> within(realm, context, source(Shared.SOURCES, name)).execute(internal));
        }
        if (withPage) {
            for (String name : PAGE) {
                calls.task(() ->
                        within(realm, context, source(Shared.SOURCES, name)).execute(internal));
            }
        }
        calls.task(() -> internal.getMember("finish").execute());
        return internal;
    }

    /** Returns the value of a source, evaluated in the prelude's own realm. */
    private static Value within(Value realm, Context context, Source source) {
        ProxyExecutable evaluate = _ -> context.eval(source);
        return realm.invokeMember("within", evaluate);
    }

    private static Source source(Map<String, Source> all, String name) {
        return Objects.requireNonNull(all.get(name), name);
    }

    /**
     * Returns an object without a prototype, so that a script's getters on the prototypes that it can reach are not
     * called for absent members.
     */
    private static Value bare(Value internal, Map<String, Object> members) {
        Value made = internal.getMember("bare").execute();
        members.forEach(made::putMember);
        return made;
    }

    private Map<String, Object> proxies(Map<String, ProxyExecutable> functions) {
        Map<String, Object> all = new HashMap<>();
        functions.forEach((name, body) -> all.put(name, calls.function(body)));
        return all;
    }

    /** Returns the agent that scripts' objects belong to. */
    public Agent agent() {
        return agent;
    }

    ScriptCalls calls() {
        return calls;
    }

    HostFunctions host() {
        return Objects.requireNonNull(host);
    }

    /** Returns the object that the parts of the prelude share. */
    Value internal() {
        return internal;
    }

    /**
     * Ends all that scripts have made; their timers and events no longer run. Called where the context may be entered,
     * as {@link #install} is.
     */
    @Override
    public void close() {
        calls.close();
        if (host != null) {
            host.close();
        }
        if (ownsLoop) {
            loop.inside(() -> {
                agent.close();
                return true;
            });
            loop.close();
        } else {
            agent.close();
        }
    }

    static Source source(String name) {
        return Source.newBuilder("js", text(name + ".js"), "plumb:" + name + ".js")
                .internal(true)
                .buildLiteral();
    }

    private static String text(String name) {
        try (InputStream in = PlumbBinding.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the resource " + name + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
