package dev.plumb.objects;

/**
 * Who opens the connection of a TCP candidate.
 *
 * @spec https://www.w3.org/TR/webrtc/#dom-rtcicetcpcandidatetype WebRTC, RTCIceTcpCandidateType Enum
 */
public enum RTCIceTcpCandidateType implements SpecName {
    /** This side. */
    ACTIVE,
    /** The other side. */
    PASSIVE,
    /** Both at once. */
    SO
}
