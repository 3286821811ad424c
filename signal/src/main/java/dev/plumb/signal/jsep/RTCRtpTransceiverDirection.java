package dev.plumb.signal.jsep;

import dev.plumb.objects.SpecName;
import dev.plumb.sdp.attribute.DirectionAttribute;

/**
 * Which way media flows, seen from this side.
 *
 * @spec https://www.w3.org/TR/webrtc/#dom-rtcrtptransceiverdirection WebRTC, RTCRtpTransceiverDirection Enum
 */
public enum RTCRtpTransceiverDirection implements SpecName {
    /** Both ways. */
    SENDRECV(true, true),
    /** Out. */
    SENDONLY(true, false),
    /** Receives, and does not send. */
    RECVONLY(false, true),
    /** Neither. */
    INACTIVE(false, false),
    /** Never again. */
    STOPPED(false, false);

    private final boolean send;
    private final boolean receive;

    RTCRtpTransceiverDirection(boolean send, boolean receive) {
        this.send = send;
        this.receive = receive;
    }

    /** Returns the direction that sends and receives, or not. */
    public static RTCRtpTransceiverDirection of(boolean send, boolean receive) {
        return send ? (receive ? SENDRECV : SENDONLY) : (receive ? RECVONLY : INACTIVE);
    }

    /** Returns whether media is sent. */
    public boolean sends() {
        return send;
    }

    /** Returns whether media is received. */
    public boolean receives() {
        return receive;
    }

    DirectionAttribute toSdp() {
        return DirectionAttribute.of(send, receive);
    }
}
