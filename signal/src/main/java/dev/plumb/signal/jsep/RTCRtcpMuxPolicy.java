package dev.plumb.signal.jsep;

import dev.plumb.objects.SpecName;

/**
 * The policy for sections whose RTCP the peer wants on a port of its own.
 *
 * @spec https://www.w3.org/TR/webrtc/#dom-rtcrtcpmuxpolicy WebRTC, RTCRtcpMuxPolicy Enum
 */
public enum RTCRtcpMuxPolicy implements SpecName {
    /** It is taken; RTCP goes over RTP's port all the same, and what comes to another port is not heard. */
    NEGOTIATE,
    /** It is refused. */
    REQUIRE
}
