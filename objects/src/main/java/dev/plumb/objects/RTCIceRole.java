package dev.plumb.objects;

/**
 * The ICE role: the controlling side decides which pair is used.
 *
 * @spec https://www.w3.org/TR/webrtc/#dom-rtcicerole WebRTC, RTCIceRole Enum
 */
public enum RTCIceRole implements SpecName {
    /** Nominates. */
    CONTROLLING,
    /** The controlled side, which accepts the nomination. */
    CONTROLLED
}
