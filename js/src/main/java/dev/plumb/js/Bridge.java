package dev.plumb.js;

import dev.plumb.media.codec.MediaKind;
import dev.plumb.objects.Agent;
import dev.plumb.objects.MediaStream;
import dev.plumb.objects.MediaStreamTrack;
import dev.plumb.objects.RTCDataChannel;
import dev.plumb.objects.RTCDataChannelState;
import dev.plumb.objects.RTCException;
import dev.plumb.objects.RTCIceGatherer;
import dev.plumb.objects.RTCIceGathererState;
import dev.plumb.objects.RTCRtpReceiver;
import dev.plumb.objects.RTCRtpSender;
import dev.plumb.objects.RTCSctpTransport;
import dev.plumb.signal.jsep.RTCConfiguration;
import dev.plumb.signal.jsep.RTCPeerConnection;
import dev.plumb.signal.jsep.RTCPeerConnectionState;
import dev.plumb.signal.jsep.SdpException;
import java.lang.System.Logger.Level;
import java.lang.ref.WeakReference;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.WeakHashMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyExecutable;
import org.jspecify.annotations.Nullable;

/**
 * The way by which the prelude reaches the objects. It calls the methods that {@link Reach} lists, by name, and listens
 * to their events. Only the prelude has it; scripts never see it, nor the objects behind their own. A method's refusal
 * is thrown into the script under its DOMException name.
 */
final class Bridge {
    private static final System.Logger LOG = System.getLogger("dev.plumb.js");

    /** A call that returns an object. */
    private interface Body {
        @Nullable
        Object run();
    }

    private record Signature(Class<?> type, String name, int count) {}

    /**
     * A tie between an object and its half in the script. Each keeps the other alive, and nothing else keeps either.
     */
    static final class Tie {
        final Value half;

        Tie(Value half) {
            this.half = half;
        }
    }

    private final Agent agent;
    private final ScriptCalls calls;
    private final Marshal marshal;
    private final Value fail;
    private final OpenCount<RTCPeerConnection> connections;
    private final OpenCount<RTCIceGatherer> gatherers;
    private final OpenCount<RTCDataChannel> channels;
    private final Map<Signature, List<Method>> methods = new HashMap<>();
    private final Map<Object, WeakReference<Tie>> ties = new WeakHashMap<>();

    /**
     *
     * @param fail the function {@code (name, message, details)} that throws an exception for the script to catch
     */
    Bridge(Agent agent, ScriptCalls calls, Marshal marshal, Value fail, ScriptLimits limits) {
        this.agent = agent;
        connections = new OpenCount<>(
                "connections", limits.connections(), c -> c.connectionState() != RTCPeerConnectionState.CLOSED);
        gatherers = new OpenCount<>("gatherers", limits.gatherers(), g -> g.state() != RTCIceGathererState.CLOSED);
        channels = new OpenCount<>("channels", limits.channels(), c -> c.readyState() != RTCDataChannelState.CLOSED);
        this.calls = calls;
        this.marshal = marshal;
        this.fail = fail;
    }

    /** Returns the functions of the bridge by their names. */
    Map<String, Object> functions() {
        Map<String, Object> all = new HashMap<>();
        put(all, "call", a -> call(a[0].asHostObject(), a[1].asString(), Arrays.copyOfRange(a, 2, a.length)));
        put(all, "make", a -> make(a[0].asString(), Arrays.copyOfRange(a, 1, a.length)));
        put(all, "capabilities", a -> marshal.toScript(capabilities(a[0].asString(), a.length > 1 ? a[1] : null)));
        put(all, "settle", a -> {
            settle(a[0].asHostObject(), a[1].asString(), a[2], a[3], Arrays.copyOfRange(a, 4, a.length));
            return null;
        });
        put(all, "on", a -> {
            listen(a[0].asHostObject(), a[1].asString(), a[2]);
            return null;
        });
        put(all, "tie", a -> {
            Tie tie = new Tie(a[1]);
            ties.put(a[0].asHostObject(), new WeakReference<>(tie));
            return tie;
        });
        put(all, "tied", a -> {
            WeakReference<Tie> known = ties.get(a[0].<Object>asHostObject());
            Tie tie = known == null ? null : known.get();
            return tie == null ? null : tie.half;
        });
        return all;
    }

    private void put(Map<String, Object> all, String name, ProxyExecutable body) {
        all.put(name, calls.function(body));
    }

    /**
     * Throws into the script the failure of one of the binding's functions, under a name that scripts know. An
     * unexpected exception is logged and becomes an OperationError.
     */
    void refuse(Throwable e) {
        if (e instanceof RTCException refused) {
            fail.execute(refused.name().spec(), refused.detail(), marshal.toScript(details(refused)));
        } else {
            LOG.log(Level.WARNING, "a function of the binding failed", e);
            fail.execute("OperationError", "the binding failed: " + e.getClass().getSimpleName());
        }
    }

    private static Map<String, Object> details(Throwable e) {
        return e instanceof SdpException s
                ? Map.of("errorDetail", "sdp-syntax-error", "sdpLineNumber", s.sdpLineNumber())
                : Map.of();
    }

    // ---- calls ------------------------------------------------------------------------------------------------------

    private @Nullable Object call(Object target, String name, Value[] arguments) {
        return marshal.toScript(counted(name, () -> invoke(target, Reach.typeOf(target), name, arguments)));
    }

