package dev.plumb.signal.jsep;

import dev.plumb.objects.RTCException;
import dev.plumb.objects.RTCRtcpParameters;
import dev.plumb.objects.RTCRtpCodecParameters;
import dev.plumb.objects.RTCRtpEncodingParameters;
import dev.plumb.objects.RTCRtpHeaderExtensionParameters;
import java.util.List;

/**
 * What a transceiver sends, as scripts read and change it. Only the encodings may be changed, neither in number, order nor names.
 *
 * @param transactionId of the reading that is to be changed
 * @param encodings the streams
 * @param headerExtensions those negotiated
 * @param rtcp how RTCP is used
 * @param codecs those negotiated
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

    /** The same with changed streams. */
    public RTCRtpSendParameters withEncodings(List<RTCRtpEncodingParameters> changed) {
        return new RTCRtpSendParameters(transactionId, changed, headerExtensions, rtcp, codecs);
    }
}
