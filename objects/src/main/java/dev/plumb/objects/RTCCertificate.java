package dev.plumb.objects;

import dev.plumb.dtls.DtlsCertificate;
import dev.plumb.dtls.DtlsFingerprint;
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
    private static final Duration LONGEST = Duration.ofDays(365);
    private static final Duration CLOCK_SKEW = Duration.ofDays(1);

    private final DtlsCertificate certificate;

    private RTCCertificate(DtlsCertificate certificate) {
        this.certificate = certificate;
    }

    /** The key type of a certificate. */
    public enum Algorithm {
        /** ECDSA on P-256 with SHA-256. */
        ECDSA_P256,
        /** RSA of 2048 bits with SHA-256. Its handshakes are slower and longer. */
        RSA_2048
    }

    /** Returns the algorithms that {@link #generate} supports. */
    public static List<Algorithm> getSupportedAlgorithms() {
        return List.of(Algorithm.values());
    }

    /** Generates a certificate that is valid for 30 days from now. */
    public static RTCCertificate generate(Algorithm algorithm) {
        return generate(algorithm, new SecureRandom(), System.currentTimeMillis());
    }

    /**
     * Generates a certificate.
     *
     * @param lifetime the time from now for which it is valid; above 0, at most a year
     * @throws RTCException RangeError where the lifetime is not within these bounds
     */
    public static RTCCertificate generate(Algorithm algorithm, Duration lifetime) {
        if (lifetime.isNegative() || lifetime.isZero() || lifetime.compareTo(LONGEST) > 0) {
            throw new RTCException(
                    RTCException.Name.RANGE_ERROR, "a certificate is valid for up to 365 days, not for " + lifetime);
        }
        return generate(algorithm, new SecureRandom(), System.currentTimeMillis(), lifetime);
    }

    static RTCCertificate generate(Algorithm algorithm, SecureRandom random, long nowUnixMillis) {
        return generate(algorithm, random, nowUnixMillis, LIFETIME);
    }

    private static RTCCertificate generate(
            Algorithm algorithm, SecureRandom random, long nowUnixMillis, Duration lifetime) {
        long from = nowUnixMillis - CLOCK_SKEW.toMillis();
        long to = nowUnixMillis + lifetime.toMillis();
        return new RTCCertificate(
                switch (algorithm) {
                    case ECDSA_P256 -> DtlsCertificate.generate(random, from, to);
                    case RSA_2048 -> DtlsCertificate.generateRsa(random, from, to);
                });
    }

    /**
     * Loads a stored certificate.
     *
     * @param pkcs8 the private key, as {@link #privateKey()} returned it
     * @param der the certificate, as {@link #der()} returned it
     */
    public static RTCCertificate load(byte[] pkcs8, byte[] der) {
        try {
            return new RTCCertificate(DtlsCertificate.fromStored(pkcs8, der, new SecureRandom()));
        } catch (IllegalArgumentException e) {
            throw new RTCException(RTCException.Name.INVALID_ACCESS, "not a stored certificate: " + e.getMessage(), e);
        }
    }

    /** Returns the expiry time, in milliseconds since 1970. */
    public long expiresUnixMillis() {
        return certificate.expiresUnixMillis();
    }

    /** Returns the SHA-256 fingerprint. */
    public List<RTCDtlsFingerprint> getFingerprints() {
        return List.of(getFingerprint("sha-256"));
    }

    /**
     * Returns the fingerprint under a hash algorithm.
     *
     * @param algorithm sha-256, sha-384 or sha-512
     */
    public RTCDtlsFingerprint getFingerprint(String algorithm) {
        try {
            DtlsFingerprint f = certificate.fingerprint(algorithm);
            return new RTCDtlsFingerprint(f.algorithm(), f.value());
        } catch (IllegalArgumentException e) {
            throw new RTCException(RTCException.Name.NOT_SUPPORTED, "no such hash: " + algorithm, e);
        }
    }

    /** Returns the private key in PKCS#8. Store it where nobody else reads it. */
    public byte[] privateKey() {
        return certificate.pkcs8();
    }

    /** Returns the certificate in DER, for storage. */
    public byte[] der() {
        return certificate.derBytes();
    }

    DtlsCertificate toEngine() {
        return certificate;
    }
}
