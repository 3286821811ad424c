package dev.plumb.objects;

import dev.plumb.base.bytes.Packet;
import dev.plumb.base.engine.Priority;
import dev.plumb.io.loop.EngineDriver;
import dev.plumb.objects.stats.RTCStats;
import dev.plumb.objects.stats.RTCStatsReport;
import dev.plumb.sctp.CongestionAlgorithm;
import dev.plumb.sctp.SctpAssociation;
import dev.plumb.sctp.SctpConfig;
import dev.plumb.sctp.SctpEvent;
import dev.plumb.sctp.SctpState;
import dev.plumb.sctp.datachannel.DataChannel;
import dev.plumb.sctp.datachannel.DataChannelEvent;
import dev.plumb.sctp.datachannel.DataChannelParameters;
import dev.plumb.sctp.datachannel.DataChannels;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Carries data channels over a DTLS transport. Both sides start it alike.
 *
 * @spec https://draft.ortc.org/#sctp-transport* ORTC 11, The RTCSctpTransport Object
 */
public final class RTCSctpTransport implements AutoCloseable {
    /** The port of SCTP inside DTLS. */
    public static final int DEFAULT_PORT = 5000;

    /** Labels and protocols of the peer's channels that are taken; this side's count, too. */
    private static final long NAME_BYTES_AT_MOST = 16 << 20;

    private static final long KEPT_BYTES_AT_MOST = 4 << 20;
    private static final int KEPT_CHANNELS_AT_MOST = 65_536;

    private final Agent agent;
    private volatile RTCDtlsTransport dtls;
    private final int port;
    private final SctpAssociation engine;
    private final EngineDriver<SctpEvent> driver;
    private final DataChannels engineChannels;
    private final IdentityHashMap<DataChannel, RTCDataChannel> channels = new IdentityHashMap<>();
    private final MustUnderstand mustUnderstand;
    private final String statsId;
    private final RTCSctpOptions options;
    private final ReceiveHold hold;
    /** Channels with something buffered, in no order. */
    private final EventSource<RTCSctpTransportState> stateChanges = new EventSource<>();

    private final EventSource<RTCDataChannel> dataChannelEvents;
    /** The bytes of messages that wait for a first listener, over all channels. */
    private long keptBytes;

    private volatile RTCSctpTransportState state = RTCSctpTransportState.NEW;
    private volatile long maxMessageSize;
    private boolean started;
    private boolean connecting;
    private boolean drainPending;
    private long nameBytes;
    private boolean settling;
    private boolean ended;

    RTCSctpTransport(Agent agent, RTCDtlsTransport dtls, int port, RTCSctpOptions options) {
        if (dtls.state() == RTCDtlsTransportState.CLOSED || dtls.state() == RTCDtlsTransportState.FAILED) {
            throw RTCException.invalidState(
                    "the DTLS transport is " + dtls.state().spec());
        }
        if (port < 1 || port > 65_535) {
            throw RTCException.typeError("port must be between 1 and 65535, not " + port);
        }
        this.agent = agent;
        this.dtls = dtls;
        this.port = port;
        this.mustUnderstand = new MustUnderstand(agent);
        this.statsId = agent.statsId("S");
        this.options = options;
        this.maxMessageSize = options.maxMessageSize();
        SctpConfig config = SctpConfig.DEFAULT
                .withPorts(port, port)
                .withMaxMessageBytes(options.maxMessageSize())
                .withSendBufferBytes(options.sendBufferBytes())
                .withReceiveWindowBytes(options.receiveWindowBytes())
                .withMaxReceiveWindowBytes(options.maxReceiveWindowBytes())
                .withInterleaving(options.interleaving())
                .withCongestion(
                        CongestionAlgorithm.valueOf(options.congestionControl().name()))
                .withManualConsume(true);
        this.engine = new SctpAssociation(config, this::down, agent.loop().pool(), agent.random());
        this.dataChannelEvents = EventSource.keeping(agent.loop(), KEPT_CHANNELS_AT_MOST);
        this.hold = new ReceiveHold(engine);
        this.driver = new EngineDriver<>(agent.loop(), engine, Packet::release, this::event, this::settle);
        this.engineChannels = new DataChannels(engine);
        dtls.attach(this);
    }

    /** Returns the DTLS transport that this transport sends on. */
    public RTCDtlsTransport transport() {
        return dtls;
    }

    /** Returns its state. */
    public RTCSctpTransportState state() {
        return state;
    }

