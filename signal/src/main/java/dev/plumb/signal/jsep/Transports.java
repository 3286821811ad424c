package dev.plumb.signal.jsep;

import dev.plumb.objects.Agent;
import dev.plumb.objects.RTCDtlsTransportState;
import dev.plumb.objects.RTCIceGatherOptions;
import dev.plumb.objects.RTCIceGatherPolicy;
import dev.plumb.objects.RTCIceGatherer;
import dev.plumb.objects.RTCIceGathererState;
import dev.plumb.objects.RTCIceParameters;
import dev.plumb.objects.RTCIceTransportState;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The transports of a connection: the transport of each section, and the combined states of all. Those that a planned
 * description names are kept apart until it is set.
 */
final class Transports {
    /**
     * The number of transports from which on a peer's offer adds none. A peer gets one for each section that it does
     * not bundle, and each opens ports of its own.
     */
    private static final int OFFERED_AT_MOST = 32;

    private final Agent agent;
    private final TransportChain.Listener listener;
    private final Map<String, TransportChain> assigned = new LinkedHashMap<>();
    private final Map<String, TransportChain> planned = new LinkedHashMap<>();
    /** All that are not closed, but the spare one. */
    private final Set<TransportChain> made = new LinkedHashSet<>();

    private @Nullable TransportChain spare;
    /**
     * The ICE credentials that the sections of a first offer share. Peers refuse a bundle whose sections differ (RFC
     * 9143 7.1.3).
     */
    private Optional<RTCIceParameters> credentials = Optional.empty();

    private RTCConfiguration configuration;

    Transports(Agent agent, RTCConfiguration configuration, TransportChain.Listener listener) {
        this.agent = agent;
        this.configuration = configuration;
        this.listener = listener;
    }

    /**
     * The state that a rollback restores.
     *
     * @param assigned the transport of each section
     * @param gatherers the gatherers whose credentials were in use
     */
    record Snapshot(Map<String, TransportChain> assigned, Map<TransportChain, RTCIceGatherer> gatherers) {}

    RTCConfiguration configuration() {
        return configuration;
    }

    /** Sets servers and policy for gathering from now on. Planned transports are created anew. */
    void configuration(RTCConfiguration newConfiguration) {
        configuration = newConfiguration;
    }

    private TransportChain make() {
        TransportChain chain =
                new TransportChain(agent, this::gatherOptions, credentials, configuration.certificates(), listener);
        credentials = Optional.of(chain.gatherer().getLocalParameters());
        return chain;
    }

    private RTCIceGatherOptions gatherOptions() {
        RTCIceGatherPolicy policy = configuration.iceTransportPolicy() == RTCIceTransportPolicy.RELAY
                ? RTCIceGatherPolicy.RELAY
                : RTCIceGatherPolicy.ALL;
        return RTCIceGatherOptions.DEFAULT
                .withGatherPolicy(policy)
                .withIceServers(configuration.iceServers())
                .withIncludeLoopback(configuration.includeLoopback());
    }

    /** Returns the transport of a section: the one in use, else one that is planned for it. */
    TransportChain of(String mid) {
        TransportChain own = assigned.get(mid);
        if (own != null) {
            return own;
        }
        return planned.computeIfAbsent(mid, m -> {
            TransportChain chain = make();
            made.add(chain);
            return chain;
        });
    }

    /**
     * Returns the transport of a section that the peer offers, making it where needed. Empty where there are too many
     * transports already.
     */
    Optional<TransportChain> ofOrNew(String mid) {
        boolean there = assigned.containsKey(mid) || planned.containsKey(mid);
        return there || made.size() < OFFERED_AT_MOST ? Optional.of(of(mid)) : Optional.empty();
    }

    boolean isAssigned(String mid) {
        return assigned.containsKey(mid);
    }

    /** Returns a transport that nobody uses, for objects that wait to be offered. */
    TransportChain spare() {
        TransportChain present = spare;
        if (present == null) {
            present = make();
            spare = present;
        }
        return present;
    }

    /** Closes the spare transport, for which nothing waits any more. */
    void dropSpare() {
        if (spare != null) {
            spare.close();
            spare = null;
        }
    }

    /** Assigns the sections to these transports, after a description was set. */
    void assign(Map<String, TransportChain> to) {
        assigned.putAll(to);
        planned.values().removeAll(assigned.values());
    }

    /** Plans the transport of a section. Sections that share one find it under each of their names. */
    void plan(String mid, TransportChain chain) {
        if (!assigned.containsKey(mid)) {
            planned.put(mid, chain);
        }
    }

    Snapshot snapshot() {
        Map<TransportChain, RTCIceGatherer> gatherers = new HashMap<>();
        all().forEach(c -> gatherers.put(c, c.gatherer()));
        return new Snapshot(new LinkedHashMap<>(assigned), gatherers);
    }

    /** Restores the assignments of a snapshot. Call {@link #close} for the transports that are left over. */
    Set<TransportChain> restore(Snapshot before) {
        Map<String, TransportChain> since = new LinkedHashMap<>(assigned);
        since.keySet().removeAll(before.assigned().keySet());
        assigned.clear();
        assigned.putAll(before.assigned());
        // the description of them that was taken back may be set again
        since.forEach(planned::putIfAbsent);
        before.gatherers().forEach(TransportChain::goBackTo);
        return unused();
    }

