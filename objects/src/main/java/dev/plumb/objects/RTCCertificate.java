package dev.plumb.objects;

import dev.plumb.transport.dtls.DtlsCertificate;
import dev.plumb.transport.dtls.DtlsFingerprint;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;

/**
 * A self-signed certificate with its private key, by whose fingerprint the peer knows us.
 *
 * @spec https://www.w3.org/TR/webrtc/#rtccertificate-interface WebRTC 4.9.2, RTCCertificate Interface
 */
public final class RTCCertificate {
    private static final Duration LIFETIME = Duration.ofDays(30);
    private static final Duration CLOCK_SKEW = Duration.ofDays(1);

    private final DtlsCertificate certificate;

    private RTCCertificate(DtlsCertificate certificate) {
        this.certificate = certificate;
    }

    /** What a certificate's key is. */
    public enum Algorithm {
        /** ECDSA on P-256 with SHA-256. */
        ECDSA_P256
    }

    /** The algorithms of {@link #generate}. */
    public static List<Algorithm> getSupportedAlgorithms() {
        return List.of(Algorithm.values());
    }

    /** A new certificate, valid for 30 days from now. */
    public static RTCCertificate generate(Algorithm algorithm) {
        return generate(algorithm, new SecureRandom(), System.currentTimeMillis());
    }

    static RTCCertificate generate(Algorithm algorithm, SecureRandom random, long nowUnixMillis) {
        return switch (algorithm) {
            case ECDSA_P256 ->
                new RTCCertificate(DtlsCertificate.generate(
                        random, nowUnixMillis - CLOCK_SKEW.toMillis(), nowUnixMillis + LIFETIME.toMillis()));
        };
    }

    /**
     * A certificate that was stored.
     *
     * @param pkcs8 its private key, as {@link #privateKey()} gave it
     * @param der the certificate, as {@link #der()} gave it
     */
    public static RTCCertificate load(byte[] pkcs8, byte[] der) {
        try {
            return new RTCCertificate(DtlsCertificate.fromStored(pkcs8, der, new SecureRandom()));
        } catch (IllegalArgumentException e) {
            throw new RTCException(RTCException.Name.INVALID_ACCESS, "not a stored certificate: " + e.getMessage(), e);
        }
    }

    /** When it expires, in milliseconds since 1970. */
    public long expiresUnixMillis() {
        return certificate.expiresUnixMillis();
    }

    /** Its fingerprint by SHA-256. */
    public List<RTCDtlsFingerprint> getFingerprints() {
        DtlsFingerprint f = certificate.fingerprint("sha-256");
        return List.of(new RTCDtlsFingerprint(f.algorithm(), f.value()));
    }

    /** The private key in PKCS#8, to be stored where nobody else reads it. */
    public byte[] privateKey() {
        return certificate.pkcs8();
    }

    /** The certificate in DER, to be stored. */
    public byte[] der() {
        return certificate.derBytes();
    }

    DtlsCertificate toEngine() {
        return certificate;
    }
}
