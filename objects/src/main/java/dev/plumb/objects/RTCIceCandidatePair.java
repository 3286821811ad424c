package dev.plumb.objects;

/**
 * The candidates between which datagrams go.
 *
 * @param local ours, as the peer sees it
 * @param remote the peer's
 * @spec https://draft.ortc.org/#rtcicecandidatepair* ORTC, The RTCIceCandidatePair Dictionary
 */
public record RTCIceCandidatePair(RTCIceCandidate local, RTCIceCandidate remote) {}
