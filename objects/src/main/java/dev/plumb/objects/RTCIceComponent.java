package dev.plumb.objects;

/**
 * The component that a gatherer serves, RTP or RTCP.
 *
 * @spec https://www.w3.org/TR/webrtc/#dom-rtcicecomponent WebRTC, RTCIceComponent Enum
 */
public enum RTCIceComponent implements SpecName {
    /** RTP, and RTCP with it. */
    RTP,
    /** RTCP alone. */
    RTCP
}
