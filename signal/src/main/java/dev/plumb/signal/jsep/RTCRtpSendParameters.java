package dev.plumb.signal.jsep;

import dev.plumb.objects.RTCException;
import dev.plumb.objects.RTCRtcpParameters;
import dev.plumb.objects.RTCRtpCodecParameters;
import dev.plumb.objects.RTCRtpEncodingParameters;
import dev.plumb.objects.RTCRtpHeaderExtensionParameters;
import java.util.List;

/**
 * The send parameters of a transceiver, as scripts read and change them. Only the encodings may be changed, but not
 * their number, order or names.
 *
 * @param transactionId the id of the reading that is to be changed
 * @param encodings the streams
 * @param headerExtensions the negotiated header extensions
 * @param rtcp the parameters of RTCP
 * @param codecs the negotiated codecs
 * @spec https://www.w3.org/TR/webrtc/#dom-rtcrtpsendparameters WebRTC 5.2.2, RTCRtpSendParameters Dictionary
 */
public record RTCRtpSendParameters(
        String transactionId,
        List<RTCRtpEncodingParameters> encodings,
        List<RTCRtpHeaderExtensionParameters> headerExtensions,
        RTCRtcpParameters rtcp,
        List<RTCRtpCodecParameters> codecs) {
    public RTCRtpSendParameters {
        RTCException.requirePresent(
                "RTCRtpSendParameters",
                "transactionId",
                transactionId,
                "encodings",
                encodings,
                "headerExtensions",
                headerExtensions,
                "rtcp",
                rtcp,
                "codecs",
                codecs);
        encodings = List.copyOf(encodings);
        headerExtensions = List.copyOf(headerExtensions);
        codecs = List.copyOf(codecs);
    }

    /** Returns a copy with changed encodings. */
    public RTCRtpSendParameters withEncodings(List<RTCRtpEncodingParameters> changed) {
        return new RTCRtpSendParameters(transactionId, changed, headerExtensions, rtcp, codecs);
    }
}
