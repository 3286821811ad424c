package dev.plumb.objects;

/**
 * What carries the packets of a candidate.
 *
 * @spec https://www.w3.org/TR/webrtc/#dom-rtciceprotocol WebRTC, RTCIceProtocol Enum
 */
public enum RTCIceProtocol implements SpecName {
    /** Datagrams. */
    UDP,
    /** A stream. */
    TCP
}
