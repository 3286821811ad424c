package dev.plumb.objects;

import java.util.List;

/**
 * What a gatherer gathers.
 *
 * @param gatherPolicy which candidates
 * @param iceServers whom to ask
 * @param includeLoopback whether loopback addresses are candidates even where there are others
 * @spec https://draft.ortc.org/#rtcicegatheroptions* ORTC, The RTCIceGatherOptions Dictionary
 */
public record RTCIceGatherOptions(
        RTCIceGatherPolicy gatherPolicy, List<RTCIceServer> iceServers, boolean includeLoopback) {
    /** All candidates, no servers. */
    public static final RTCIceGatherOptions DEFAULT = new RTCIceGatherOptions(RTCIceGatherPolicy.ALL, List.of(), false);

    public RTCIceGatherOptions {
        iceServers = List.copyOf(iceServers);
    }

    /** The same with another policy. */
    public RTCIceGatherOptions withGatherPolicy(RTCIceGatherPolicy policy) {
        return new RTCIceGatherOptions(policy, iceServers, includeLoopback);
    }

    /** The same with other servers. */
    public RTCIceGatherOptions withIceServers(List<RTCIceServer> servers) {
        return new RTCIceGatherOptions(gatherPolicy, servers, includeLoopback);
    }

    /** The same, loopback included or not. */
    public RTCIceGatherOptions withIncludeLoopback(boolean include) {
        return new RTCIceGatherOptions(gatherPolicy, iceServers, include);
    }
}
