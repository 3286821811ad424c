package dev.plumb.objects;

import dev.plumb.base.bytes.Packet;
import dev.plumb.base.bytes.Path;
import dev.plumb.ice.agent.IceAgent;
import dev.plumb.ice.agent.IceCandidate;
import dev.plumb.ice.agent.IceConfig;
import dev.plumb.ice.agent.IceEvent;
import dev.plumb.ice.agent.IceParameters;
import dev.plumb.ice.agent.IceRole;
import dev.plumb.ice.agent.IceState;
import dev.plumb.ice.agent.LocalCandidate;
import dev.plumb.ice.stun.TransactionId;
import dev.plumb.io.loop.EngineDriver;
import dev.plumb.objects.stats.RTCStatsReport;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An ICE transport, which finds a pair of addresses between which datagrams pass, keeps the peer's consent fresh, and
 * moves to a better pair whenever one is validated.
 *
 * @spec https://draft.ortc.org/#rtcicetransport* ORTC 3, The RTCIceTransport Object
 * @spec https://www.w3.org/TR/webrtc/#rtcicetransport WebRTC 5.6, RTCIceTransport Interface
 */
public final class RTCIceTransport implements AutoCloseable {
    /**
     * The time for which datagrams are still accepted on the former pair after a restart, in nanoseconds. A replaced
     * gatherer is closed after that, not before.
     */
    public static final long FORMER_NANOS = IceAgent.FORMER_NANOS;

    private static final int CANDIDATES_AT_MOST = 100;
    /** The most names looked up for one generation of a peer's candidates. */
    private static final int NAMES_AT_MOST = 16;

    private final Agent agent;
    private final String statsId;
    private final IceAgent engine;
    private final EngineDriver<IceEvent> driver;
    private final EventSource<RTCIceTransportState> stateChanges = new EventSource<>();
    private final EventSource<RTCIceCandidatePair> pairChanges = new EventSource<>();
    private final List<RTCIceGatherer> earlierGatherers = new ArrayList<>();
    private RTCIceGatherer gatherer;
    private volatile RTCIceTransportState state = RTCIceTransportState.NEW;
    private volatile @Nullable RTCIceCandidatePair selectedPair;
    private volatile RTCIceRole role = RTCIceRole.CONTROLLED;
    private volatile @Nullable RTCIceParameters remoteParameters;
    private volatile List<RTCIceCandidate> remoteCandidates = List.of();
    private @Nullable RTCIceRole startedRole;
    private @Nullable PacketHandler handler;
    private @Nullable RTCDtlsTransport dtls;
    private int lookUps;
    private int names;
    private @Nullable RTCIceTransport associated;
    private @Nullable RTCIceTransportController controller;
    private boolean endOfRemotes;
    private long generation;
    private volatile String failureReason = "";
    private long unroutableBefore;
    private long packetsReceived;
    private long bytesReceived;

    RTCIceTransport(Agent agent, RTCIceGatherer gatherer) {
        if (gatherer.state() == RTCIceGathererState.CLOSED) {
            throw RTCException.invalidState("the gatherer is closed");
        }
        if (gatherer.agent() != agent) {
            throw RTCException.invalidAccess("the gatherer belongs to another agent");
        }
        this.agent = agent;
        this.statsId = agent.statsId("T");
        this.gatherer = gatherer;
        this.engine = new IceAgent(
                IceConfig.DEFAULT,
                gatherer.engineParameters(),
                IceRole.CONTROLLED,
                agent.ports()::send,
                agent.loop().pool(),
                agent.random());
        this.driver = new EngineDriver<>(agent.loop(), engine, Packet::release, this::event);
        gatherer.attach(this);
    }

    // ---- the object -------------------------------------------------------------------------------------------------

    /** Returns the gatherer that this transport is attached to. */
    public RTCIceGatherer iceGatherer() {
        return gatherer;
    }

    /** Returns its role; a conflict with the peer may change it. */
    public RTCIceRole role() {
        return role;
    }

    /** Returns its component. */
    public RTCIceComponent component() {
        return gatherer.component();
    }

    /**
     * Creates a transport for RTCP beside this one for RTP, on the gatherer's associated gatherer.
     *
     * @throws RTCException InvalidStateError where it is closed, was made before, or this one is for RTCP itself
     */
    public RTCIceTransport createAssociatedTransport() {
        return agent.call(() -> {
            requireOpen();
            if (associated != null || component() == RTCIceComponent.RTCP) {
                throw RTCException.invalidState(
                        "a transport of the RTP component has one associated transport, made once");
            }
            RTCIceTransport made = agent.iceTransport(gatherer.associated());
            associated = made;
            return made;
        });
    }

