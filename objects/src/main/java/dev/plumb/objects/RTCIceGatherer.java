package dev.plumb.objects;

import dev.plumb.base.bytes.Packet;
import dev.plumb.base.net.IpText;
import dev.plumb.base.net.LocalAddress;
import dev.plumb.base.net.UdpPort;
import dev.plumb.ice.agent.GatherEvent;
import dev.plumb.ice.agent.GathererChecks;
import dev.plumb.ice.agent.IceAgent;
import dev.plumb.ice.agent.IceCandidate;
import dev.plumb.ice.agent.IceConfig;
import dev.plumb.ice.agent.IceParameters;
import dev.plumb.ice.agent.LocalCandidate;
import dev.plumb.ice.agent.ReflexiveGatherer;
import dev.plumb.ice.stun.StunClass;
import dev.plumb.ice.stun.StunMessage;
import dev.plumb.io.loop.EngineDriver;
import dev.plumb.objects.stats.RTCStatsReport;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A gatherer, which opens ports, finds the addresses under which they can be reached, and passes arriving packets to
 * the transports attached to it: STUN by user name fragment or transaction, everything else by its candidate pair.
 * Several transports may share one gatherer (forking).
 *
 * @spec https://draft.ortc.org/#rtcicegatherer* ORTC 2, The RTCIceGatherer Object
 */
public final class RTCIceGatherer implements AutoCloseable {
    private static final int HIGHEST_LOCAL_PREFERENCE = 65_535;

    private final Runnable addressWatcher = this::addressesMayHaveChanged;
    private final Agent agent;
    private final RTCIceComponent component;
    private RTCIceGatherOptions options;
    private @Nullable RTCIceGatherer associated;
    private int preference = HIGHEST_LOCAL_PREFERENCE;
    private final IceParameters parameters;
    private final MustUnderstand mustUnderstand;
    private final ReflexiveGatherer reflexive;
    private final GathererChecks checks;
    private final EngineDriver<GatherEvent> driver;
    private final List<UdpPort> ports = new ArrayList<>();
    private final List<LocalCandidate> hosts = new ArrayList<>();
    private final List<LocalCandidate> candidates = new ArrayList<>();
    private final List<RTCIceTransport> transports = new ArrayList<>();
    private final EventSource<RTCIceGathererState> stateChanges = new EventSource<>();
    private final EventSource<RTCIceGatherCandidate> localCandidateEvents = new EventSource<>();
    private final EventSource<RTCIceCandidateError> errors = new EventSource<>();
    private volatile RTCIceGathererState state = RTCIceGathererState.NEW;
    private volatile List<RTCIceCandidate> candidateSnapshot = List.of();
    private int lookUps;
    private long unroutable;

    RTCIceGatherer(Agent agent, RTCIceGatherOptions options, RTCIceComponent component) {
        this.agent = agent;
        this.component = component;
        this.options = options;
        this.parameters = options.localParameters()
                .map(RTCIceParameters::toEngine)
                .orElseGet(() -> IceParameters.random(agent.random()));
        this.mustUnderstand = new MustUnderstand(agent);
        this.reflexive = new ReflexiveGatherer(
                IceConfig.DEFAULT, agent.ports()::send, agent.loop().pool(), agent.random());
        this.checks =
                new GathererChecks(parameters, agent.ports()::send, agent.loop().pool());
        this.driver = new EngineDriver<>(agent.loop(), reflexive, Packet::release, this::gathered);
    }

    /** Returns the component that it gathers for. */
    public RTCIceComponent component() {
        return component;
    }

    /**
     * Creates a gatherer for RTCP beside this one for RTP, with the same options, for peers that do not send both over
     * one transport.
     *
     * @throws RTCException InvalidStateError where it is closed, was made before, or this one is for RTCP itself
     */
    public RTCIceGatherer createAssociatedGatherer() {
        return agent.call(() -> {
            if (state == RTCIceGathererState.CLOSED || component == RTCIceComponent.RTCP || associated != null) {
                throw RTCException.invalidState(
                        "an open gatherer of the RTP component has one associated gatherer, made once");
            }
            RTCIceGatherer made = agent.own(new RTCIceGatherer(agent, options, RTCIceComponent.RTCP));
            associated = made;
            return made;
        });
    }

    /** Returns the gatherer that {@link #createAssociatedGatherer} created, creating it where that was not called. */
    RTCIceGatherer associated() {
        RTCIceGatherer present = associated;
        return present == null ? createAssociatedGatherer() : present;
    }

