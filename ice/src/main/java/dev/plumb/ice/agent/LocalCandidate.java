package dev.plumb.ice.agent;

import java.net.InetSocketAddress;

/**
 * A local candidate with the data that is needed to send from it.
 *
 * @param candidate the candidate that the peer is told
 * @param localPortId the port that datagrams leave by
 * @param base the address of that port
 * @param localPreference 0 to 65535, as in its priority
 * @param component 1 of RTP, 2 of RTCP
 */
public record LocalCandidate(
        IceCandidate candidate, int localPortId, InetSocketAddress base, int localPreference, int component) {
    /** Creates a local candidate of the RTP component. */
    public LocalCandidate(IceCandidate candidate, int localPortId, InetSocketAddress base, int localPreference) {
        this(candidate, localPortId, base, localPreference, IceCandidate.COMPONENT_RTP);
    }

    /** Returns the priority that a peer-reflexive candidate found by a check from here would have. */
    long peerReflexivePriority() {
        return IceCandidate.priorityOf(CandidateType.PEER_REFLEXIVE, localPreference, component);
    }
}