    /** Returns its port, which the peer is to be told where it is not {@link #DEFAULT_PORT}. */
    public int port() {
        return port;
    }

    /**
     * Returns the longest message that can be sent, in bytes: the lesser of both sides' limits. Before the transport is
     * started, it is this side's limit.
     */
    public long maxMessageSize() {
        return maxMessageSize;
    }

    /** Returns the options that the transport was created with. */
    public RTCSctpOptions getOptions() {
        return options;
    }

    /** Returns the capabilities of a transport with {@link RTCSctpOptions#DEFAULT}. */
    public static RTCSctpCapabilities getCapabilities() {
        return new RTCSctpCapabilities(RTCSctpOptions.DEFAULT.maxMessageSize());
    }

    /**
     * Returns the capabilities to tell the peer: the limits of this transport, and the extensions that it requires of
     * the peer or knows.
     */
    public RTCSctpCapabilities getLocalCapabilities() {
        return agent.call(
                () -> new RTCSctpCapabilities(options.maxMessageSize()).withExtensions(mustUnderstand.local()));
    }

    /**
     * Requires that the peer understands an extension: the transport starts only with capabilities that name it.
     *
     * @param name the name, as in {@link RTCExtension}
     */
    public void require(String name) {
        agent.run(() -> mustUnderstand.require(name));
    }

    /** Registers a listener that is called on the loop when the state has changed. */
    public Registration onStateChange(Consumer<RTCSctpTransportState> listener) {
        return stateChanges.add(listener);
    }

    /**
     * Calls a listener on the loop with each channel that the peer has opened. The first listener also gets the
     * channels that were opened before it was added.
     */
    public Registration onDataChannel(Consumer<RTCDataChannel> listener) {
        return dataChannelEvents.add(listener);
    }

    /** Begins to connect with the peer's capabilities, on port 5000, as soon as DTLS is connected. */
    public void start(RTCSctpCapabilities remote) {
        start(remote, DEFAULT_PORT);
    }

    /**
     * Begins to connect with the peer's capabilities, as soon as DTLS is connected.
     *
     * @param remotePort the peer's port
     * @throws RTCException InvalidStateError where it was started or is closed; TypeError for no port;
     *     NotSupportedError where one side requires an extension of which the other knows nothing
     */
    public void start(RTCSctpCapabilities remote, int remotePort) {
        agent.run(() -> {
            if (started || ended) {
                throw RTCException.invalidState("an SCTP transport is started once");
            }
            if (remotePort < 1 || remotePort > 65_535) {
                throw RTCException.typeError("remotePort must be between 1 and 65535, not " + remotePort);
            }
            mustUnderstand.check(remote.extensions());
            engine.remotePort(remotePort);
            started = true;
            limit(remote);
            roleMayBeKnown();
            // a peer that was told earlier may have set it up already
            if (state == RTCSctpTransportState.NEW) {
                to(RTCSctpTransportState.CONNECTING);
            }
            dtlsConnected();
        });
    }

    /**
     * Applies the peer's new limit of message size.
     *
     * @throws RTCException InvalidStateError where the transport was not started
     */
    public void update(RTCSctpCapabilities remote) {
        agent.run(() -> {
            if (!started) {
                throw RTCException.invalidState("an SCTP transport is started before that is changed");
            }
            limit(remote);
        });
    }

    private void limit(RTCSctpCapabilities remote) {
        long ours = options.maxMessageSize();
        maxMessageSize = remote.maxMessageSize() == 0 ? ours : Math.min(remote.maxMessageSize(), ours);
        engine.maxMessageBytes((int) maxMessageSize);
    }

    /**
     * Sets another DTLS transport, before the transport is started.
     *
     * @throws RTCException InvalidStateError where it was started, or the DTLS transport is closed or has an SCTP
     *     transport already
     */
    public void setTransport(RTCDtlsTransport newTransport) {
        agent.run(() -> {
            if (started || ended) {
                throw RTCException.invalidState("a started SCTP transport stays where it is");
            }
            if (newTransport.state() == RTCDtlsTransportState.CLOSED) {
                throw RTCException.invalidState("the DTLS transport is closed");
            }
            if (newTransport != dtls) {
                newTransport.attach(this);
                dtls.detach(this);
                dtls = newTransport;
            }
        });
    }

    /** Ends it and its channels. */
    public void stop() {
        close();
    }

    /** Stops the transport, as {@link #stop()} does. */
    @Override
    public void close() {
        agent.end(() -> end(Optional.empty()));
    }

