package dev.plumb.signal.jsep;

import dev.plumb.objects.SpecName;

/**
 * Which candidates are used.
 *
 * @spec https://www.w3.org/TR/webrtc/#dom-rtcicetransportpolicy WebRTC, RTCIceTransportPolicy Enum
 */
public enum RTCIceTransportPolicy implements SpecName {
    /** All of them. */
    ALL,
    /** Relayed ones only. */
    RELAY
}
