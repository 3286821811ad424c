package dev.plumb.objects;

import java.util.List;
import java.util.Optional;

/**
 * What senders and receivers are told alike.
 *
 * @param muxId the media section's name (MID); empty for none
 * @param codecs in use, best first
 * @param headerExtensions in use
 * @param rtcp how RTCP is used
 * @param encodings the streams; none stands for one about which nothing is said
 */
public record RTCRtpParameters(
        String muxId,
        List<RTCRtpCodecParameters> codecs,
        List<RTCRtpHeaderExtensionParameters> headerExtensions,
        RTCRtcpParameters rtcp,
        List<RTCRtpEncodingParameters> encodings) {
    public RTCRtpParameters {
        codecs = List.copyOf(codecs);
        headerExtensions = List.copyOf(headerExtensions);
        encodings = List.copyOf(encodings);
        if (codecs.stream()
                        .mapToInt(RTCRtpCodecParameters::payloadType)
                        .distinct()
                        .count()
                != codecs.size()) {
            throw RTCException.invalidAccess("two codecs have the same payload type");
        }
        if (headerExtensions.stream()
                        .mapToInt(RTCRtpHeaderExtensionParameters::id)
                        .distinct()
                        .count()
                != headerExtensions.size()) {
            throw RTCException.invalidAccess("two header extensions have the same id");
        }
    }

    /** With these codecs, and nothing else said. */
    public static RTCRtpParameters of(String muxId, List<RTCRtpCodecParameters> codecs) {
        return new RTCRtpParameters(muxId, codecs, List.of(), RTCRtcpParameters.DEFAULT, List.of());
    }

    /** The same with other streams. */
    public RTCRtpParameters withEncodings(List<RTCRtpEncodingParameters> newEncodings) {
        return new RTCRtpParameters(muxId, codecs, headerExtensions, rtcp, newEncodings);
    }

    /** The same with other codecs. */
    public RTCRtpParameters withCodecs(List<RTCRtpCodecParameters> newCodecs) {
        return new RTCRtpParameters(muxId, newCodecs, headerExtensions, rtcp, encodings);
    }

    /** The same with other header extensions. */
    public RTCRtpParameters withHeaderExtensions(List<RTCRtpHeaderExtensionParameters> extensions) {
        return new RTCRtpParameters(muxId, codecs, extensions, rtcp, encodings);
    }

    /** The same with other RTCP parameters. */
    public RTCRtpParameters withRtcp(RTCRtcpParameters newRtcp) {
        return new RTCRtpParameters(muxId, codecs, headerExtensions, newRtcp, encodings);
    }

    /** The codec of a payload type, if any. */
    Optional<RTCRtpCodecParameters> codec(int payloadType) {
        return codecs.stream().filter(c -> c.payloadType() == payloadType).findFirst();
    }
}
