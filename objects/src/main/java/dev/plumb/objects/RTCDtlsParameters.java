package dev.plumb.objects;

import java.util.List;

/**
 * What one side tells the other about its DTLS.
 *
 * @param role the role of the side that says it
 * @param fingerprints of its certificate; one match is enough
 * @param extensions what that side adds, requires or knows
 * @spec https://draft.ortc.org/#rtcdtlsparameters* ORTC, The RTCDtlsParameters Dictionary
 */
public record RTCDtlsParameters(
        RTCDtlsRole role, List<RTCDtlsFingerprint> fingerprints, List<RTCExtension> extensions) {
    public RTCDtlsParameters {
        extensions = List.copyOf(extensions);
        fingerprints = List.copyOf(fingerprints);
    }

    /** Without extensions. */
    public RTCDtlsParameters(RTCDtlsRole role, List<RTCDtlsFingerprint> fingerprints) {
        this(role, fingerprints, List.of());
    }

    /** The same in another role. */
    public RTCDtlsParameters withRole(RTCDtlsRole newRole) {
        return new RTCDtlsParameters(newRole, fingerprints, extensions);
    }

    /** The same with these extensions. */
    public RTCDtlsParameters withExtensions(List<RTCExtension> newExtensions) {
        return new RTCDtlsParameters(role, fingerprints, newExtensions);
    }
}
