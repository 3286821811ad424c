package dev.plumb.signal.jsep;

import dev.plumb.objects.RTCException;
import dev.plumb.objects.RTCRtpEncodingParameters;
import java.util.List;

/**
 * How a transceiver is to be.
 *
 * @param direction which way media is to flow
 * @param streamIds the streams that the peer is to group its track under
 * @param sendEncodings what is sent; none stands for one stream about which nothing is said
 * @spec https://www.w3.org/TR/webrtc/#dom-rtcrtptransceiverinit WebRTC, RTCRtpTransceiverInit Dictionary
 */
public record RTCRtpTransceiverInit(
        RTCRtpTransceiverDirection direction, List<String> streamIds, List<RTCRtpEncodingParameters> sendEncodings) {
    /** Both ways, in no stream. */
    public static final RTCRtpTransceiverInit DEFAULT =
            new RTCRtpTransceiverInit(RTCRtpTransceiverDirection.SENDRECV, List.of(), List.of());

    public RTCRtpTransceiverInit {
        RTCException.requirePresent(
                "RTCRtpTransceiverInit",
                "direction",
                direction,
                "streamIds",
                streamIds,
                "sendEncodings",
                sendEncodings);
        streamIds = List.copyOf(streamIds);
        sendEncodings = List.copyOf(sendEncodings);
    }

    /** In a direction, in no stream. */
    public RTCRtpTransceiverInit(RTCRtpTransceiverDirection direction) {
        this(direction, List.of(), List.of());
    }
}
