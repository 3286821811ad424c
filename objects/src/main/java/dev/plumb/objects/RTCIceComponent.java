package dev.plumb.objects;

/**
 * What a gatherer gathers for.
 *
 * @spec https://www.w3.org/TR/webrtc/#dom-rtcicecomponent WebRTC, RTCIceComponent Enum
 */
public enum RTCIceComponent implements SpecName {
    /** RTP, and RTCP with it. */
    RTP,
    /** RTCP alone. */
    RTCP
}
