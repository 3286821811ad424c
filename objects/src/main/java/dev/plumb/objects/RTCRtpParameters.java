package dev.plumb.objects;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What senders and receivers are told alike.
 *
 * @param muxId the media section's name (MID); empty for none
 * @param codecs in use, best first
 * @param headerExtensions in use
 * @param rtcp how RTCP is used
 * @param encodings the streams; none stands for one about which nothing is said
 * @param degradationPreference what a sender gives up first; receivers ignore it
 * @param extensions what an application adds, and may require to be understood
 * @spec https://draft.ortc.org/#rtcrtpparameters* ORTC 9.6, The RTCRtpParameters Dictionary
 */
public record RTCRtpParameters(
        String muxId,
        List<RTCRtpCodecParameters> codecs,
        List<RTCRtpHeaderExtensionParameters> headerExtensions,
        RTCRtcpParameters rtcp,
        List<RTCRtpEncodingParameters> encodings,
        RTCDegradationPreference degradationPreference,
        List<RTCExtension> extensions) {
    public RTCRtpParameters {
        RTCException.requirePresent(
                "RTCRtpParameters",
                "muxId",
                muxId,
                "codecs",
                codecs,
                "headerExtensions",
                headerExtensions,
                "rtcp",
                rtcp,
                "encodings",
                encodings,
                "degradationPreference",
                degradationPreference,
                "extensions",
                extensions);
        codecs = List.copyOf(codecs);
        headerExtensions = List.copyOf(headerExtensions);
        encodings = List.copyOf(encodings);
        extensions = List.copyOf(extensions);
        requireUnique(codecs, RTCRtpCodecParameters::payloadType, "two codecs have the same payload type");
        requireUnique(headerExtensions, RTCRtpHeaderExtensionParameters::id, "two header extensions have the same id");
    }

    private static <T> void requireUnique(List<T> list, Function<T, Object> key, String otherwise) {
        if (list.stream().map(key).distinct().count() != list.size()) {
            throw RTCException.invalidAccess(otherwise);
        }
    }

    /** Balanced, and without extensions of an application's. */
    public RTCRtpParameters(
            String muxId,
            List<RTCRtpCodecParameters> codecs,
            List<RTCRtpHeaderExtensionParameters> headerExtensions,
            RTCRtcpParameters rtcp,
            List<RTCRtpEncodingParameters> encodings) {
        this(muxId, codecs, headerExtensions, rtcp, encodings, RTCDegradationPreference.BALANCED, List.of());
    }

    /** With these codecs, and nothing else said. */
    public static RTCRtpParameters of(String muxId, List<RTCRtpCodecParameters> codecs) {
        return new RTCRtpParameters(muxId, codecs, List.of(), RTCRtcpParameters.DEFAULT, List.of());
    }

    /** The same under another name. */
    public RTCRtpParameters withMuxId(String newMuxId) {
        return new RTCRtpParameters(
                newMuxId, codecs, headerExtensions, rtcp, encodings, degradationPreference, extensions);
    }

    /** The same with other streams. */
    public RTCRtpParameters withEncodings(List<RTCRtpEncodingParameters> newEncodings) {
        return new RTCRtpParameters(
                muxId, codecs, headerExtensions, rtcp, newEncodings, degradationPreference, extensions);
    }

    /** The same with all streams sent or none; a stream about which nothing was said is made where there is none. */
    public RTCRtpParameters withActive(boolean active) {
        List<RTCRtpEncodingParameters> all =
                encodings.isEmpty() ? List.of(RTCRtpEncodingParameters.DEFAULT) : encodings;
        return withEncodings(all.stream().map(e -> e.withActive(active)).toList());
    }

    /** The same with other codecs. */
    public RTCRtpParameters withCodecs(List<RTCRtpCodecParameters> newCodecs) {
        return new RTCRtpParameters(
                muxId, newCodecs, headerExtensions, rtcp, encodings, degradationPreference, extensions);
    }

    /** The same with other header extensions. */
    public RTCRtpParameters withHeaderExtensions(List<RTCRtpHeaderExtensionParameters> newHeaderExtensions) {
        return new RTCRtpParameters(
                muxId, codecs, newHeaderExtensions, rtcp, encodings, degradationPreference, extensions);
    }

    /** The same with other RTCP parameters. */
    public RTCRtpParameters withRtcp(RTCRtcpParameters newRtcp) {
        return new RTCRtpParameters(
                muxId, codecs, headerExtensions, newRtcp, encodings, degradationPreference, extensions);
    }

    /** The same with something else given up first. */
    public RTCRtpParameters withDegradationPreference(RTCDegradationPreference preference) {
        return new RTCRtpParameters(muxId, codecs, headerExtensions, rtcp, encodings, preference, extensions);
    }

    /** The same with other extensions of an application's. */
    public RTCRtpParameters withExtensions(List<RTCExtension> newExtensions) {
        return new RTCRtpParameters(
                muxId, codecs, headerExtensions, rtcp, encodings, degradationPreference, newExtensions);
    }

    /** The codec of a payload type, if any. */
    public Optional<RTCRtpCodecParameters> codec(int payloadType) {
        return codecs.stream().filter(c -> c.payloadType() == payloadType).findFirst();
    }
}
