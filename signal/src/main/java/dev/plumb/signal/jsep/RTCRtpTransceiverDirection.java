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
    /** In. */
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

    /** The direction with these two halves. */
    public static RTCRtpTransceiverDirection of(boolean send, boolean receive) {
        return send ? (receive ? SENDRECV : SENDONLY) : (receive ? RECVONLY : INACTIVE);
    }

    /** Whether media goes out. */
    public boolean sends() {
        return send;
    }

    /** Whether media comes in. */
    public boolean receives() {
        return receive;
    }

    DirectionAttribute toSdp() {
        return DirectionAttribute.of(send, receive);
    }
}
