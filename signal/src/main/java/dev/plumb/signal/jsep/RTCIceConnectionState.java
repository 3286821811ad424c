package dev.plumb.signal.jsep;

import dev.plumb.objects.SpecName;

/**
 * The state of all ICE transports together.
 *
 * @spec https://www.w3.org/TR/webrtc/#dom-rtciceconnectionstate WebRTC, RTCIceConnectionState Enum
 */
public enum RTCIceConnectionState implements SpecName {
    /** None has begun. */
    NEW,
    /** Some are checking. */
    CHECKING,
    /** All have a pair that works. */
    CONNECTED,
    /** All are done. */
    COMPLETED,
    /** Some have lost contact. */
    DISCONNECTED,
    /** Some have failed. */
    FAILED,
    /** The connection is closed. */
    CLOSED
}
