package dev.plumb.objects;

import dev.plumb.base.bytes.Packet;
import dev.plumb.base.engine.Priority;
import dev.plumb.objects.stats.RTCStats;
import dev.plumb.objects.stats.RTCStatsReport;
import dev.plumb.transport.datachannel.DataChannel;
import dev.plumb.transport.datachannel.DataChannelEvent;
import dev.plumb.transport.datachannel.DataChannelParameters;
import dev.plumb.transport.datachannel.DataChannels;
import dev.plumb.transport.sctp.SctpAssociation;
import dev.plumb.transport.sctp.SctpConfig;
import dev.plumb.transport.sctp.SctpEvent;
import dev.plumb.transport.sctp.SctpState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Carries data channels over a DTLS transport. Both sides start it alike.
 *
 * @spec https://draft.ortc.org/#sctp-transport* ORTC 11, The RTCSctpTransport Object
 */
public final class RTCSctpTransport implements AutoCloseable {
    /** The port of SCTP inside DTLS. */
    public static final int DEFAULT_PORT = 5000;

    private static final int MAX_MESSAGE_BYTES = 262_144;

    private final Agent agent;
    private volatile RTCDtlsTransport dtls;
    private final int port;
    private final SctpAssociation engine;
    private final EngineDriver<SctpEvent> driver;
    private final DataChannels engineChannels;
    private final IdentityHashMap<DataChannel, RTCDataChannel> channels = new IdentityHashMap<>();
    private final MustUnderstand mustUnderstand;
    private final String statsId;
    private final EventSource<RTCSctpTransportState> stateChanges = new EventSource<>();
    private final EventSource<RTCDataChannel> dataChannelEvents = new EventSource<>();
    private volatile RTCSctpTransportState state = RTCSctpTransportState.NEW;
    private volatile long maxMessageSize = MAX_MESSAGE_BYTES;
    private boolean started;
    private boolean connecting;

    RTCSctpTransport(Agent agent, RTCDtlsTransport dtls, int port) {
        if (dtls.state() == RTCDtlsTransportState.CLOSED || dtls.state() == RTCDtlsTransportState.FAILED) {
            throw RTCException.invalidState(
                    "the DTLS transport is " + dtls.state().spec());
        }
        if (port < 1 || port > 65_535) {
            throw RTCException.typeError("an SCTP port goes from 1 to 65535, and is " + port);
        }
        this.agent = agent;
        this.dtls = dtls;
        this.port = port;
        this.mustUnderstand = new MustUnderstand(agent);
        this.statsId = agent.statsId("S");
        SctpConfig config = SctpConfig.DEFAULT.withPorts(port, port).withMaxMessageBytes(MAX_MESSAGE_BYTES);
        this.engine = new SctpAssociation(config, this::down, agent.loop().pool(), agent.random());
        this.driver = new EngineDriver<>(agent.loop(), engine, Packet::release, this::event);
        this.engineChannels = new DataChannels(engine);
        dtls.attach(this);
    }

    /** The DTLS transport below. */
    public RTCDtlsTransport transport() {
        return dtls;
    }

    /** Its state. */
    public RTCSctpTransportState state() {
        return state;
    }

    /** Its port, which the peer is to be told where it is not {@link #DEFAULT_PORT}. */
    public int port() {
        return port;
    }

    /** The longest message that can be sent, in bytes; 0 for any. Known once started. */
    public long maxMessageSize() {
        return maxMessageSize;
    }

    /** What every transport of this kind can do. */
    public static RTCSctpCapabilities getCapabilities() {
        return new RTCSctpCapabilities(MAX_MESSAGE_BYTES);
    }

    /** What the peer is to be told of this one: {@link #getCapabilities()}, and what is required of the peer or known here. */
    public RTCSctpCapabilities getLocalCapabilities() {
        return agent.call(() -> getCapabilities().withExtensions(mustUnderstand.local()));
    }

    /**
     * Requires that the peer understands an extension: the transport starts only with capabilities that name it.
     *
     * @param name as in {@link RTCExtension}
     */
    public void require(String name) {
        agent.run(() -> mustUnderstand.require(name));
    }

    /** Called on the loop when the state has changed. */
    public Registration onStateChange(Consumer<RTCSctpTransportState> listener) {
        return stateChanges.add(listener);
    }

    /** Called on the loop when the peer has opened a channel; it is open. Listeners for its messages are to be added during the call. */
    public Registration onDataChannel(Consumer<RTCDataChannel> listener) {
        return dataChannelEvents.add(listener);
    }

    /** Begins to connect with what the peer says, on port 5000, as soon as DTLS is connected. */
    public void start(RTCSctpCapabilities remote) {
        start(remote, DEFAULT_PORT);
    }