    private @Nullable Object make(String what, Value[] arguments) {
        return switch (what) {
            case "peerConnection" -> {
                connections.require();
                yield connections.add(RTCPeerConnection.create(agent, (RTCConfiguration)
                        Objects.requireNonNull(marshal.fromScript(arguments[0], RTCConfiguration.class))));
            }
            case "mediaStream" ->
                new MediaStream(
                        agent.randomUuid(), marshal.<MediaStreamTrack>handles(arguments[0], MediaStreamTrack.class));
            default -> marshal.toScript(counted(what, () -> invoke(agent, Agent.class, what, arguments)));
        };
    }

    /** Makes a call, and counts the object that it opens where the kind of object is limited. */
    private @Nullable Object counted(String name, Body opening) {
        switch (name) {
            case "iceGatherer", "createAssociatedGatherer" -> gatherers.require();
            case "dataChannel", "createDataChannel" -> channels.require();
            default -> {
                return opening.run();
            }
        }
        Object made = opening.run();
        if (made instanceof RTCIceGatherer gatherer) {
            gatherers.add(gatherer);
        } else if (made instanceof RTCDataChannel channel) {
            channels.add(channel);
        }
        return made;
    }

    private static Object capabilities(String side, @Nullable Value kind) {
        if (kind == null) {
            return RTCSctpTransport.getCapabilities();
        }
        String name = kind.asString();
        return side.equals("RTCRtpSender")
                ? RTCRtpSender.getCapabilities(MediaKind.valueOf(name.toUpperCase(Locale.ROOT)))
                : RTCRtpReceiver.getCapabilities(MediaKind.valueOf(name.toUpperCase(Locale.ROOT)));
    }

    private @Nullable Object invoke(Object target, Class<?> type, String name, Value[] arguments) {
        List<Method> candidates = methods.computeIfAbsent(
                new Signature(type, name, arguments.length), s -> Reach.methods(s.type(), s.name(), s.count()));
        for (Method m : candidates) {
            if (candidates.size() == 1 || fit(m.getParameterTypes(), arguments)) {
                try {
                    return m.invoke(target, converted(m.getGenericParameterTypes(), arguments));
                } catch (InvocationTargetException e) {
                    throw unchecked(e.getCause());
                } catch (IllegalAccessException e) {
                    throw new IllegalStateException(name + " is not public", e);
                }
            }
        }
        throw new RTCException(
                RTCException.Name.TYPE_ERROR,
                "no method " + name + " of " + type.getSimpleName() + " takes " + arguments.length + " such arguments");
    }

    private static RuntimeException unchecked(@Nullable Throwable cause) {
        if (cause instanceof Error e) {
            throw e;
        }
        return cause instanceof RuntimeException r ? r : new IllegalStateException(cause);
    }

    private static boolean fit(Class<?>[] types, Value[] arguments) {
        for (int i = 0; i < types.length; i++) {
            if (!Marshal.fits(arguments[i], types[i])) {
                return false;
            }
        }
        return true;
    }

    private @Nullable Object[] converted(Type[] types, Value[] arguments) {
        @Nullable Object[] converted = new @Nullable Object[types.length];
        for (int i = 0; i < types.length; i++) {
            converted[i] = marshal.fromScript(arguments[i], types[i]);
        }
        return converted;
    }

    // ---- later answers and events -----------------------------------------------------------------------------------

    private void settle(Object target, String name, Value resolve, Value reject, Value[] arguments) {
        CompletionStage<?> stage;
        try {
            stage = (CompletionStage<?>) invoke(target, Reach.typeOf(target), name, arguments);
        } catch (RTCException e) {
            reject.executeVoid(e.name().spec(), e.detail(), marshal.toScript(details(e)));
            return;
        }
        if (stage == null) {
            throw new IllegalStateException(name + " gave no future");
        }
        CompletableFuture<?> future = stage.toCompletableFuture();
        if (future.isCompletedExceptionally() && future.exceptionNow() instanceof RTCException e) {
            // refused at once: the promise is rejected before the script goes on
            reject.executeVoid(e.name().spec(), e.detail(), marshal.toScript(details(e)));
            return;
        }
        CompletableFuture<?> _ = future.whenComplete((value, failure) -> {
            Throwable cause =
                    failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
            onLoop(() -> {
                switch (cause) {
                    case null -> calls.run(resolve, marshal.toScript(value));
                    case RTCException e -> calls.run(reject, e.name().spec(), e.detail(), marshal.toScript(details(e)));
                    default ->
                        calls.run(
                                reject,
                                "OperationError",
                                String.valueOf(cause.getMessage()),
                                marshal.toScript(details(cause)));
                }
            });
        });
    }

    private void onLoop(Runnable body) {
        if (calls.loop().onLoop() && !calls.inScript()) {
            body.run();
        } else {
            calls.loop().execute(body);
        }
    }

    private void listen(Object target, String name, Value function) {
        Consumer<Object> listener = event -> onLoop(() -> {
            if (!calls.isClosed()) {
                calls.run(function, marshal.toScript(event));
            }
        });
        for (Method m : Reach.methods(Reach.typeOf(target), name, 1)) {
            if (Reach.isEvent(m)) {
                try {
                    m.invoke(target, listener);
                    return;
                } catch (InvocationTargetException e) {
                    throw unchecked(e.getCause());
                } catch (IllegalAccessException e) {
                    throw new IllegalStateException(name + " is not public", e);
                }
            }
        }
        throw new RTCException(
                RTCException.Name.TYPE_ERROR,
                "no event " + name + " of " + target.getClass().getSimpleName());
    }
}
