package dev.plumb.objects;

/** There are no more candidates. */
public record RTCIceCandidateComplete() implements RTCIceGatherCandidate {}
