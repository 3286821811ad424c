package dev.plumb.signal.jsep;

import dev.plumb.objects.SpecName;

/**
 * The state of all transports together.
 *
 * @spec https://www.w3.org/TR/webrtc/#dom-rtcpeerconnectionstate WebRTC, RTCPeerConnectionState Enum
 */
public enum RTCPeerConnectionState implements SpecName {
    /** None has begun. */
    NEW,
    /** Some are connecting. */
    CONNECTING,
    /** All are connected. */
    CONNECTED,
    /** Some have lost contact. */
    DISCONNECTED,
    /** Some have failed. */
    FAILED,
    /** The connection is closed. */
    CLOSED
}