    /** Ends the transport and its channels, which report an error where it is not this side that ended it. */
    private void end(Optional<String> failure) {
        if (ended) {
            return;
        }
        ended = true;
        state = RTCSctpTransportState.CLOSED;
        engine.abort("closed", now());
        driver.stop();
        for (RTCDataChannel channel : List.copyOf(channels.values())) {
            failure.ifPresent(reason -> channel.failed(new RTCError(RTCError.Detail.SCTP_FAILURE, reason)));
            channel.closed();
        }
        channels.clear();
        dtls.detach(this);
        agent.disown(this);
        stateChanges.fire(state);
    }

    private Map<String, Object> members() {
        Map<String, Object> m = new HashMap<>();
        m.put("transportId", TransportStats.idOf(dtls));
        if (state == RTCSctpTransportState.CONNECTED) {
            m.put("smoothedRoundTripTime", engine.smoothedRttNanos() / 1e9);
            m.put("congestionWindow", engine.congestionWindowBytes());
        }
        return m;
    }

    private void to(RTCSctpTransportState next) {
        if (state != next) {
            state = next;
            stateChanges.fire(next);
        }
    }

    // ---- engine -----------------------------------------------------------------------------------------------------

    private void event(SctpEvent event) {
        if (ended) {
            return;
        }
        if (event instanceof SctpEvent.MessageReceived message) {
            hold.arrived(message.payload().length);
            try {
                engineChannels.handle(event, now());
                drain(RTCError.Detail.DATA_CHANNEL_FAILURE);
            } finally {
                hold.passedOn();
            }
            return;
        }
        if (event instanceof SctpEvent.Restarted) {
            hold.restarted();
        }
        boolean isOver = event instanceof SctpEvent.StateChanged changed && changed.to() instanceof SctpState.Closed;
        engineChannels.handle(event, now());
        drain(
                isOver || event instanceof SctpEvent.Restarted
                        ? RTCError.Detail.SCTP_FAILURE
                        : RTCError.Detail.DATA_CHANNEL_FAILURE);
        if (isOver) {
            // what is in the middle of a call into the engine is not to find it gone
            agent.loop().execute(this::close);
        } else if (!ended
                && event instanceof SctpEvent.StateChanged changed
                && changed.to() instanceof SctpState.Established) {
            to(RTCSctpTransportState.CONNECTED);
        }
    }

    private void drain(RTCError.Detail failure) {
        for (DataChannelEvent e = engineChannels.pollEvent(); e != null; e = engineChannels.pollEvent()) {
            if (ended) {
                continue;
            }
            if (e instanceof DataChannelEvent.ChannelAnnounced announced) {
                announced(announced.channel());
                continue;
            }
            RTCDataChannel channel = channels.get(e.channel());
            if (e instanceof DataChannelEvent.ChannelClosed && channels.remove(e.channel()) != null) {
                nameBytes -= channel == null ? 0 : channel.nameBytes();
            }
            if (channel != null && e instanceof DataChannelEvent.ChannelError error) {
                channel.failed(new RTCError(failure, error.reason()));
            } else if (channel != null) {
                channel.event(e);
            }
        }
    }

    private void announced(DataChannel engineChannel) {
        RTCDataChannel channel = new RTCDataChannel(this, engineChannel);
        if (nameBytes + channel.nameBytes() > NAME_BYTES_AT_MOST) {
            engineChannel.close(now()); // 32,768 channels with the longest names would take gigabytes
            return;
        }
        add(engineChannel, channel);
        channel.opened();
        dataChannelEvents.fire(channel);
        channel.announced();
    }

    private void add(DataChannel engineChannel, RTCDataChannel channel) {
        channels.put(engineChannel, channel);
        nameBytes += channel.nameBytes();
    }

    /**
     * Delivers the results of calls from above after those calls: no listener is called from inside a call that it may
     * have made itself.
     */
    void drainLater() {
        if (!drainPending && !ended) {
            drainPending = true;
            agent.loop().execute(this::drainNow);
        }
    }

    private void drainNow() {
        drainPending = false;
        if (!ended) {
            driver.after();
            drain(RTCError.Detail.DATA_CHANNEL_FAILURE);
        }
    }

    /** Settles the receive window and the buffered amounts after the engine was drained. */
    private void settle() {
        if (settling || ended) {
            return;
        }
        settling = true;
        try {
            hold.settle(now());
            while (!ended) {
                DataChannel lessened = engineChannels.pollLessened();
                if (lessened == null) {
                    break;
                }
                RTCDataChannel channel = channels.get(lessened);
                if (channel != null) {
                    channel.settle();
                }
            }
        } finally {
            settling = false;
        }
    }