    /** Forgets the sections that are not among these, and returns the transports that nobody uses any more. */
    Set<TransportChain> keep(Set<String> mids) {
        planned.clear();
        assigned.keySet().retainAll(mids);
        return unused();
    }

    private Set<TransportChain> unused() {
        Set<TransportChain> left = new LinkedHashSet<>(made);
        left.removeAll(assigned.values());
        left.removeAll(planned.values());
        made.removeAll(left);
        return left;
    }

    /** Drops planned transports that have gathered already, since their candidates would not be told again. */
    Set<TransportChain> dropGathered() {
        Set<TransportChain> left = new LinkedHashSet<>(planned.values());
        left.removeIf(chain -> chain.gatherer().state() == RTCIceGathererState.NEW);
        left.removeAll(assigned.values());
        planned.values().removeAll(left);
        made.removeAll(left);
        credentials = left.isEmpty() ? credentials : Optional.empty();
        return left;
    }

    /** Drops planned transports, which would gather with the configuration before. */
    Set<TransportChain> dropPlanned() {
        Set<TransportChain> left = new LinkedHashSet<>(planned.values());
        planned.clear();
        made.removeAll(left);
        credentials = Optional.empty();
        return left;
    }

    /** Returns the transport chains in use. */
    Collection<TransportChain> all() {
        return new LinkedHashSet<>(assigned.values());
    }

    private <S> Set<S> states(Function<TransportChain, S> state) {
        return Set.copyOf(all().stream().map(state).toList());
    }

    RTCIceGatheringState gatheringState() {
        Set<RTCIceGathererState> s = states(c -> c.gatherer().state());
        if (s.contains(RTCIceGathererState.GATHERING)) {
            return RTCIceGatheringState.GATHERING;
        }
        return !s.isEmpty() && !s.contains(RTCIceGathererState.NEW)
                ? RTCIceGatheringState.COMPLETE
                : RTCIceGatheringState.NEW;
    }

    /**
     * Returns the combined state of all ICE transports.
     *
     * @spec https://www.w3.org/TR/webrtc/#rtciceconnectionstate-enum WebRTC 4.3.4, RTCIceConnectionState Enum
     */
    RTCIceConnectionState iceState() {
        Set<RTCIceTransportState> s = states(TransportChain::iceState);
        if (s.contains(RTCIceTransportState.FAILED)) {
            return RTCIceConnectionState.FAILED;
        }
        if (s.contains(RTCIceTransportState.DISCONNECTED)) {
            return RTCIceConnectionState.DISCONNECTED;
        }
        if (within(s, RTCIceTransportState.NEW, RTCIceTransportState.CLOSED)) {
            return RTCIceConnectionState.NEW;
        }
        if (s.contains(RTCIceTransportState.NEW) || s.contains(RTCIceTransportState.CHECKING)) {
            return RTCIceConnectionState.CHECKING;
        }
        return within(s, RTCIceTransportState.COMPLETED, RTCIceTransportState.CLOSED)
                ? RTCIceConnectionState.COMPLETED
                : RTCIceConnectionState.CONNECTED;
    }

    /**
     * Returns the combined state of all transports.
     *
     * @spec https://www.w3.org/TR/webrtc/#rtcpeerconnectionstate-enum WebRTC 4.3.3, RTCPeerConnectionState Enum
     */
    RTCPeerConnectionState connectionState() {
        Set<RTCIceTransportState> ice = states(TransportChain::iceState);
        Set<RTCDtlsTransportState> dtls = states(c -> c.dtls().state());
        if (ice.contains(RTCIceTransportState.FAILED) || dtls.contains(RTCDtlsTransportState.FAILED)) {
            return RTCPeerConnectionState.FAILED;
        }
        if (ice.contains(RTCIceTransportState.DISCONNECTED)) {
            return RTCPeerConnectionState.DISCONNECTED;
        }
        if (within(ice, RTCIceTransportState.NEW, RTCIceTransportState.CLOSED)
                && within(dtls, RTCDtlsTransportState.NEW, RTCDtlsTransportState.CLOSED)) {
            return dtls.contains(RTCDtlsTransportState.CLOSED)
                    ? RTCPeerConnectionState.DISCONNECTED
                    : RTCPeerConnectionState.NEW;
        }
        if (ice.contains(RTCIceTransportState.NEW)
                || ice.contains(RTCIceTransportState.CHECKING)
                || dtls.contains(RTCDtlsTransportState.NEW)
                || dtls.contains(RTCDtlsTransportState.CONNECTING)) {
            return RTCPeerConnectionState.CONNECTING;
        }
        // a peer that said close_notify has gone: there is nobody to be connected to
        return dtls.contains(RTCDtlsTransportState.CONNECTED)
                ? RTCPeerConnectionState.CONNECTED
                : RTCPeerConnectionState.DISCONNECTED;
    }

    /** Returns a sentence that gives the reason of a transport's failure, or empty if none has failed. */
    Optional<String> failureReason() {
        return all().stream()
                .flatMap(c -> c
                        .ice()
                        .getFailureReason()
                        .map(r -> "ICE: " + r)
                        .or(() -> c.dtls().getFailureReason().map(r -> "DTLS: " + r))
                        .stream())
                .findFirst();
    }

    private static <S> boolean within(Set<S> states, S one, S other) {
        return states.stream().allMatch(s -> s.equals(one) || s.equals(other));
    }

    void close() {
        List.copyOf(made).forEach(TransportChain::close);
        dropSpare();
    }
}
