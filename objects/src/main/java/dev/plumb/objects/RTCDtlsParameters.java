package dev.plumb.objects;

import java.util.List;

/**
 * The DTLS parameters that one side tells the other.
 *
 * @param role the role of that side
 * @param fingerprints the fingerprints of that side's certificate; one match is enough
 * @param extensions the extensions that that side adds, requires or knows
 * @spec https://draft.ortc.org/#rtcdtlsparameters* ORTC, The RTCDtlsParameters Dictionary
 */
public record RTCDtlsParameters(
        RTCDtlsRole role, List<RTCDtlsFingerprint> fingerprints, List<RTCExtension> extensions) {
    public RTCDtlsParameters {
        RTCException.requirePresent(
                "RTCDtlsParameters", "role", role, "fingerprints", fingerprints, "extensions", extensions);
        extensions = List.copyOf(extensions);
        fingerprints = List.copyOf(fingerprints);
    }

    /** Creates parameters without extensions. */
    public RTCDtlsParameters(RTCDtlsRole role, List<RTCDtlsFingerprint> fingerprints) {
        this(role, fingerprints, List.of());
    }

    /**
     * Returns whether both describe the same peer, which holds where they have a fingerprint in common.
     *
     * @spec https://www.rfc-editor.org/rfc/rfc8842#section-3 RFC 8842 3, Establishing a New DTLS Association
     */
    public boolean isSamePeer(RTCDtlsParameters other) {
        return fingerprints.stream().anyMatch(f -> other.fingerprints.stream().anyMatch(f::isSame));
    }

    /** Returns a copy with another role. */
    public RTCDtlsParameters withRole(RTCDtlsRole newRole) {
        return new RTCDtlsParameters(newRole, fingerprints, extensions);
    }

    /** Returns a copy with these extensions. */
    public RTCDtlsParameters withExtensions(List<RTCExtension> newExtensions) {
        return new RTCDtlsParameters(role, fingerprints, newExtensions);
    }
}
