package dev.plumb.objects;

import dev.plumb.base.crypto.SrtpProfile;
import java.util.List;

/**
 * The options of DTLS negotiation. ORTC and WebRTC leave them to the user agent.
 *
 * @param versions the versions of DTLS that are offered and accepted, at least one. The highest shared version is used
 * @param srtpProfiles the SRTP profiles, the preferred one first, at least one. The order of the DTLS server decides
 * @param keyGroups the groups for key agreement, the preferred one first, at least one. The order of the DTLS server
 *     decides. DTLS 1.2 has no hybrid ones
 * @spec https://www.rfc-editor.org/rfc/rfc8827#section-6.5 RFC 8827 6.5, Communications Security
 * @spec https://www.rfc-editor.org/rfc/rfc5764#section-4.1.2 RFC 5764 4.1.2, SRTP Protection Profiles
 */
public record RTCDtlsOptions(List<Version> versions, List<SrtpProfile> srtpProfiles, List<KeyGroup> keyGroups) {
    /** Both versions, AES-GCM before AES-CM, post-quantum keys first. */
    public static final RTCDtlsOptions DEFAULT = new RTCDtlsOptions(
            List.of(Version.DTLS_1_3, Version.DTLS_1_2),
            List.of(SrtpProfile.AEAD_AES_128_GCM, SrtpProfile.AEAD_AES_256_GCM, SrtpProfile.AES_CM_128_HMAC_SHA1_80),
            List.of(KeyGroup.values()));

    /** A version of DTLS. */
    public enum Version {
        /** DTLS 1.3, with post-quantum key agreement. */
        DTLS_1_3,
        /** DTLS 1.2, which every peer supports. */
        DTLS_1_2
    }

    /** A group in which keys are agreed. */
    public enum KeyGroup {
        /** ML-KEM-768 beside Curve25519: safe while either is. */
        X25519MLKEM768,
        /** Curve25519. */
        X25519,
        /** NIST's P-256. */
        SECP256R1,
        /** NIST's P-384. */
        SECP384R1
    }

    /** Throws an {@link RTCException} (TypeError) where a list is empty. */
    public RTCDtlsOptions {
        RTCException.requirePresent(
                "RTCDtlsOptions", "versions", versions, "srtpProfiles", srtpProfiles, "keyGroups", keyGroups);
        versions = List.copyOf(versions);
        srtpProfiles = List.copyOf(srtpProfiles);
        keyGroups = List.copyOf(keyGroups);
        if (versions.isEmpty() || srtpProfiles.isEmpty() || keyGroups.isEmpty()) {
            throw RTCException.typeError("name at least one version of DTLS, one profile for SRTP and one group");
        }
        if (!versions.contains(Version.DTLS_1_3) && keyGroups.equals(List.of(KeyGroup.X25519MLKEM768))) {
            throw RTCException.typeError("DTLS 1.2 has no hybrid groups: name another, or DTLS 1.3");
        }
    }

    /** Returns a copy with other versions. */
    public RTCDtlsOptions withVersions(Version... newVersions) {
        return new RTCDtlsOptions(List.of(newVersions), srtpProfiles, keyGroups);
    }

    /** Returns a copy with other profiles, the preferred one first. */
    public RTCDtlsOptions withSrtpProfiles(SrtpProfile... profiles) {
        return new RTCDtlsOptions(versions, List.of(profiles), keyGroups);
    }

    /** Returns a copy with other groups, the preferred one first. */
    public RTCDtlsOptions withKeyGroups(KeyGroup... groups) {
        return new RTCDtlsOptions(versions, srtpProfiles, List.of(groups));
    }
}
