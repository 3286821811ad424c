package dev.plumb.objects;

/**
 * There are no more candidates.
 *
 * @spec https://draft.ortc.org/#rtcicecandidatecomplete* ORTC, The RTCIceCandidateComplete Dictionary
 */
public record RTCIceCandidateComplete() implements RTCIceGatherCandidate {}
