package dev.plumb.signal.jsep;

import dev.plumb.objects.RTCException;
import dev.plumb.objects.RTCRtpEncodingParameters;
import java.util.List;

/**
 * The initial settings of a transceiver.
 *
 * @param direction the direction of the media
 * @param streamIds the ids of the streams in which the peer is to group the track
 * @param sendEncodings the encodings to send; none stands for one encoding with defaults
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

    /** Creates settings with a direction, in no stream. */
    public RTCRtpTransceiverInit(RTCRtpTransceiverDirection direction) {
        this(direction, List.of(), List.of());
    }
}
