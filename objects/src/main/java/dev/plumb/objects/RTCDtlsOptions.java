package dev.plumb.objects;

import dev.plumb.base.crypto.SrtpProfile;
import java.util.List;

/**
 * How DTLS transports negotiate. Not in ORTC or WebRTC, where the user agent decides.
 *
 * @param versions versions of DTLS that are offered and accepted, at least one; the best in common is taken
 * @param srtpProfiles profiles for SRTP, the preferred one first, at least one; the DTLS server's order decides
 * @spec https://www.rfc-editor.org/rfc/rfc8827#section-6.5 RFC 8827 6.5, Communications Security
 * @spec https://www.rfc-editor.org/rfc/rfc5764#section-4.1.2 RFC 5764 4.1.2, SRTP Protection Profiles
 */
public record RTCDtlsOptions(List<Version> versions, List<SrtpProfile> srtpProfiles) {
    /** Both versions, AES-GCM before AES-CM. */
    public static final RTCDtlsOptions DEFAULT = new RTCDtlsOptions(
            List.of(Version.DTLS_1_3, Version.DTLS_1_2),
            List.of(SrtpProfile.AEAD_AES_128_GCM, SrtpProfile.AEAD_AES_256_GCM, SrtpProfile.AES_CM_128_HMAC_SHA1_80));

    /** A version of DTLS. */
    public enum Version {
        /** With post-quantum key agreement. */
        DTLS_1_3,
        /** What every peer has. */
        DTLS_1_2
    }

    /** Throws an {@link RTCException} (TypeError) where a list is empty. */
    public RTCDtlsOptions {
        versions = List.copyOf(versions);
        srtpProfiles = List.copyOf(srtpProfiles);
        if (versions.isEmpty() || srtpProfiles.isEmpty()) {
            throw RTCException.typeError("name at least one version of DTLS and one profile for SRTP");
        }
    }

    /** The same with other versions. */
    public RTCDtlsOptions withVersions(Version... newVersions) {
        return new RTCDtlsOptions(List.of(newVersions), srtpProfiles);
    }

    /** The same with other profiles, the preferred one first. */
    public RTCDtlsOptions withSrtpProfiles(SrtpProfile... profiles) {
        return new RTCDtlsOptions(versions, List.of(profiles));
    }
}