    /** Returns its state. */
    public RTCIceGathererState state() {
        return state;
    }

    /** Returns the user name fragment and password to tell the other side. */
    public RTCIceParameters getLocalParameters() {
        return agent.isClosed()
                ? RTCIceParameters.of(parameters)
                : agent.call(() -> RTCIceParameters.of(parameters).withExtensions(mustUnderstand.local()));
    }

    /**
     * Requires that the peer understands an extension: transports on this gatherer start only with parameters that name
     * it.
     *
     * @param name the name, as in {@link RTCExtension}
     */
    public void require(String name) {
        agent.run(() -> mustUnderstand.require(name));
    }

    void checkUnderstood(RTCIceParameters remote) {
        mustUnderstand.check(remote.extensions());
    }

    /** Returns the candidates gathered so far. */
    public List<RTCIceCandidate> getLocalCandidates() {
        return candidateSnapshot;
    }

    /** Registers a listener that is called on the loop when the state has changed. */
    public Registration onStateChange(Consumer<RTCIceGathererState> listener) {
        return stateChanges.add(listener);
    }

    /**
     * Registers a listener that is called on the loop for each candidate, and at the end with
     * {@link RTCIceCandidateComplete}.
     */
    public Registration onLocalCandidate(Consumer<RTCIceGatherCandidate> listener) {
        return localCandidateEvents.add(listener);
    }

    /** Registers a listener that is called on the loop for each server that did not help. */
    public Registration onError(Consumer<RTCIceCandidateError> listener) {
        return errors.add(listener);
    }

    /**
     * Begins to gather with other options; where it has gathered already, with new servers it asks these too.
     *
     * @throws RTCException InvalidStateError where it is closed
     */
    public void gather(RTCIceGatherOptions newOptions) {
        agent.run(() -> {
            RTCIceGatherOptions before = options;
            options = newOptions;
            gather();
            if (state == RTCIceGathererState.COMPLETE
                    && !before.iceServers().equals(newOptions.iceServers())
                    && options.gatherPolicy() != RTCIceGatherPolicy.RELAY) {
                to(RTCIceGathererState.GATHERING);
                hosts.forEach(this::askServers);
                agent.loop().execute(this::completeWhereDone);
            }
        });
    }

    /**
     * Begins to gather; a second call does nothing. It then follows addresses that this machine gains or loses, during
     * which the state changes to gathering and back.
     *
     * @throws RTCException InvalidStateError where it is closed
     */
    public void gather() {
        agent.run(() -> {
            if (state == RTCIceGathererState.CLOSED) {
                throw RTCException.invalidState("the gatherer is closed; make a new one");
            }
            if (state == RTCIceGathererState.NEW) {
                to(RTCIceGathererState.GATHERING);
                agent.addressWatch().add(addressWatcher);
                openHosts(usableAddresses());
                agent.loop().execute(this::completeWhereDone);
            }
        });
    }

    /** Returns the statistics of the candidates. */
    public RTCStatsReport getStats() {
        return agent.call(() -> {
            double timestamp = agent.loop().wallNanos() / 1e6;
            return RTCStatsReport.of(candidateSnapshot.stream()
                    .map(c -> IceStats.candidate("", "local-candidate", c, parameters.usernameFragment(), timestamp))
                    .toList());
        });
    }

    /** Closes its ports. Transports attached to it can send nothing over them any more. */
    @Override
    public void close() {
        agent.end(() -> {
            if (state != RTCIceGathererState.CLOSED) {
                driver.stop();
                agent.addressWatch().remove(addressWatcher);
                if (associated != null) {
                    associated.close();
                }
                for (UdpPort port : ports) {
                    List.copyOf(transports).forEach(t -> t.portClosed(port.id()));
                    agent.ports().close(port);
                }
                ports.clear();
                agent.disown(this);
                to(RTCIceGathererState.CLOSED);
            }
        });
    }

    // ---- gathering --------------------------------------------------------------------------------------------------

    /** Checks this machine's addresses, which may have changed. */
    void addressesMayHaveChanged() {
        List<LocalAddress> usable = usableAddresses();
        for (UdpPort port : List.copyOf(ports)) {
            InetAddress bound = port.localAddress().getAddress();
            if (usable.stream().noneMatch(a -> a.address().equals(bound))) {
                forget(port);
            }
        }
        List<LocalAddress> news = usable.stream()
                .filter(a -> ports.stream()
                        .noneMatch(p -> p.localAddress().getAddress().equals(a.address())))
                .toList();
        if (!news.isEmpty() && state == RTCIceGathererState.COMPLETE) {
            to(RTCIceGathererState.GATHERING);
            agent.loop().execute(this::completeWhereDone);
        }
        openHosts(news);
    }

