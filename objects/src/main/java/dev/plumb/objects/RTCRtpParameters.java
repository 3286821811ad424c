package dev.plumb.objects;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The parameters that senders and receivers share.
 *
 * @param muxId the media section's name (MID); empty for none
 * @param codecs the codecs in use, the preferred one first
 * @param headerExtensions the header extensions in use
 * @param rtcp the parameters of RTCP
 * @param encodings the streams; none stands for one stream with defaults
 * @param degradationPreference the property that a sender degrades first; receivers ignore it
 * @param extensions the extensions that an application adds, and may require to be understood
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

    /** Creates parameters with a balanced degradation preference, and without an application's extensions. */
    public RTCRtpParameters(
            String muxId,
            List<RTCRtpCodecParameters> codecs,
            List<RTCRtpHeaderExtensionParameters> headerExtensions,
            RTCRtcpParameters rtcp,
            List<RTCRtpEncodingParameters> encodings) {
        this(muxId, codecs, headerExtensions, rtcp, encodings, RTCDegradationPreference.BALANCED, List.of());
    }

    /** Returns parameters with these codecs and defaults for the rest. */
    public static RTCRtpParameters of(String muxId, List<RTCRtpCodecParameters> codecs) {
        return new RTCRtpParameters(muxId, codecs, List.of(), RTCRtcpParameters.DEFAULT, List.of());
    }

    /** Returns a copy with another MID. */
    public RTCRtpParameters withMuxId(String newMuxId) {
        return new RTCRtpParameters(
                newMuxId, codecs, headerExtensions, rtcp, encodings, degradationPreference, extensions);
    }

    /** Returns a copy with other streams. */
    public RTCRtpParameters withEncodings(List<RTCRtpEncodingParameters> newEncodings) {
        return new RTCRtpParameters(
                muxId, codecs, headerExtensions, rtcp, newEncodings, degradationPreference, extensions);
    }

    /**
     * Returns a copy in which all streams are sent or none. Where there are no encodings, one with defaults is added.
     */
    public RTCRtpParameters withActive(boolean active) {
        List<RTCRtpEncodingParameters> all =
                encodings.isEmpty() ? List.of(RTCRtpEncodingParameters.DEFAULT) : encodings;
        return withEncodings(all.stream().map(e -> e.withActive(active)).toList());
    }

    /** Returns a copy with other codecs. */
    public RTCRtpParameters withCodecs(List<RTCRtpCodecParameters> newCodecs) {
        return new RTCRtpParameters(
                muxId, newCodecs, headerExtensions, rtcp, encodings, degradationPreference, extensions);
    }

    /** Returns a copy with other header extensions. */
    public RTCRtpParameters withHeaderExtensions(List<RTCRtpHeaderExtensionParameters> newHeaderExtensions) {
        return new RTCRtpParameters(
                muxId, codecs, newHeaderExtensions, rtcp, encodings, degradationPreference, extensions);
    }

    /** Returns a copy with other RTCP parameters. */
    public RTCRtpParameters withRtcp(RTCRtcpParameters newRtcp) {
        return new RTCRtpParameters(
                muxId, codecs, headerExtensions, newRtcp, encodings, degradationPreference, extensions);
    }

    /** Returns a copy with another degradation preference. */
    public RTCRtpParameters withDegradationPreference(RTCDegradationPreference preference) {
        return new RTCRtpParameters(muxId, codecs, headerExtensions, rtcp, encodings, preference, extensions);
    }

    /** Returns a copy with another set of an application's extensions. */
    public RTCRtpParameters withExtensions(List<RTCExtension> newExtensions) {
        return new RTCRtpParameters(
                muxId, codecs, headerExtensions, rtcp, encodings, degradationPreference, newExtensions);
    }

    /** Returns the codec with a payload type, if there is one. */
    public Optional<RTCRtpCodecParameters> codec(int payloadType) {
        return codecs.stream().filter(c -> c.payloadType() == payloadType).findFirst();
    }
}
