package dev.plumb.objects;

/**
 * State of a data channel.
 *
 * @spec https://www.w3.org/TR/webrtc/#dom-rtcdatachannelstate WebRTC, RTCDataChannelState Enum
 */
public enum RTCDataChannelState implements SpecName {
    /** Being opened. */
    CONNECTING,
    /** Can be sent on. */
    OPEN,
    /** The channel is closing: data that was sent before is still being delivered. */
    CLOSING,
    /** The channel is closed. */
    CLOSED
}