    private void forget(UdpPort port) {
        ports.remove(port);
        hosts.removeIf(h -> h.localPortId() == port.id());
        candidates.removeIf(c -> c.localPortId() == port.id());
        candidateSnapshot =
                candidates.stream().map(c -> RTCIceCandidate.of(c.candidate())).toList();
        List.copyOf(transports).forEach(t -> t.portClosed(port.id()));
        agent.ports().close(port);
    }

    private void openHosts(List<LocalAddress> addresses) {
        for (LocalAddress address : addresses) {
            try {
                UdpPort port = agent.ports().open(new InetSocketAddress(address.address(), 0), this::receive);
                ports.add(port);
                addHost(port, preference--);
            } catch (IOException e) {
                errors.fire(new RTCIceCandidateError(
                        IpText.of(address.address()), "", ReflexiveGatherer.NO_ANSWER, e.toString()));
            }
        }
    }

    private void addHost(UdpPort port, int localPreference) {
        int number = component == RTCIceComponent.RTP ? IceCandidate.COMPONENT_RTP : IceCandidate.COMPONENT_RTCP;
        IceCandidate host = IceCandidate.host(port.localAddress(), localPreference, number);
        LocalCandidate local = new LocalCandidate(host, port.id(), port.localAddress(), localPreference, number);
        hosts.add(local);
        if (options.gatherPolicy() == RTCIceGatherPolicy.ALL) {
            add(local);
        }
        if (options.gatherPolicy() != RTCIceGatherPolicy.RELAY) {
            askServers(local);
        }
    }

    private void askServers(LocalCandidate local) {
        for (RTCIceServer server : options.iceServers()) {
            for (String url : server.urls()) {
                ServerUrl parsed = ServerUrl.parse(url);
                if (parsed.scheme().equals("stun")) {
                    ask(local, url, parsed);
                }
            }
        }
    }

    private List<LocalAddress> usableAddresses() {
        List<LocalAddress> all = agent.network().localAddresses().stream()
                .filter(a -> !a.address().isLinkLocalAddress() && !a.address().isAnyLocalAddress())
                .toList();
        boolean loopback = options.includeLoopback() || all.stream().allMatch(LocalAddress::loopback);
        return all.stream()
                .filter(a -> loopback || !a.loopback())
                .sorted(Comparator.comparing((LocalAddress a) -> a.loopback())
                        .thenComparing(a -> !(a.address() instanceof Inet6Address)))
                .toList();
    }

    private void ask(LocalCandidate host, String url, ServerUrl server) {
        lookUps++;
        agent.lookUps().resolve(server.host(), found -> {
            lookUps--;
            if (state != RTCIceGathererState.CLOSED) {
                List<InetAddress> addresses =
                        found.stream().filter(IceCandidate::isUnicast).toList();
                if (addresses.isEmpty()) {
                    errors.fire(new RTCIceCandidateError("", url, ReflexiveGatherer.NO_ANSWER, "name not found"));
                }
                for (InetAddress address : addresses) {
                    InetSocketAddress at = new InetSocketAddress(address, server.port());
                    driver.call(() -> reflexive.ask(host, at, agent.loop().nowNanos()));
                }
                completeWhereDone();
            }
        });
    }

    private void gathered(GatherEvent event) {
        switch (event) {
            case GatherEvent.Found found -> add(found.candidate());
            case GatherEvent.ServerFailed failed ->
                errors.fire(new RTCIceCandidateError(
                        portAddress(failed.localPortId()),
                        "stun:" + IpText.withPort(failed.server()),
                        failed.errorCode(),
                        failed.reason()));
            case GatherEvent.Complete complete -> completeWhereDone();
        }
    }

    private String portAddress(int portId) {
        for (UdpPort port : ports) {
            if (port.id() == portId) {
                return IpText.withPort(port.localAddress());
            }
        }
        return "";
    }

