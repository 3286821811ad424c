package dev.plumb.objects;

/**
 * An event of a gatherer, which a transport is told: a candidate, or the end of candidates.
 *
 * @spec https://draft.ortc.org/#rtcicegathercandidate* ORTC, RTCIceGatherCandidate
 */
public sealed interface RTCIceGatherCandidate permits RTCIceCandidate, RTCIceCandidateComplete {}
