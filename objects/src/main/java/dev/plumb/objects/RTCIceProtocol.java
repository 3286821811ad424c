package dev.plumb.objects;

/**
 * The transport protocol of a candidate.
 *
 * @spec https://www.w3.org/TR/webrtc/#dom-rtciceprotocol WebRTC, RTCIceProtocol Enum
 */
public enum RTCIceProtocol implements SpecName {
    /** Datagrams. */
    UDP,
    /** A stream. */
    TCP
}
