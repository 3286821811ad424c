package dev.plumb.objects;

/**
 * The candidates between which datagrams go.
 *
 * @param local ours, as the peer sees it
 * @param remote the peer's
 * @spec https://draft.ortc.org/#rtcicecandidatepair* ORTC, The RTCIceCandidatePair Dictionary
 */
public record RTCIceCandidatePair(RTCIceCandidate local, RTCIceCandidate remote) {
    /**
     * Checks that no member is null.
     *
     * @throws RTCException TypeError where a member is null
     */
    public RTCIceCandidatePair {
        RTCException.requirePresent("RTCIceCandidatePair", "local", local, "remote", remote);
    }

    /** Returns whether datagrams go between the same addresses, whatever the candidates are called. */
    boolean isSamePath(RTCIceCandidatePair other) {
        return local.ip().equals(other.local.ip())
                && local.port() == other.local.port()
                && remote.ip().equals(other.remote.ip())
                && remote.port() == other.remote.port();
    }
}
