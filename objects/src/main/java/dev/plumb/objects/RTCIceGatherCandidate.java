package dev.plumb.objects;

/**
 * What a gatherer reports and a transport is told: a candidate, or that there are no more.
 *
 * @spec https://draft.ortc.org/#rtcicegathercandidate* ORTC, RTCIceGatherCandidate
 */
public sealed interface RTCIceGatherCandidate permits RTCIceCandidate, RTCIceCandidateComplete {}
