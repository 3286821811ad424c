package dev.plumb.objects;

/**
 * The importance of a flow beside others.
 *
 * @spec https://www.w3.org/TR/webrtc-priority/#rtc-priority-type WebRTC Priority Control, RTCPriorityType Enum
 */
public enum RTCPriorityType implements SpecName {
    /** May starve. */
    VERY_LOW,
    /** The default. */
    LOW,
    /** Twice the default. */
    MEDIUM,
    /** Four times the default. */
    HIGH
}
