package dev.plumb.objects;

/** State of a data channel. */
public enum RTCDataChannelState implements SpecName {
    /** Being opened. */
    CONNECTING,
    /** Can be sent on. */
    OPEN,
    /** What was sent is being delivered. */
    CLOSING,
    /** Over. */
    CLOSED
}
