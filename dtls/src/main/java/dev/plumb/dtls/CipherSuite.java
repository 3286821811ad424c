package dev.plumb.dtls;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The cipher suites spoken, best first. Those of DTLS 1.3 leave the certificate's kind open; those of DTLS 1.2 have
 * ephemeral keys and an AEAD, all of them.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc8446#appendix-B.4 RFC 8446 B.4, Cipher Suites
 * @spec https://www.rfc-editor.org/rfc/rfc5289#section-3.2 RFC 5289 3.2, Galois Counter Mode-Based Cipher Suites
 * @spec https://www.rfc-editor.org/rfc/rfc7905#section-2 RFC 7905 2, ChaCha20 Cipher Suites
 */
public enum CipherSuite {
    /** DTLS 1.3, AES-128-GCM. */
    TLS_AES_128_GCM_SHA256(0x1301, "", Aead.AES_128_GCM, HashAlgorithm.SHA_256),
    /** DTLS 1.3, AES-256-GCM. */
    TLS_AES_256_GCM_SHA384(0x1302, "", Aead.AES_256_GCM, HashAlgorithm.SHA_384),
    /** DTLS 1.3, ChaCha20-Poly1305. */
    TLS_CHACHA20_POLY1305_SHA256(0x1303, "", Aead.CHACHA20_POLY1305, HashAlgorithm.SHA_256),
    /** DTLS 1.2 with an ECDSA certificate, AES-128-GCM. */
    TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256(0xc02b, "EC", Aead.AES_128_GCM, HashAlgorithm.SHA_256),
    /** DTLS 1.2 with an RSA certificate, AES-128-GCM. */
    TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256(0xc02f, "RSA", Aead.AES_128_GCM, HashAlgorithm.SHA_256),
    /** DTLS 1.2 with an ECDSA certificate, ChaCha20-Poly1305. */
    TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256(0xcca9, "EC", Aead.CHACHA20_POLY1305, HashAlgorithm.SHA_256),
    /** DTLS 1.2 with an RSA certificate, ChaCha20-Poly1305. */
    TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256(0xcca8, "RSA", Aead.CHACHA20_POLY1305, HashAlgorithm.SHA_256),
    /** DTLS 1.2 with an ECDSA certificate, AES-256-GCM. */
    TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384(0xc02c, "EC", Aead.AES_256_GCM, HashAlgorithm.SHA_384),
    /** DTLS 1.2 with an RSA certificate, AES-256-GCM. */
    TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384(0xc030, "RSA", Aead.AES_256_GCM, HashAlgorithm.SHA_384);

    /** @spec https://www.rfc-editor.org/rfc/rfc5746#section-3.3 RFC 5746 3.3, Renegotiation Protection Request SCSV */
    static final int EMPTY_RENEGOTIATION_INFO_SCSV = 0x00ff;

    private final int id;
    private final String keyAlgorithm;
    private final Aead aead;
    private final HashAlgorithm hash;

    CipherSuite(int id, String keyAlgorithm, Aead aead, HashAlgorithm hash) {
        this.id = id;
        this.keyAlgorithm = keyAlgorithm;
        this.aead = aead;
        this.hash = hash;
    }

    /** Returns all suites, the preferred one first. */
    static List<CipherSuite> all() {
        return Arrays.asList(values());
    }

    static Optional<CipherSuite> of(int id) {
        return all().stream().filter(suite -> suite.id == id).findFirst();
    }

    /** Returns the version that the suite belongs to. */
    public DtlsVersion version() {
        return keyAlgorithm.isEmpty() ? DtlsVersion.DTLS_1_3 : DtlsVersion.DTLS_1_2;
    }

    int id() {
        return id;
    }

    /** Returns the key algorithm, EC or RSA, or empty if the suite does not determine it. */
    String keyAlgorithm() {
        return keyAlgorithm;
    }

    Aead aead() {
        return aead;
    }

    HashAlgorithm hash() {
        return hash;
    }
}
