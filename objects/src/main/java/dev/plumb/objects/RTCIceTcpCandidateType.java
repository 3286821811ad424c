package dev.plumb.objects;

/**
 * The side that opens the connection of a TCP candidate.
 *
 * @spec https://www.w3.org/TR/webrtc/#dom-rtcicetcpcandidatetype WebRTC, RTCIceTcpCandidateType Enum
 */
public enum RTCIceTcpCandidateType implements SpecName {
    /** This side opens the connection. */
    ACTIVE,
    /** The other side. */
    PASSIVE,
    /** Both at once. */
    SO
}