    /** Returns its state. */
    public RTCIceTransportState state() {
        return state;
    }

    /** Returns the peer's candidates that this transport was told of. */
    public List<RTCIceCandidate> getRemoteCandidates() {
        return remoteCandidates;
    }

    /** Returns the pair that datagrams use, or empty before one works. */
    public Optional<RTCIceCandidatePair> getSelectedCandidatePair() {
        return Optional.ofNullable(selectedPair);
    }

    /** Returns the peer's parameters given to {@link #start}, or empty before. */
    public Optional<RTCIceParameters> getRemoteParameters() {
        return Optional.ofNullable(remoteParameters);
    }

    /** Returns a sentence that gives the reason of the failure, or empty where the transport has not failed. */
    public Optional<String> getFailureReason() {
        String reason = failureReason;
        return reason.isEmpty() ? Optional.empty() : Optional.of(reason);
    }

    /** Registers a listener that is called on the loop when the state has changed. */
    public Registration onStateChange(Consumer<RTCIceTransportState> listener) {
        return stateChanges.add(listener);
    }

    /** Registers a listener that is called on the loop when another pair is selected. */
    public Registration onCandidatePairChange(Consumer<RTCIceCandidatePair> listener) {
        return pairChanges.add(listener);
    }

    /** Begins checks with the gatherer it was made with, as the controlled side. */
    public void start(RTCIceParameters remote) {
        start(gatherer, remote, RTCIceRole.CONTROLLED);
    }

    /**
     * Begins checks; called again with other parameters or another gatherer, restarts. The pair in use stays in use
     * until a new one is nominated.
     *
     * @param startRole the side that nominates is controlling; the same at every call
     * @throws RTCException InvalidStateError where this transport or the gatherer is closed, or the role differs;
     *     NotSupportedError where one side requires an extension of which the other knows nothing
     */
    public void start(RTCIceGatherer newGatherer, RTCIceParameters remote, RTCIceRole startRole) {
        agent.run(() -> {
            requireOpen();
            if (newGatherer.state() == RTCIceGathererState.CLOSED) {
                throw RTCException.invalidState("the gatherer is closed");
            }
            if (startedRole != null && startedRole != startRole) {
                throw RTCException.invalidState("the role of a started transport does not change");
            }
            boolean sameGatherer = newGatherer == gatherer;
            if (sameGatherer && remote.equals(remoteParameters)) {
                return;
            }
            newGatherer.checkUnderstood(remote);
            startedRole = startRole;
            if (remoteParameters == null) {
                role = startRole;
            }
            if (!sameGatherer) {
                restartOn(newGatherer);
            }
            if (remoteParameters != null && !remote.equals(remoteParameters)) {
                remoteCandidates = List.of();
                endOfRemotes = false;
                generation++;
                names = 0;
            }
            remoteParameters = remote;
            IceRole engineRole = startRole == RTCIceRole.CONTROLLING ? IceRole.CONTROLLING : IceRole.CONTROLLED;
            driver.call(() -> {
                engine.start(remote.toEngine(), engineRole, now());
                newGatherer.handOverChecks(remote.usernameFragment(), engine);
            });
        });
    }

    private boolean isOver(RTCIceGatherer earlier) {
        boolean over = earlier.state() == RTCIceGathererState.CLOSED;
        if (over) {
            unroutableBefore += earlier.unroutable();
            earlier.detach(this);
        }
        return over;
    }

    /** Returns the number of datagrams at the ports of its gatherers that belong to no transport. It never falls. */
    long unroutable() {
        return unroutableBefore
                + gatherer.unroutable()
                + earlierGatherers.stream()
                        .mapToLong(RTCIceGatherer::unroutable)
                        .sum();
    }

    private void restartOn(RTCIceGatherer newGatherer) {
        // the old one goes on receiving for the pair in use
        earlierGatherers.removeIf(this::isOver);
        earlierGatherers.add(gatherer);
        gatherer = newGatherer;
        driver.call(() -> engine.restart(newGatherer.engineParameters(), now()));
        newGatherer.attach(this);
    }