    /**
     * Counts bytes of messages that wait for a listener; a negative number releases them. Returns false, and counts
     * nothing, where too many would wait.
     */
    boolean keptBytes(long more) {
        if (keptBytes + more > KEPT_BYTES_AT_MOST) {
            Logs.SCTP.log(
                    Level.WARNING, "messages that nobody listens to are dropped: {0} bytes wait already", keptBytes);
            return false;
        }
        keptBytes += more;
        return true;
    }

    ReceiveHold.Share share() {
        return hold.new Share();
    }

    private void down(Packet owned) {
        dtls.sendApplicationData(owned);
    }

    // ---- for its neighbours -----------------------------------------------------------------------------------------

    RTCDataChannel open(RTCDataChannelParameters p) {
        if (ended) {
            throw RTCException.invalidState("the SCTP transport is closed");
        }
        DataChannelParameters engineParameters;
        DataChannel engineChannel;
        try {
            engineParameters = new DataChannelParameters(
                    p.label(),
                    p.ordered(),
                    p.maxPacketLifetimeMillis(),
                    p.maxRetransmits(),
                    p.protocol(),
                    p.negotiated(),
                    p.id(),
                    Priority.valueOf(p.priority().name()));
            engineChannel = engineChannels.open(engineParameters, now());
        } catch (IllegalArgumentException e) {
            throw new RTCException(RTCException.Name.OPERATION, String.valueOf(e.getMessage()), e);
        } catch (IllegalStateException e) {
            throw new RTCException(RTCException.Name.INVALID_STATE, String.valueOf(e.getMessage()), e);
        }
        RTCDataChannel channel = new RTCDataChannel(this, engineChannel);
        add(engineChannel, channel);
        // events of this channel are for listeners that its owner adds after this call
        drainLater();
        return channel;
    }

    /** Gives channels their ids once the peer's DTLS role is known, which may be before DTLS is connected. */
    private void roleMayBeKnown() {
        dtls.agreedRole().ifPresent(ours -> {
            engineChannels.dtlsRole(ours == RTCDtlsRole.CLIENT, now());
            channels.values().forEach(RTCDataChannel::identified);
            drainLater();
        });
    }

    void dtlsConnected() {
        if (started && !connecting && dtls.state() == RTCDtlsTransportState.CONNECTED) {
            connecting = true;
            engineChannels.dtlsRole(dtls.role() == RTCDtlsRole.CLIENT, now());
            driver.call(() -> engine.connect(now()));
            drainLater();
        }
    }

    /**
     * Tells every channel that ICE has failed. The association continues until it gives up by itself, since an ICE
     * restart may find the peer again, but applications that wait need to know now.
     */
    void peerVanished() {
        if (state == RTCSctpTransportState.CONNECTED) {
            RTCError error = new RTCError(
                    RTCError.Detail.SCTP_FAILURE,
                    "the peer cannot be reached: ICE has failed; restart ICE, or close the connection");
            List.copyOf(channels.values()).forEach(channel -> channel.unreachable(error));
        }
    }

    /** Notes that ICE has found the peer again. */
    void peerReached() {
        channels.values().forEach(RTCDataChannel::reachable);
    }

    /** Tells the engine that packets use another path from now on. */
    void pathChanged() {
        if (!ended) {
            driver.call(() -> engine.pathChanged(now()));
        }
    }

    /** Ends the transport after DTLS failed or the peer ended it. */
    void dtlsEnded() {
        end(Optional.of("the DTLS transport is " + dtls.state().spec()));
    }

    void receive(Packet borrowed) {
        if (!ended) {
            driver.receive(borrowed);
        }
    }

    /** Returns the agent that created this transport, and on whose loop its listeners are called. */
    public Agent agent() {
        return agent;
    }

    long now() {
        return agent.loop().nowNanos();
    }

    /** Returns the statistics of the transport and its channels. */
    public RTCStatsReport getStats() {
        return agent.call(() -> {
            double timestamp = agent.loop().wallNanos() / 1e6;
            List<RTCStats> all = new ArrayList<>();
            all.add(new RTCStats(statsId, "sctp-transport", timestamp, members()));
            channels.values().forEach(c -> all.add(c.stats(timestamp)));
            return RTCStatsReport.of(all);
        });
    }
}
