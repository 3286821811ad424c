package dev.plumb.objects;

import java.util.List;
import java.util.Optional;

/**
 * The options of a gatherer.
 *
 * @param gatherPolicy the candidates to gather
 * @param iceServers the STUN and TURN servers to ask
 * @param includeLoopback whether loopback addresses are candidates even where there are others
 * @param localParameters the user name fragment and password to gather with, so that the gatherers of one bundle can
 *     share them; empty, the default, for random ones. They stay the same for the life of a gatherer. Use them for one
 *     session only (RFC 8839 5.4)
 * @spec https://draft.ortc.org/#rtcicegatheroptions* ORTC, The RTCIceGatherOptions Dictionary
 */
public record RTCIceGatherOptions(
        RTCIceGatherPolicy gatherPolicy,
        List<RTCIceServer> iceServers,
        boolean includeLoopback,
        Optional<RTCIceParameters> localParameters) {
    /** All candidates, no servers. */
    public static final RTCIceGatherOptions DEFAULT =
            new RTCIceGatherOptions(RTCIceGatherPolicy.ALL, List.of(), false, Optional.empty());

    public RTCIceGatherOptions {
        RTCException.requirePresent(
                "RTCIceGatherOptions",
                "gatherPolicy",
                gatherPolicy,
                "iceServers",
                iceServers,
                "localParameters",
                localParameters);
        iceServers = List.copyOf(iceServers);
    }

    /** Returns a copy with another policy. */
    public RTCIceGatherOptions withGatherPolicy(RTCIceGatherPolicy policy) {
        return new RTCIceGatherOptions(policy, iceServers, includeLoopback, localParameters);
    }

    /** Returns a copy with other servers. */
    public RTCIceGatherOptions withIceServers(List<RTCIceServer> servers) {
        return new RTCIceGatherOptions(gatherPolicy, servers, includeLoopback, localParameters);
    }

    /** Returns a copy that includes loopback addresses or not. */
    public RTCIceGatherOptions withIncludeLoopback(boolean include) {
        return new RTCIceGatherOptions(gatherPolicy, iceServers, include, localParameters);
    }

    /** Returns the same options with a user name fragment and password that the caller chose. */
    public RTCIceGatherOptions withLocalParameters(RTCIceParameters parameters) {
        return new RTCIceGatherOptions(gatherPolicy, iceServers, includeLoopback, Optional.of(parameters));
    }
}
