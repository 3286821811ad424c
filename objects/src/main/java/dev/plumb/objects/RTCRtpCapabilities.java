package dev.plumb.objects;

import java.util.List;

/**
 * What can be sent or received of one kind.
 *
 * @param codecs best first
 * @param headerExtensions those that are understood
 * @param fecMechanisms such as {@code red}
 */
public record RTCRtpCapabilities(
        List<RTCRtpCodecCapability> codecs, List<RTCRtpHeaderExtension> headerExtensions, List<String> fecMechanisms) {
    public RTCRtpCapabilities {
        codecs = List.copyOf(codecs);
        headerExtensions = List.copyOf(headerExtensions);
        fecMechanisms = List.copyOf(fecMechanisms);
    }
}
