package dev.plumb.signal.jsep;

import dev.plumb.objects.Agent;
import dev.plumb.objects.RTCDtlsTransportState;
import dev.plumb.objects.RTCIceGatherOptions;
import dev.plumb.objects.RTCIceGatherPolicy;
import dev.plumb.objects.RTCIceGathererState;
import dev.plumb.objects.RTCIceTransportState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The transports of a connection: one for the bundle, one for each section outside of it; and their states taken together. */
final class Transports {
    private final Agent agent;
    private final RTCConfiguration configuration;
    private final TransportChain.Listener listener;
    private final Map<String, TransportChain> outside = new HashMap<>();
    private @Nullable TransportChain bundle;

    Transports(Agent agent, RTCConfiguration configuration, TransportChain.Listener listener) {
        this.agent = agent;
        this.configuration = configuration;
        this.listener = listener;
    }

    TransportChain bundle() {
        TransportChain chain = bundle;
        if (chain == null) {
            chain = make();
            bundle = chain;
        }
        return chain;
    }

    private TransportChain make() {
        RTCIceGatherPolicy policy = configuration.iceTransportPolicy() == RTCIceTransportPolicy.RELAY
                ? RTCIceGatherPolicy.RELAY
                : RTCIceGatherPolicy.ALL;
        RTCIceGatherOptions options =
                new RTCIceGatherOptions(policy, configuration.iceServers(), configuration.includeLoopback());
        return new TransportChain(agent, options, configuration.certificates(), listener);
    }

    /** The transport of a section. */
    TransportChain of(String mid) {
        TransportChain own = outside.get(mid);
        return own != null ? own : bundle();
    }

    /** The transport of a section that the peer left out of its bundle. */
    TransportChain outsideBundle(String mid) {
        return outside.computeIfAbsent(mid, m -> make());
    }

    /** Ends the transport of a section outside of the bundle that was not agreed on. */
    void drop(String mid) {
        TransportChain chain = outside.remove(mid);
        if (chain != null) {
            chain.close();
        }
    }

    boolean isInBundle(String mid) {
        return !outside.containsKey(mid);
    }

    Collection<TransportChain> all() {
        List<TransportChain> all = new ArrayList<>(outside.values());
        if (bundle != null) {
            all.addFirst(bundle);
        }
        return all;
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
     * The state of all ICE transports.
     *
     * @spec https://www.w3.org/TR/webrtc/#rtciceconnectionstate-enum WebRTC 4.3.4, RTCIceConnectionState Enum
     */
    RTCIceConnectionState iceState() {
        Set<RTCIceTransportState> s = states(c -> c.ice().state());
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
     * The state of all transports.
     *
     * @spec https://www.w3.org/TR/webrtc/#rtcpeerconnectionstate-enum WebRTC 4.3.3, RTCPeerConnectionState Enum
     */
    RTCPeerConnectionState connectionState() {
        Set<RTCIceTransportState> ice = states(c -> c.ice().state());
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

    private static <S> boolean within(Set<S> states, S one, S other) {
        return states.stream().allMatch(s -> s.equals(one) || s.equals(other));
    }

    void close() {
        all().forEach(TransportChain::close);
    }
}
