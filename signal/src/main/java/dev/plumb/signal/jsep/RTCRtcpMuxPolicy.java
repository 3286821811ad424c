package dev.plumb.signal.jsep;

import dev.plumb.objects.SpecName;

/**
 * The policy for sections whose RTCP the peer wants on a port of its own.
 *
 * @spec https://www.w3.org/TR/webrtc/#dom-rtcrtcpmuxpolicy WebRTC, RTCRtcpMuxPolicy Enum
 */
public enum RTCRtcpMuxPolicy implements SpecName {
    /** The section is accepted. RTCP shares RTP's port all the same, and packets to another port are not received. */
    NEGOTIATE,
    /** It is refused. */
    REQUIRE
}
