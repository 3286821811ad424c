package dev.plumb.objects;

import dev.plumb.base.loop.Loop;
import dev.plumb.base.loop.ManualLoop;
import dev.plumb.base.net.Network;
import dev.plumb.base.trace.PacketTrace;
import dev.plumb.io.loop.RtcLoop;
import dev.plumb.io.net.AddressWatch;
import dev.plumb.io.net.AgentPorts;
import dev.plumb.io.net.ChannelNetwork;
import dev.plumb.io.net.NameLookUps;
import dev.plumb.media.audio.AudioSource;
import dev.plumb.media.codec.Codecs;
import dev.plumb.media.codec.MediaKind;
import dev.plumb.media.engine.PictureBudget;
import dev.plumb.media.natives.CodecNatives;
import dev.plumb.media.video.VideoSource;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The factory and owner of all objects: it holds a loop, a network and a source of randomness, as a browser's global
 * scope does. Its methods create objects. {@link #close()} closes everything that it created.
 *
 * <p>Any thread may call the objects. Changes run on the loop, and the caller waits until they are accepted or refused.
 * A call from a thread of another loop throws an {@code InvalidStateError}, since two loops might wait for each other.
 */
public final class Agent implements AutoCloseable {
    private static final List<String> ENGINES =
            List.of("dev.plumb.ice.", "dev.plumb.dtls.", "dev.plumb.sctp.", "dev.plumb.rtp.", "dev.plumb.base.");

    private final Loop loop;
    private final Network network;
    private final SecureRandom random;
    private final boolean ownsLoop;
    private final String cname;
    private final AgentPorts ports;
    private final Set<AutoCloseable> open = new LinkedHashSet<>();
    private @Nullable RTCCertificate defaultCertificate;
    private volatile RTCDtlsOptions dtlsOptions = RTCDtlsOptions.DEFAULT;
    private volatile RTCSctpOptions sctpOptions = RTCSctpOptions.DEFAULT;
    private @Nullable Codecs codecs;
    private final MediaDevices mediaDevices = new MediaDevices(this);
    private final AddressWatch addressWatch;
    private final PictureBudget pictures = new PictureBudget();
    private final NameLookUps lookUps;
    private final AtomicInteger statsIds = new AtomicInteger();
    private volatile Set<String> understood = Set.of();
    /** The media kinds for which a missing codec has been logged already. */
    private final Set<MediaKind> warned = EnumSet.noneOf(MediaKind.class);

    private final EventSource<Agent> closes = new EventSource<>();
    private final AtomicBoolean closing = new AtomicBoolean();
    private volatile boolean closed;

    private Agent(Loop loop, Network network, SecureRandom random, boolean ownsLoop) {
        this.loop = loop;
        this.network = network;
        this.random = random;
        this.ownsLoop = ownsLoop;
        this.ports = new AgentPorts(loop, network);
        this.addressWatch = new AddressWatch(loop, network);
        this.lookUps = new NameLookUps(loop, network);
        this.cname = Long.toUnsignedString(random.nextLong(), 36);
    }

    /** Creates an agent on the machine's network, with a loop of its own. */
    public static Agent create() {
        return new Agent(new RtcLoop(), new ChannelNetwork(), new SecureRandom(), true);
    }

    /**
     * Creates an agent from parts that the caller owns: a shared loop, another network, a simulated clock.
     *
     * @param loop an {@link RtcLoop}, or a {@link ManualLoop} that the caller runs
     */
    public static Agent create(Loop loop, Network network, SecureRandom random) {
        return new Agent(loop, network, random, false);
    }

    // ---- objects ----------------------------------------------------------------------------------------------------

    /** Creates a gatherer. It gathers once {@link RTCIceGatherer#gather} is called. */
    public RTCIceGatherer iceGatherer(RTCIceGatherOptions options) {
        return call(() -> own(new RTCIceGatherer(this, options, RTCIceComponent.RTP)));
    }

    /**
     * Creates an ICE transport on a gatherer. It answers connectivity checks at once, and sends its own once started.
     */
    public RTCIceTransport iceTransport(RTCIceGatherer gatherer) {
        return call(() -> own(new RTCIceTransport(this, gatherer)));
    }

    /** Creates an ICE transport on a gatherer of its own, until {@link RTCIceTransport#start} names another. */
    public RTCIceTransport iceTransport() {
        return call(() -> iceTransport(iceGatherer(RTCIceGatherOptions.DEFAULT)));
    }

    /** Creates a controller, which orders ICE transports. */
    public RTCIceTransportController iceTransportController() {
        return new RTCIceTransportController(this);
    }

    /** Creates a DTLS transport on an ICE transport, with this agent's default certificate. */
    public RTCDtlsTransport dtlsTransport(RTCIceTransport transport) {
        return dtlsTransport(transport, List.of(defaultCertificate()));
    }

    /** Creates a DTLS transport on an ICE transport. */
    public RTCDtlsTransport dtlsTransport(RTCIceTransport transport, List<RTCCertificate> certificates) {
        return call(() -> own(new RTCDtlsTransport(this, transport, certificates, dtlsOptions)));
    }

    /** Sets the negotiation options of DTLS transports that are created from now on. */
    public void dtlsOptions(RTCDtlsOptions options) {
        dtlsOptions = options;
    }

    /** Sets the options of SCTP transports that are created from now on. */
    public void sctpOptions(RTCSctpOptions options) {
        sctpOptions = Objects.requireNonNull(options);
    }

    /** Returns the options of SCTP transports that are created now. */
    public RTCSctpOptions sctpOptions() {
        return sctpOptions;
    }

    /** Creates an SCTP transport on a DTLS transport, with port 5000. */
    public RTCSctpTransport sctpTransport(RTCDtlsTransport transport) {
        return sctpTransport(transport, RTCSctpTransport.DEFAULT_PORT);
    }

    /** Creates an SCTP transport on a DTLS transport. */
    public RTCSctpTransport sctpTransport(RTCDtlsTransport transport, int port) {
        return call(() -> own(new RTCSctpTransport(this, transport, port, sctpOptions)));
    }

    /** Opens a data channel on an SCTP transport. */
    public RTCDataChannel dataChannel(RTCSctpTransport transport, RTCDataChannelParameters parameters) {
        return call(() -> transport.open(parameters));
    }

    /** Returns the certificate of transports that are given none: ECDSA on P-256, generated on first use. */
    public RTCCertificate defaultCertificate() {
        return call(() -> {
            RTCCertificate made = defaultCertificate;
            if (made == null) {
                made = RTCCertificate.generate(
                        RTCCertificate.Algorithm.ECDSA_P256, random, loop.wallNanos() / 1_000_000L);
                defaultCertificate = made;
            }
            return made;
        });
    }

    /** Creates a sender of a track. The transport is set later. */
    public RTCRtpSender rtpSender(MediaStreamTrack track) {
        return call(() -> {
            if (codecs().formats(track.kind()).isEmpty() && warned.add(track.kind())) {
                Logs.MEDIA.log(System.Logger.Level.WARNING, CodecNatives.missing(track.kind()));
            }
            return own(new RTCRtpSender(this, track.kind(), track));
        });
    }

    /** Creates a sender that has no track yet. The transport is set later. */
    public RTCRtpSender rtpSender(MediaKind kind) {
        return call(() -> own(new RTCRtpSender(this, kind, null)));
    }

    /** Creates a sender of a track on a transport. */
    public RTCRtpSender rtpSender(MediaStreamTrack track, RTCDtlsTransport transport) {
        return call(() -> {
            RTCRtpSender sender = rtpSender(track);
            sender.setTransport(transport);
            return sender;
        });
    }

    /** Creates a sender of a track on a transport, with RTCP on a transport of its own. */
    public RTCRtpSender rtpSender(MediaStreamTrack track, RTCDtlsTransport transport, RTCDtlsTransport rtcpTransport) {
        return call(() -> {
            RTCRtpSender sender = rtpSender(track);
            sender.setTransport(transport, rtcpTransport);
            return sender;
        });
    }

    /** Creates a receiver. The transport is set later. */
    public RTCRtpReceiver rtpReceiver(MediaKind kind) {
        return call(() -> own(new RTCRtpReceiver(this, kind)));
    }

    /** Creates a receiver on a transport. */
    public RTCRtpReceiver rtpReceiver(MediaKind kind, RTCDtlsTransport transport) {
        return call(() -> {
            RTCRtpReceiver receiver = rtpReceiver(kind);
            receiver.setTransport(transport);
            return receiver;
        });
    }

    /** Creates a receiver on a transport, with RTCP on a transport of its own. */
    public RTCRtpReceiver rtpReceiver(MediaKind kind, RTCDtlsTransport transport, RTCDtlsTransport rtcpTransport) {
        return call(() -> {
            RTCRtpReceiver receiver = rtpReceiver(kind);
            receiver.setTransport(transport, rtcpTransport);
            return receiver;
        });
    }

    /** Creates a listener for streams of a transport that no receiver takes. */
    public RTCRtpListener rtpListener(RTCDtlsTransport transport) {
        return rtpListener(transport, List.of());
    }

    /**
     * Creates a listener for streams of a transport that no receiver takes.
     *
     * @param headerExtensions the ids under which MID and RID are looked for before a receiver names them
     */
    public RTCRtpListener rtpListener(
            RTCDtlsTransport transport, List<RTCRtpHeaderExtensionParameters> headerExtensions) {
        return call(() -> own(new RTCRtpListener(this, transport, headerExtensions)));
    }

    /** Sends an application's own RTP packets over a transport. */
    public RTCRtpPacketSender rtpPacketSender(RTCDtlsTransport transport) {
        return call(() -> own(new RTCRtpPacketSender(this, transport)));
    }

    /** Returns the capabilities of this agent's senders, from the codecs that are present. */
    public RTCRtpCapabilities getSenderCapabilities(MediaKind kind) {
        return call(() -> Capabilities.of(kind, this));
    }

    /** Returns the capabilities of this agent's receivers, from the codecs that are present. */
    public RTCRtpCapabilities getReceiverCapabilities(MediaKind kind) {
        return call(() -> Capabilities.of(kind, this));
    }

    /** Returns the devices that media can be captured from. There are none at first. */
    public MediaDevices mediaDevices() {
        return mediaDevices;
    }

    /** Creates an audio track from a source, which the track owns. */
    public MediaStreamTrack audioTrack(String label, AudioSource source) {
        return call(() -> own(MediaStreamTrack.audio(this, label, source)));
    }

    /** Creates a video track from a source, which the track owns. */
    public MediaStreamTrack videoTrack(String label, VideoSource source) {
        return call(() -> own(MediaStreamTrack.video(this, label, source)));
    }

    // ---- extensions -------------------------------------------------------------------------------------------------

    /**
     * Declares that this application knows an extension, so that peers that require it are not refused. Every
     * dictionary that the agent's transports return from now on names it.
     *
     * @param name the name, as in {@link RTCExtension}
     */
    public void understand(String name) {
        run(() -> {
            Set<String> all = new TreeSet<>(understood);
            all.add(RTCExtension.known(name).name());
            understood = Set.copyOf(all);
        });
    }

    /** Returns whether {@link #understand} was called with this name. */
    public boolean understands(String name) {
        return understood.contains(name);
    }

    /** Returns the names that {@link #understand} was called with. */
    public Set<String> understood() {
        return understood;
    }

    // ---- life -------------------------------------------------------------------------------------------------------

    /**
     * Writes every datagram, as it is on the network, to a trace from now on.
     *
     * @param newTrace used on the loop; null for none
     */
    public void trace(@Nullable PacketTrace newTrace) {
        run(() -> ports.trace(newTrace));
    }

    /** Returns the canonical name (CNAME) of this agent's streams in RTCP. It is random and unique to this agent. */
    public String cname() {
        return cname;
    }

    /** Returns the loop that runs this agent's objects and calls their listeners. */
    public Loop loop() {
        return loop;
    }

    /**
     * Runs something on the loop and waits for its result; on the loop at once.
     *
     * @throws RTCException InvalidStateError where the agent is closed, or the caller is another agent's loop
     */
    public <T> T call(Supplier<T> body) {
        if (loop.onLoop()) {
            requireOpen();
            try {
                return body.get();
            } catch (IllegalArgumentException | IllegalStateException e) {
                throw named(e);
            }
        }
        if (RtcLoop.isLoopThread()) {
            throw RTCException.invalidState(
                    "an object of one loop was called on another's thread; use its agent.loop().execute(...)");
        }
        CompletableFuture<T> result = new CompletableFuture<>();
        try {
            loop.execute(() -> {
                try {
                    requireOpen();
                    result.complete(body.get());
                } catch (Throwable t) {
                    result.completeExceptionally(t);
                }
            });
            return result.join();
        } catch (RejectedExecutionException e) {
            throw new RTCException(RTCException.Name.INVALID_STATE, "the agent is closed", e);
        } catch (CompletionException e) {
            if (e.getCause() instanceof RTCException r) {
                throw new RTCException(r);
            }
            if (e.getCause() instanceof RuntimeException r) {
                throw named(r);
            }
            throw e;
        }
    }

    /**
     * Converts an engine's refusal to the exception that callers of the objects expect. An exception that a caller's
     * own code threw is returned unchanged.
     */
    private static RuntimeException named(RuntimeException thrown) {
        StackTraceElement[] trace = thrown.getStackTrace();
        String thrower = trace.length == 0 ? "" : trace[0].getClassName();
        boolean byEngine = ENGINES.stream().anyMatch(thrower::startsWith);
        return switch (thrown) {
            case IllegalArgumentException e
            when byEngine -> new RTCException(RTCException.Name.OPERATION, String.valueOf(e.getMessage()), e);
            case IllegalStateException e
            when byEngine -> new RTCException(RTCException.Name.INVALID_STATE, String.valueOf(e.getMessage()), e);
            default -> thrown;
        };
    }

    /** Runs something on the loop and waits for it. */
    public void run(Runnable body) {
        call(() -> {
            body.run();
            return true;
        });
    }

    /** Returns whether {@link #close()} was called. */
    public boolean isClosed() {
        return closed;
    }

    /** Returns whether anything that it made is still open. */
    public boolean hasOpenObjects() {
        return call(() -> !open.isEmpty());
    }

    /**
     * Calls a listener on the loop when the agent starts to close. None of its objects is closed by then, so code built
     * on them can end in order.
     */
    public Registration onClose(Consumer<Agent> listener) {
        return closes.add(listener);
    }

    /** Ends every object that it made, and its loop where the loop is its own. Closing twice does nothing. */
    @Override
    public void close() {
        if (!closing.compareAndSet(false, true)) {
            return;
        }
        call(() -> {
            closes.fire(this);
            closed = true;
            List<AutoCloseable> all = new ArrayList<>(open);
            for (int i = all.size() - 1; i >= 0; i--) {
                closeQuietly(all.get(i));
            }
            lookUps.close();
            return true;
        });
        if (ownsLoop && loop instanceof RtcLoop own) {
            own.close();
        }
    }

    private static void closeQuietly(AutoCloseable object) {
        try {
            object.close();
        } catch (Exception e) {
            Logs.AGENT.log(System.Logger.Level.WARNING, "closing " + object + " failed", e);
        }
    }

    // ---- for the objects --------------------------------------------------------------------------------------------

    /** Returns an id for statistics that no other object of this agent has. */
    String statsId(String prefix) {
        return prefix + statsIds.incrementAndGet();
    }

    AddressWatch addressWatch() {
        return addressWatch;
    }

    /** Returns the resolver of host names that a peer or a script supplied. */
    NameLookUps lookUps() {
        return lookUps;
    }

    Network network() {
        return network;
    }

    /**
     * Returns the source of all randomness of this agent's objects. A call replays from its seed where this one is
     * seeded. Any thread.
     */
    public SecureRandom random() {
        return random;
    }

    /**
     * Returns a new random UUID, as identifiers of tracks, streams and senders are.
     *
     * @spec https://www.rfc-editor.org/rfc/rfc9562#section-5.4 RFC 9562 5.4, UUID Version 4
     */
    public String randomUuid() {
        long high = (random.nextLong() & ~0xf000L) | 0x4000L;
        long low = (random.nextLong() & ~(3L << 62)) | 1L << 63;
        return new UUID(high, low).toString();
    }

    private void requireOpen() {
        if (closed) {
            throw RTCException.invalidState("the agent is closed");
        }
    }

    /**
     * Limits the size of received pictures and the memory of pictures that wait for an encoder. Receiver capabilities
     * announce the new size from the next call on. A picture that exceeds it all the same is dropped and counted.
     *
     * @param pixelsAtMost the most pixels of a received picture, such as 1920 * 1088; 256 or more
     * @param waitingBytesAtMost the most bytes of raw pictures that wait for their encoders, all of the agent's
     *     together
     */
    public void pictureLimits(long pixelsAtMost, long waitingBytesAtMost) {
        if (pixelsAtMost < 256 || waitingBytesAtMost < 0) {
            throw new RTCException(
                    RTCException.Name.RANGE_ERROR,
                    "pixelsAtMost must be 256 or more and waitingBytesAtMost 0 or more, not " + pixelsAtMost + " and "
                            + waitingBytesAtMost);
        }
        pictures.limits(pixelsAtMost, waitingBytesAtMost);
    }

    PictureBudget pictures() {
        return pictures;
    }

    /**
     * Returns a thread for media with the agent's clock. Agents share such threads where there are many. Under a
     * {@link ManualLoop} it is that loop itself.
     */
    Loop newWorker() {
        if (!(loop instanceof RtcLoop)) {
            return loop;
        }
        return Workers.ofProcess().take();
    }

    /** Returns a worker. It ends with its last user, after its queued tasks have run. */
    void endWorker(Loop worker) {
        Workers.ofProcess().giveBack(worker);
    }

    /** Returns the available codecs, which are looked for on first use. */
    Codecs codecs() {
        Codecs found = codecs;
        if (found == null) {
            found = Codecs.load();
            codecs = found;
        }
        return found;
    }

    /** Runs a task on the loop later, without waiting for it. Does nothing where the loop has ended. */
    void later(Runnable task) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException e) {
            Logs.AGENT.log(System.Logger.Level.TRACE, "after the end", e);
        }
    }

    /** Runs an object's end on the loop; not at all where the agent, and so the object, has ended already. */
    void end(Runnable closing) {
        if (loop.onLoop()) {
            closing.run();
        } else if (!closed) {
            run(closing);
        }
    }

    <T extends AutoCloseable> T own(T object) {
        open.add(object);
        return object;
    }

    void disown(AutoCloseable object) {
        open.remove(object);
    }

    /**
     * Returns the number of this agent's open objects and ports, to find out what was not closed. Call it on the loop,
     * or after {@link #close()}.
     */
    public int openObjects() {
        return open.size() + ports.size();
    }

    /** Returns its ports, through which all of its objects send. */
    AgentPorts ports() {
        return ports;
    }
}