    /**
     * Adds a candidate of the peer's, or the end of its candidates. A name is resolved. If it is not found the
     * candidate is ignored, and its pair appears as peer-reflexive.
     *
     * @throws RTCException InvalidStateError where it is closed
     */
    public void addRemoteCandidate(RTCIceGatherCandidate candidate) {
        agent.run(() -> {
            requireOpen();
            switch (candidate) {
                case RTCIceCandidateComplete c -> {
                    endOfRemotes = true;
                    endRemotesWhereDone();
                }
                case RTCIceCandidate c -> addRemote(c);
            }
        });
    }

    /** Replaces the peer's candidates. Pairs of candidates that are no longer among them stay until they fail. */
    public void setRemoteCandidates(List<RTCIceCandidate> candidates) {
        agent.run(() -> {
            requireOpen();
            remoteCandidates = List.of();
            candidates.forEach(this::addRemote);
        });
    }

    private void addRemote(RTCIceCandidate candidate) {
        if (remoteCandidates.contains(candidate)) {
            return;
        }
        if (remoteCandidates.size() >= CANDIDATES_AT_MOST) {
            Logs.ICE.log(Level.DEBUG, "{0} drops a candidate: the peer has {1} already", statsId, CANDIDATES_AT_MOST);
            return;
        }
        if (state == RTCIceTransportState.FAILED) {
            Logs.ICE.log(Level.INFO, "{0} has failed before candidate {1} came: restart ICE", statsId, candidate.ip());
        }
        List<RTCIceCandidate> all = new ArrayList<>(remoteCandidates);
        all.add(candidate);
        remoteCandidates = List.copyOf(all);
        if (isLiteral(candidate.ip())) {
            addLiteral(candidate);
            return;
        }
        if (names >= NAMES_AT_MOST) {
            return; // dropped, as if the name were not found
        }
        names++;
        lookUps++;
        long of = generation;
        agent.lookUps().resolve(candidate.ip(), found -> {
            lookUps--;
            if (of == generation && state != RTCIceTransportState.CLOSED) {
                found.forEach(address -> addResolved(candidate, address));
                endRemotesWhereDone();
            }
        });
    }

    /**
     * Adds a candidate whose address is a literal. A literal that is no address is left out, as a name that is not
     * found.
     */
    private void addLiteral(RTCIceCandidate candidate) {
        InetAddress address;
        try {
            address = InetAddress.ofLiteral(candidate.ip());
        } catch (IllegalArgumentException e) {
            return;
        }
        addResolved(candidate, address);
    }

    private static boolean isLiteral(String ip) {
        return ip.indexOf(':') >= 0 || ip.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
    }

    private void addResolved(RTCIceCandidate candidate, InetAddress address) {
        IceCandidate engineCandidate = candidate.toEngine(address);
        driver.call(() -> engine.addRemoteCandidate(engineCandidate, now()));
    }

    private void endRemotesWhereDone() {
        if (endOfRemotes && lookUps == 0) {
            driver.call(() -> engine.endOfRemoteCandidates(now()));
        }
    }

    /** Ends it. */
    public void stop() {
        close();
    }

    /** Closes the transport, as {@link #stop()} does. */
    @Override
    public void close() {
        agent.end(() -> {
            if (state != RTCIceTransportState.CLOSED) {
                gatherer.detach(this);
                earlierGatherers.forEach(g -> g.detach(this));
                engine.close();
                driver.stop();
                agent.disown(this);
                if (controller != null) {
                    controller.stopped(this);
                }
            }
        });
    }

    /** Returns the statistics of the pairs and candidates. */
    public RTCStatsReport getStats() {
        return agent.call(() -> {
            IceStats stats = new IceStats(this);
            stats.pairs();
            return RTCStatsReport.of(stats.all());
        });
    }

    private void requireOpen() {
        if (state == RTCIceTransportState.CLOSED) {
            throw RTCException.invalidState("the ICE transport is closed; make a new one");
        }
    }

    private long now() {
        return agent.loop().nowNanos();
    }

    private void event(IceEvent event) {
        switch (event) {
            case IceEvent.StateChanged changed -> {
                Logs.ICE.log(
                        Level.INFO,
                        "{0} is {1}: {2}",
                        statsId,
                        stateOf(changed.to()).spec(),
                        changed.reason());
                failureReason = changed.to() instanceof IceState.Failed failed ? failed.reason() : "";
                to(stateOf(changed.to()));
            }
            case IceEvent.RoleChanged changed ->
                role = changed.role() == IceRole.CONTROLLING ? RTCIceRole.CONTROLLING : RTCIceRole.CONTROLLED;
            case IceEvent.SelectedPairChanged changed -> {
                Logs.ICE.log(
                        Level.DEBUG,
                        "{0} goes over {1} to {2} from now on: the best pair that works and is nominated, or"
                                + " the only one that answers",
                        statsId,
                        changed.local().address(),
                        changed.remote().address());
                RTCIceCandidatePair pair = new RTCIceCandidatePair(
                        RTCIceCandidate.of(changed.local()), RTCIceCandidate.of(changed.remote()));
                boolean isOtherPath = selectedPair != null && !pair.isSamePath(selectedPair);
                selectedPair = pair;
                if (isOtherPath && dtls != null) {
                    dtls.pathChanged();
                }
                pairChanges.fire(pair);
            }
            case IceEvent.PeerReflexiveFound found -> {}
        }
    }