    /**
     * Begins to connect with what the peer says, as soon as DTLS is connected.
     *
     * @param remotePort the peer's port
     * @throws RTCException InvalidStateError where it was started or is closed; TypeError for no port; NotSupportedError where one
     *     side requires an extension of which the other knows nothing
     */
    public void start(RTCSctpCapabilities remote, int remotePort) {
        agent.run(() -> {
            if (started || state == RTCSctpTransportState.CLOSED) {
                throw RTCException.invalidState("an SCTP transport is started once");
            }
            if (remotePort < 1 || remotePort > 65_535) {
                throw RTCException.typeError("an SCTP port goes from 1 to 65535, and is " + remotePort);
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
     * The peer has said otherwise what it takes: from now on the longest message is as that allows.
     *
     * @throws RTCException InvalidStateError where it was not started
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
        maxMessageSize =
                remote.maxMessageSize() == 0 ? MAX_MESSAGE_BYTES : Math.min(remote.maxMessageSize(), MAX_MESSAGE_BYTES);
        engine.maxMessageBytes((int) maxMessageSize);
    }

    /**
     * Goes over another DTLS transport, as long as it is not started.
     *
     * @throws RTCException InvalidStateError where it was started, or the DTLS transport is closed or has an SCTP transport already
     */
    public void setTransport(RTCDtlsTransport newTransport) {
        agent.run(() -> {
            if (started || state == RTCSctpTransportState.CLOSED) {
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

    /** The same as {@link #stop()}. */
    @Override
    public void close() {
        agent.end(() -> {
            if (state != RTCSctpTransportState.CLOSED) {
                engine.abort("closed", now());
                after();
                ended();
            }
        });
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

    private void ended() {
        driver.stop();
        drain();
        for (RTCDataChannel channel : List.copyOf(channels.values())) {
            channel.closed();
        }
        channels.clear();
        dtls.detach(this);
        agent.disown(this);
        to(RTCSctpTransportState.CLOSED);
    }

    private void to(RTCSctpTransportState next) {
        if (state != next) {
            state = next;
            stateChanges.fire(next);
        }
    }

    // ---- engine -----------------------------------------------------------------------------------------------------

    private void event(SctpEvent event) {
        engineChannels.handle(event, now());
        if (event instanceof SctpEvent.StateChanged changed) {
            if (changed.to() instanceof SctpState.Established) {
                to(RTCSctpTransportState.CONNECTED);
            } else if (changed.to() instanceof SctpState.Closed && state != RTCSctpTransportState.CLOSED) {
                agent.loop().execute(() -> {
                    if (state != RTCSctpTransportState.CLOSED) {
                        ended();
                    }
                });
            }
        }
        drain();
    }

    private void drain() {
        for (DataChannelEvent e = engineChannels.pollEvent(); e != null; e = engineChannels.pollEvent()) {
            if (e instanceof DataChannelEvent.ChannelAnnounced announced) {
                RTCDataChannel channel = new RTCDataChannel(this, announced.channel());
                channels.put(announced.channel(), channel);
                channel.opened();
                dataChannelEvents.fire(channel);
                channel.announced();
            } else {
                RTCDataChannel channel = channels.get(e.channel());
                if (channel != null) {
                    channel.event(e);
                }
                if (e instanceof DataChannelEvent.ChannelClosed) {
                    channels.remove(e.channel());
                }
            }
        }
    }

    private void down(Packet owned) {
        dtls.sendApplicationData(owned);
    }

    // ---- for its neighbours -----------------------------------------------------------------------------------------

    RTCDataChannel open(RTCDataChannelParameters p) {
        if (state == RTCSctpTransportState.CLOSED) {
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
        }
        RTCDataChannel channel = new RTCDataChannel(this, engineChannel);
        channels.put(engineChannel, channel);
        // events of this channel are for listeners that its owner adds after this call
        agent.loop().execute(this::after);
        return channel;
    }

    /** Where the peer has said which DTLS role it takes, channels have their ids before DTLS is connected. */
    private void roleMayBeKnown() {
        dtls.agreedRole().ifPresent(ours -> {
            engineChannels.dtlsRole(ours == RTCDtlsRole.CLIENT, now());
            channels.values().forEach(RTCDataChannel::identified);
            drain();
        });
    }

    void dtlsConnected() {
        if (started && !connecting && dtls.state() == RTCDtlsTransportState.CONNECTED) {
            connecting = true;
            engineChannels.dtlsRole(dtls.role() == RTCDtlsRole.CLIENT, now());
            driver.call(() -> engine.connect(now()));
            drain();
        }
    }

    void dtlsEnded() {
        close();
    }

    void receive(Packet borrowed) {
        if (state != RTCSctpTransportState.CLOSED) {
            driver.receive(borrowed);
            drain();
        }
    }

    /** To be called after every call into the channels. */
    void after() {
        if (state != RTCSctpTransportState.CLOSED) {
            driver.after();
            drain();
        }
    }

    Agent agent() {
        return agent;
    }

    long now() {
        return agent.loop().nowNanos();
    }

    /** Statistics of the transport and its channels. */
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
