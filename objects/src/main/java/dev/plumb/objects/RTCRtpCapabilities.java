package dev.plumb.objects;

import java.util.List;

/**
 * What can be sent or received of one kind.
 *
 * @param codecs best first
 * @param headerExtensions those that are understood
 * @param fecMechanisms such as {@code red}
 * @param extensions the application's names that are understood
 * @spec https://draft.ortc.org/#rtcrtpcapabilities* ORTC 9.1, The RTCRtpCapabilities Dictionary
 */
public record RTCRtpCapabilities(
        List<RTCRtpCodecCapability> codecs,
        List<RTCRtpHeaderExtension> headerExtensions,
        List<String> fecMechanisms,
        List<RTCExtension> extensions) {
    public RTCRtpCapabilities {
        codecs = List.copyOf(codecs);
        headerExtensions = List.copyOf(headerExtensions);
        fecMechanisms = List.copyOf(fecMechanisms);
        extensions = List.copyOf(extensions);
    }

    /** Without extensions of an application's. */
    public RTCRtpCapabilities(
            List<RTCRtpCodecCapability> codecs,
            List<RTCRtpHeaderExtension> headerExtensions,
            List<String> fecMechanisms) {
        this(codecs, headerExtensions, fecMechanisms, List.of());
    }

    /** The same with other codecs. */
    public RTCRtpCapabilities withCodecs(List<RTCRtpCodecCapability> newCodecs) {
        return new RTCRtpCapabilities(newCodecs, headerExtensions, fecMechanisms, extensions);
    }

    /** The same with other header extensions. */
    public RTCRtpCapabilities withHeaderExtensions(List<RTCRtpHeaderExtension> newHeaderExtensions) {
        return new RTCRtpCapabilities(codecs, newHeaderExtensions, fecMechanisms, extensions);
    }

    /** The same with other extensions of an application's. */
    public RTCRtpCapabilities withExtensions(List<RTCExtension> newExtensions) {
        return new RTCRtpCapabilities(codecs, headerExtensions, fecMechanisms, newExtensions);
    }
}
