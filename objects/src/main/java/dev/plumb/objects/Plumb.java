package dev.plumb.objects;

import dev.plumb.media.codec.MediaKind;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The simple API: one object that holds a gatherer, an ICE, a DTLS and an SCTP transport, senders and receivers, and
 * connects them to those of another side. Each side sends the other its {@link PlumbParameters} whenever they change,
 * over any channel that the application has. {@link #start} accepts them in any order and any number of times. There
 * are no rounds and no roles.
 *
 * <p>Every object that it makes is reachable from it and may be used directly. Safe on any thread; listeners are called
 * on the agent's loop.
 */
public final class Plumb implements AutoCloseable {
    private static final int RECEIVERS_AT_MOST = 1024;
    private static final int KEPT_EVENTS_AT_MOST = 65_536;

    private final Agent agent;
    private final RTCIceGatherer gatherer;
    private volatile RTCIceTransport ice;
    private volatile RTCDtlsTransport dtls;
    private volatile RTCSctpTransport sctp;
    private volatile PlumbState state = PlumbState.NEW;
    private final List<RTCDataChannel> channels = new ArrayList<>();
    private final EventSource<RTCDataChannel> newChannels;
    private final EventSource<PlumbState> stateChanges = new EventSource<>();
    private final EventSource<Plumb> restarts = new EventSource<>();
    private final boolean ownsGatherer;
    private final Map<String, RTCRtpSender> senders = new LinkedHashMap<>();
    private final Map<String, RTCRtpReceiver> receivers = new LinkedHashMap<>();
    private final Map<MediaKind, RTCRtpCapabilities> willing = new EnumMap<>(MediaKind.class);
    private final EventSource<PlumbParameters> changes = new EventSource<>();
    private final EventSource<MediaStreamTrack> tracks;
    private final EventSource<RTCException> refusals = new EventSource<>();
    private @Nullable PlumbParameters remote;
    private @Nullable PlumbParameters told;
    private int nextMuxId;
    private boolean tellQueued;
    private boolean closed;

    private Plumb(Agent agent, RTCIceGatherer gatherer, boolean ownsGatherer) {
        this.agent = agent;
        this.gatherer = gatherer;
        this.ownsGatherer = ownsGatherer;
        this.newChannels = EventSource.keeping(agent.loop(), KEPT_EVENTS_AT_MOST);
        this.tracks = EventSource.keeping(agent.loop(), KEPT_EVENTS_AT_MOST);
        this.ice = agent.iceTransport(gatherer);
        this.dtls = agent.dtlsTransport(ice);
        this.sctp = agent.sctpTransport(dtls);
        watch(ice, dtls, sctp);
        for (MediaKind kind : MediaKind.values()) {
            RTCRtpCapabilities all = agent.getReceiverCapabilities(kind);
            if (!all.codecs().isEmpty()) {
                willing.put(kind, all);
            }
        }
        gatherer.onLocalCandidate(c -> tellSoon());
        gatherer.gather();
    }

    private void watch(RTCIceTransport ofIce, RTCDtlsTransport ofDtls, RTCSctpTransport ofSctp) {
        ofIce.onStateChange(s -> updateState());
        ofDtls.onStateChange(s -> updateState());
        ofSctp.onDataChannel(channel -> {
            keep(channel);
            newChannels.fire(channel);
        });
    }

    private void updateState() {
        PlumbState now = closed ? PlumbState.CLOSED : stateOfTransports();
        if (now != state) {
            state = now;
            stateChanges.fire(now);
        }
    }

    private PlumbState stateOfTransports() {
        RTCIceTransportState iceState = ice.state();
        RTCDtlsTransportState dtlsState = dtls.state();
        if (dtlsState == RTCDtlsTransportState.CLOSED) {
            return PlumbState.CLOSED;
        }
        if (dtlsState == RTCDtlsTransportState.FAILED || iceState == RTCIceTransportState.FAILED) {
            return PlumbState.FAILED;
        }
        if (iceState == RTCIceTransportState.DISCONNECTED) {
            return PlumbState.DISCONNECTED;
        }
        if (dtlsState == RTCDtlsTransportState.CONNECTED) {
            return PlumbState.CONNECTED;
        }
        return remote == null ? PlumbState.NEW : PlumbState.CONNECTING;
    }

    /** Creates an agent on the machine's network, as {@link Agent#create()} does. */
    public static Agent agent() {
        return Agent.create();
    }

    /** Creates a connection on a port of its own. */
    public static Plumb on(Agent agent) {
        return on(agent, RTCIceGatherOptions.DEFAULT);
    }

    /** Creates a connection on a port of its own, gathered with some options. */
    public static Plumb on(Agent agent, RTCIceGatherOptions options) {
        return agent.call(() -> agent.own(new Plumb(agent, agent.iceGatherer(options), true)));
    }

    /**
     * Creates a connection on a gatherer that others share. Each of them is for another peer that was told the same
     * parameters. The gatherer stays open when they are closed.
     */
    public static Plumb on(RTCIceGatherer gatherer) {
        Agent agent = gatherer.agent();
        return agent.call(() -> agent.own(new Plumb(agent, gatherer, false)));
    }

    // ---- parameters -------------------------------------------------------------------------------------------------

    /**
     * Registers a listener that is called with the parameters to send to the other side: soon, and again whenever they
     * change.
     */
    public Registration onLocalParameters(Consumer<PlumbParameters> listener) {
        return agent.call(() -> {
            Registration registration = changes.add(listener);
            told = null;
            tellSoon();
            return registration;
        });
    }

    /** Returns the current parameters to tell the other side. */
    public PlumbParameters getLocalParameters() {
        return agent.call(() -> {
            List<PlumbParameters.Stream> sends = new ArrayList<>();
            senders.forEach((muxId, sender) -> sends.add(new PlumbParameters.Stream(muxId, sender.kind())));
            return new PlumbParameters(
                    gatherer.getLocalParameters(),
                    gatherer.getLocalCandidates(),
                    gatherer.state() == RTCIceGathererState.COMPLETE,
                    dtls.getLocalParameters().withRole(RTCDtlsRole.AUTO),
                    sctp.getLocalCapabilities(),
                    willing,
                    sends);
        });
    }

    /** Returns the parameters last given to {@link #start}, or empty before. */
    public Optional<PlumbParameters> getRemoteParameters() {
        return agent.call(() -> Optional.ofNullable(remote));
    }

    /**
     * Applies the other side's parameters: connects to it, sends it the media that it is willing to receive, and
     * receives the media that it sends. Parameters that do not fit are reported to {@link #onRefusal}. It does not
     * wait, and may be called on another agent's loop.
     */
    public void start(PlumbParameters newRemote) {
        agent.loop().execute(() -> {
            if (!closed && !agent.isClosed()) {
                try {
                    follow(newRemote);
                } catch (RTCException e) {
                    refused(e);
                }
            }
        });
    }

    private void follow(PlumbParameters newRemote) {
        PlumbParameters before = remote;
        boolean first = before == null;
        boolean another = before != null && !before.dtls().isSamePeer(newRemote.dtls());
        if (another) {
            beginAnew();
        }
        // both sides compare the same two, so one of them is controlling
        boolean controlling = gatherer.getLocalParameters()
                        .usernameFragment()
                        .compareTo(newRemote.ice().usernameFragment())
                > 0;
        ice.start(gatherer, newRemote.ice(), controlling ? RTCIceRole.CONTROLLING : RTCIceRole.CONTROLLED);
        newRemote.candidates().forEach(ice::addRemoteCandidate);
        if (newRemote.complete()) {
            ice.addRemoteCandidate(new RTCIceCandidateComplete());
        }
        if (first || another) {
            dtls.start(newRemote.dtls());
            sctp.start(newRemote.sctp());
        }
        remote = newRemote;
        senders.forEach(this::send);
        receive(newRemote);
        updateState();
        if (another) {
            restarts.fire(this);
        }
    }

    /**
     * Replaces the ICE, DTLS and SCTP transports. The other side presents another certificate, so it has restarted and
     * the old association is of no use. Senders and receivers move to the new transports; data channels end.
     *
     * @spec https://www.rfc-editor.org/rfc/rfc8842#section-3 RFC 8842 3, Establishing a New DTLS Association
     */
    private void beginAnew() {
        RTCIceTransport oldIce = ice;
        RTCDtlsTransport oldDtls = dtls;
        ice = agent.iceTransport(gatherer);
        dtls = agent.dtlsTransport(ice, oldDtls.getCertificates());
        sctp = agent.sctpTransport(dtls);
        watch(ice, dtls, sctp);
        senders.values().forEach(s -> s.setTransport(dtls));
        receivers.values().forEach(r -> r.setTransport(dtls));
        oldDtls.stop();
        oldIce.stop();
    }

    /**
     * Registers a listener that is called where the other side's parameters do not fit: a required extension is
     * unknown, or no codec is shared.
     */
    public Registration onRefusal(Consumer<RTCException> listener) {
        return refusals.add(listener);
    }

    private void refused(RTCException why) {
        Logs.AGENT.log(Level.DEBUG, "the peer's parameters are refused", why);
        refusals.fire(why);
    }

    private void tellSoon() {
        if (!tellQueued && !closed) {
            tellQueued = true;
            agent.loop().execute(() -> {
                tellQueued = false;
                if (!closed && !agent.isClosed()) {
                    PlumbParameters now = getLocalParameters();
                    if (!now.equals(told)) {
                        told = now;
                        changes.fire(now);
                    }
                }
            });
        }
    }

    // ---- media and data ---------------------------------------------------------------------------------------------

    /** Sends a track, as soon as the other side is known and willing to receive it. */
    public RTCRtpSender send(MediaStreamTrack track) {
        return agent.call(() -> {
            RTCRtpSender sender = send(track.kind());
            sender.replaceTrack(track);
            return sender;
        });
    }

    /** Creates a sender without a track. A track is set later, or frames are sent that are encoded already. */
    public RTCRtpSender send(MediaKind kind) {
        return agent.call(() -> {
            requireOpen();
            String muxId = (kind == MediaKind.AUDIO ? "a" : "v") + nextMuxId++;
            RTCRtpSender sender = agent.rtpSender(kind);
            sender.setTransport(dtls);
            senders.put(muxId, sender);
            send(muxId, sender);
            tellSoon();
            return sender;
        });
    }

    private void send(String muxId, RTCRtpSender sender) {
        PlumbParameters to = remote;
        if (to == null) {
            return;
        }
        RTCRtpCapabilities ours = agent.getSenderCapabilities(sender.kind());
        RTCRtpParameters parameters = to.receives(sender.kind())
                .map(theirs -> ours.toSendParameters(muxId, theirs))
                .orElse(null);
        if (parameters == null || parameters.codecs().stream().allMatch(RTCRtpCodecParameters::isAuxiliary)) {
            sender.getParameters()
                    .ifPresent(p -> sender.send(p.withEncodings(
                            p.encodings().stream().map(e -> e.withActive(false)).toList())));
            return;
        }
        List<RTCRtpEncodingParameters> present =
                sender.getParameters().map(RTCRtpParameters::encodings).orElse(List.of());
        sender.send(parameters.withEncodings(present));
    }

    /** Stops a sender and tells the other side. */
    public void stop(RTCRtpSender sender) {
        agent.run(() -> {
            sender.stop();
            senders.values().remove(sender);
            tellSoon();
        });
    }

    /**
     * Sets the capabilities to receive from now on. The other side conforms as soon as it is told.
     *
     * @param capabilities the capabilities; empty to receive nothing of this kind
     */
    public void willReceive(MediaKind kind, Optional<RTCRtpCapabilities> capabilities) {
        agent.run(() -> {
            capabilities.ifPresentOrElse(c -> willing.put(kind, c), () -> willing.remove(kind));
            receivers.values().stream()
                    .filter(r -> r.kind() == kind)
                    .forEach(r -> capabilities.ifPresent(c -> r.receive(c.toReceiveParameters(muxIdOf(r)))));
            tellSoon();
        });
    }

    private String muxIdOf(RTCRtpReceiver receiver) {
        return receivers.entrySet().stream()
                .filter(e -> e.getValue() == receiver)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("");
    }

    private void receive(PlumbParameters from) {
        for (PlumbParameters.Stream stream : from.sends()) {
            RTCRtpCapabilities ours = willing.get(stream.kind());
            if (ours != null && !receivers.containsKey(stream.muxId())) {
                if (receivers.size() >= RECEIVERS_AT_MOST) {
                    refused(RTCException.invalidAccess("the peer sends more than " + RECEIVERS_AT_MOST + " streams"));
                    break;
                }
                receive(stream, ours);
            }
        }
        Set<String> sent = new HashSet<>();
        from.sends().forEach(s -> sent.add(s.muxId()));
        for (String muxId : List.copyOf(receivers.keySet())) {
            if (!sent.contains(muxId)) {
                RTCRtpReceiver gone = receivers.remove(muxId);
                if (gone != null) {
                    gone.stop();
                }
            }
        }
    }

    private void receive(PlumbParameters.Stream stream, RTCRtpCapabilities ours) {
        RTCRtpReceiver receiver = agent.rtpReceiver(stream.kind(), dtls);
        try {
            receiver.receive(ours.toReceiveParameters(stream.muxId()));
        } catch (RTCException e) {
            receiver.stop();
            refused(e);
            return;
        }
        receivers.put(stream.muxId(), receiver);
        tracks.fire(receiver.track());
    }

    /**
     * Registers a listener that is called with a track for each stream that the other side sends. The first listener
     * also gets the tracks that were added before it.
     */
    public Registration onTrack(Consumer<MediaStreamTrack> listener) {
        return tracks.add(listener);
    }

    /** Opens an ordered, reliable data channel. */
    public RTCDataChannel channel(String label) {
        return channel(RTCDataChannelParameters.of(label));
    }

    /**
     * Opens a data channel.
     *
     * @throws RTCException InvalidStateError where this connection is closed
     */
    public RTCDataChannel channel(RTCDataChannelParameters parameters) {
        return agent.call(() -> {
            requireOpen();
            RTCDataChannel channel = agent.dataChannel(sctp, parameters);
            keep(channel);
            return channel;
        });
    }

    private void keep(RTCDataChannel channel) {
        channels.add(channel);
        channel.onClose(c -> channels.remove(c));
    }

    /** Returns the data channels of both sides that are not closed, in the order in which they were created. */
    public List<RTCDataChannel> channels() {
        return agent.call(() -> List.copyOf(channels));
    }

    /**
     * Registers a listener that is called with each data channel that the other side opens. The first listener also
     * gets the channels that were opened before it was added.
     */
    public Registration onDataChannel(Consumer<RTCDataChannel> listener) {
        return newChannels.add(listener);
    }

    // ---- state ------------------------------------------------------------------------------------------------------

    /** Returns the current state. */
    public PlumbState state() {
        return state;
    }

    /** Calls a listener on the loop when the state has changed. */
    public Registration onStateChange(Consumer<PlumbState> listener) {
        return stateChanges.add(listener);
    }

    /** Calls a listener on the loop when either side has ended the connection. */
    public Registration onClose(Consumer<Plumb> listener) {
        return stateChanges.add(s -> {
            if (s == PlumbState.CLOSED) {
                listener.accept(this);
            }
        });
    }

    /**
     * Calls a listener on the loop when the other side has restarted, which shows in its new certificate. Senders and
     * receivers continue with the new transports. Data channels have ended and can be opened again.
     */
    public Registration onRestart(Consumer<Plumb> listener) {
        return restarts.add(listener);
    }

    // ---- what it is made of -----------------------------------------------------------------------------------------

    /** Returns the agent that owns the objects of this connection. */
    public Agent getAgent() {
        return agent;
    }

    /** Returns its gatherer. */
    public RTCIceGatherer gatherer() {
        return gatherer;
    }

    /** Returns its ICE transport. */
    public RTCIceTransport iceTransport() {
        return ice;
    }

    /** Returns its DTLS transport. */
    public RTCDtlsTransport dtlsTransport() {
        return dtls;
    }

    /** Returns its SCTP transport. */
    public RTCSctpTransport sctpTransport() {
        return sctp;
    }

    /** Returns its senders. */
    public List<RTCRtpSender> senders() {
        return agent.call(() -> List.copyOf(senders.values()));
    }

    /** Returns its receivers. */
    public List<RTCRtpReceiver> receivers() {
        return agent.call(() -> List.copyOf(receivers.values()));
    }

    private void requireOpen() {
        if (closed) {
            throw RTCException.invalidState("this is closed; make a new one");
        }
    }

    /** Ends all its objects; a gatherer that it shares stays open. */
    @Override
    public void close() {
        agent.end(() -> {
            if (!closed) {
                closed = true;
                senders.values().forEach(RTCRtpSender::stop);
                receivers.values().forEach(RTCRtpReceiver::stop);
                dtls.stop();
                ice.stop();
                if (ownsGatherer) {
                    gatherer.close();
                }
                agent.disown(this);
                updateState();
            }
        });
    }
}