    private static RTCIceTransportState stateOf(IceState s) {
        return switch (s) {
            case IceState.New n -> RTCIceTransportState.NEW;
            case IceState.Checking c -> RTCIceTransportState.CHECKING;
            case IceState.Connected c -> RTCIceTransportState.CONNECTED;
            case IceState.Completed c -> RTCIceTransportState.COMPLETED;
            case IceState.Disconnected d -> RTCIceTransportState.DISCONNECTED;
            case IceState.Failed f -> RTCIceTransportState.FAILED;
            case IceState.Closed c -> RTCIceTransportState.CLOSED;
        };
    }

    private void to(RTCIceTransportState next) {
        state = next;
        if (controller != null) {
            controller.update();
        }
        try {
            if (dtls != null) {
                dtls.iceStateChanged(next);
            }
        } finally {
            // listeners hear of the state even if the layers above fail
            stateChanges.fire(next);
        }
    }

    // ---- for the gatherer and the floors above ----------------------------------------------------------------------

    Agent agent() {
        return agent;
    }

    void control(RTCIceTransportController newController) {
        requireOpen();
        if (controller != null || component() == RTCIceComponent.RTCP) {
            throw RTCException.invalidState("a controller takes transports of the RTP component that have none yet");
        }
        controller = newController;
    }

    void hold(boolean held) {
        if (state != RTCIceTransportState.CLOSED) {
            driver.call(() -> engine.hold(held, now()));
        }
    }

    /** Returns the id in statistics, which its DTLS transport shares. */
    String statsId() {
        return statsId;
    }

    IceAgent engine() {
        return engine;
    }

    void attach(RTCDtlsTransport newDtls, PacketHandler newHandler) {
        if (dtls != null) {
            throw RTCException.invalidState("this ICE transport has a DTLS transport already");
        }
        dtls = newDtls;
        handler = newHandler;
    }

    Optional<RTCDtlsTransport> dtls() {
        return Optional.ofNullable(dtls);
    }

    void detach(RTCDtlsTransport oldDtls) {
        if (dtls == oldDtls) {
            dtls = null;
            handler = null;
        }
    }

    boolean isStarted() {
        return startedRole != null;
    }

    boolean isUsable() {
        return engine.isUsable();
    }

    void send(Packet owned) {
        engine.send(owned, now());
    }

    void localCandidate(LocalCandidate candidate) {
        if (state != RTCIceTransportState.CLOSED) {
            driver.call(() -> engine.addLocalCandidate(candidate, now()));
        }
    }

    void endOfLocalCandidates() {
        driver.call(() -> engine.endOfLocalCandidates(now()));
    }

    void portClosed(int portId) {
        driver.call(() -> engine.removeLocalPort(portId, now()));
    }

    boolean hasValidated(Path path) {
        return engine.hasValidated(path);
    }

    boolean knows(InetSocketAddress remote) {
        return engine.knows(remote);
    }

    boolean asked(TransactionId id) {
        return engine.isOurs(id);
    }

    String remoteFragment() {
        return engine.remoteParameters().map(IceParameters::usernameFragment).orElse("");
    }

    void receiveStun(Packet borrowed) {
        driver.receive(borrowed);
        if (dtls != null) {
            dtls.receiveHeld();
        }
    }

    /**
     * Receives a datagram from one of the peer's addresses over a candidate pair that no check of this side has
     * validated yet.
     */
    void receiveEarly(Packet borrowed) {
        if (dtls != null) {
            dtls.hold(borrowed);
        }
    }

    void receive(Packet borrowed) {
        packetsReceived++;
        bytesReceived += borrowed.length();
        if (engine.received(borrowed, now())) {
            driver.after();
        }
        if (handler != null) {
            handler.receive(borrowed);
        }
    }

    long packetsReceived() {
        return packetsReceived;
    }

    long bytesReceived() {
        return bytesReceived;
    }
}
