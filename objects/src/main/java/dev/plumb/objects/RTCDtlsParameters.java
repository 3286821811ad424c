package dev.plumb.objects;

import java.util.List;

/**
 * What one side tells the other about its DTLS.
 *
 * @param role the role of the side that says it
 * @param fingerprints of its certificate; one match is enough
 */
public record RTCDtlsParameters(RTCDtlsRole role, List<RTCDtlsFingerprint> fingerprints) {
    public RTCDtlsParameters {
        fingerprints = List.copyOf(fingerprints);
    }

    /** The same in another role. */
    public RTCDtlsParameters withRole(RTCDtlsRole newRole) {
        return new RTCDtlsParameters(newRole, fingerprints);
    }
}