    private void add(LocalCandidate candidate) {
        boolean known = candidates.stream()
                .anyMatch(c ->
                        c.candidate().address().equals(candidate.candidate().address()));
        if (known || state == RTCIceGathererState.CLOSED) {
            return;
        }
        candidates.add(candidate);
        RTCIceCandidate told = RTCIceCandidate.of(candidate.candidate());
        List<RTCIceCandidate> all = new ArrayList<>(candidateSnapshot);
        all.add(told);
        candidateSnapshot = List.copyOf(all);
        current().forEach(t -> t.localCandidate(candidate));
        localCandidateEvents.fire(told);
    }

    private void completeWhereDone() {
        if (state == RTCIceGathererState.GATHERING && lookUps == 0 && reflexive.isComplete()) {
            state = RTCIceGathererState.COMPLETE;
            current().forEach(RTCIceTransport::endOfLocalCandidates);
            localCandidateEvents.fire(new RTCIceCandidateComplete());
            // a listener may have closed it, or made it gather again
            if (state == RTCIceGathererState.COMPLETE) {
                stateChanges.fire(state);
            }
        }
    }

    /** Returns the transports that gather here. Others only receive here until they have moved. */
    private List<RTCIceTransport> current() {
        return transports.stream().filter(t -> t.iceGatherer() == this).toList();
    }

    private void to(RTCIceGathererState next) {
        state = next;
        stateChanges.fire(next);
    }

    // ---- transports -------------------------------------------------------------------------------------------------

    Agent agent() {
        return agent;
    }

    IceParameters engineParameters() {
        return parameters;
    }

    void attach(RTCIceTransport transport) {
        if (!transports.contains(transport)) {
            transports.add(transport);
            candidates.forEach(transport::localCandidate);
            if (state == RTCIceGathererState.COMPLETE) {
                transport.endOfLocalCandidates();
            }
        }
    }

    void detach(RTCIceTransport transport) {
        transports.remove(transport);
    }

    private void receive(Packet borrowed) {
        if (StunMessage.looksLikeStun(borrowed)) {
            receiveStun(borrowed);
            return;
        }
        for (RTCIceTransport transport : transports) {
            if (transport.hasValidated(borrowed.path())) {
                transport.receive(borrowed);
                return;
            }
        }
        for (RTCIceTransport transport : transports) {
            if (transport.knows(borrowed.path().remote())) {
                transport.receiveEarly(borrowed);
                return;
            }
        }
        unroutable++;
    }

    private void receiveStun(Packet borrowed) {
        StunMessage message = StunMessage.parse(borrowed);
        if (message == null) {
            unroutable++;
            return;
        }
        if (message.messageClass() == StunClass.SUCCESS || message.messageClass() == StunClass.ERROR) {
            if (reflexive.isOurs(message.id())) {
                driver.receive(borrowed);
                return;
            }
            for (RTCIceTransport transport : transports) {
                if (transport.asked(message.id())) {
                    transport.receiveStun(borrowed);
                    return;
                }
            }
            unroutable++;
            return;
        }
        if (message.method() != StunMessage.BINDING || message.messageClass() != StunClass.REQUEST) {
            unroutable++;
            return;
        }
        RTCIceTransport transport = transportFor(message);
        if (transport != null) {
            transport.receiveStun(borrowed);
        } else {
            checks.receive(message, borrowed.path());
        }
    }

    /** Returns the transport that was started with the sender's fragment. */
    private @Nullable RTCIceTransport transportFor(StunMessage request) {
        String username = request.username();
        String fragment = username == null ? "" : username.substring(username.indexOf(':') + 1);
        for (RTCIceTransport t : transports) {
            if (t.remoteFragment().equals(fragment)) {
                return t;
            }
        }
        return null;
    }

    /**
     * Passes on the checks of a transport's peer that arrived before the transport was started with that peer's
     * parameters.
     */
    void handOverChecks(String remoteFragment, IceAgent to) {
        checks.handOver(remoteFragment, to, agent.loop().nowNanos());
    }

    /**
     * Checks that all DTLS transports of a fork have one certificate, since one description was sent for all of them.
     *
     * @throws RTCException InvalidAccessError where another transport has other certificates
     */
    void checkCertificates(List<RTCCertificate> certificates) {
        for (RTCIceTransport t : transports) {
            t.dtls()
                    .map(RTCDtlsTransport::getCertificates)
                    .filter(c -> !c.equals(certificates))
                    .ifPresent(c -> {
                        throw RTCException.invalidAccess(
                                "another transport of this gatherer has another certificate; give both the same");
                    });
        }
    }

    /** Returns the number of datagrams that no transport took. */
    long unroutable() {
        return unroutable;
    }
}
