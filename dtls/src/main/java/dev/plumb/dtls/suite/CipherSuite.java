package dev.plumb.dtls.suite;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The cipher suites that are supported, best first. Those of DTLS 1.3 leave the kind of certificate open. Those of DTLS
 * 1.2 all have ephemeral keys and an AEAD.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc8446#appendix-B.4 RFC 8446 B.4, Cipher Suites
 * @spec https://www.rfc-editor.org/rfc/rfc5289#section-3.2 RFC 5289 3.2, Galois Counter Mode-Based Cipher Suites
 * @spec https://www.rfc-editor.org/rfc/rfc7905#section-2 RFC 7905 2, ChaCha20 Cipher Suites
 */
public enum CipherSuite {
    /** DTLS 1.3, AES-128-GCM. */
    TLS_AES_128_GCM_SHA256(0x1301, "", HashAlgorithm.SHA_256),
    /** DTLS 1.3, AES-256-GCM. */
    TLS_AES_256_GCM_SHA384(0x1302, "", HashAlgorithm.SHA_384),
    /** DTLS 1.3, ChaCha20-Poly1305. */
    TLS_CHACHA20_POLY1305_SHA256(0x1303, "", HashAlgorithm.SHA_256),
    /** DTLS 1.2 with an ECDSA certificate, AES-128-GCM. */
    TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256(0xc02b, "EC", HashAlgorithm.SHA_256),
    /** DTLS 1.2 with an RSA certificate, AES-128-GCM. */
    TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256(0xc02f, "RSA", HashAlgorithm.SHA_256),
    /** DTLS 1.2 with an ECDSA certificate, ChaCha20-Poly1305. */
    TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256(0xcca9, "EC", HashAlgorithm.SHA_256),
    /** DTLS 1.2 with an RSA certificate, ChaCha20-Poly1305. */
    TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256(0xcca8, "RSA", HashAlgorithm.SHA_256),
    /** DTLS 1.2 with an ECDSA certificate, AES-256-GCM. */
    TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384(0xc02c, "EC", HashAlgorithm.SHA_384),
    /** DTLS 1.2 with an RSA certificate, AES-256-GCM. */
    TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384(0xc030, "RSA", HashAlgorithm.SHA_384);

    /**
     * The number by which a client of DTLS 1.2 says that it knows secure renegotiation. It is no suite.
     *
     * @spec https://www.rfc-editor.org/rfc/rfc5746#section-3.3 RFC 5746 3.3, Renegotiation Protection Request SCSV
     */
    public static final int EMPTY_RENEGOTIATION_INFO_SCSV = 0x00ff;

    private final int id;
    private final String keyAlgorithm;
    private final HashAlgorithm hash;

    CipherSuite(int id, String keyAlgorithm, HashAlgorithm hash) {
        this.id = id;
        this.keyAlgorithm = keyAlgorithm;
        this.hash = hash;
    }

    /** Returns all suites, best first. */
    public static List<CipherSuite> all() {
        return Arrays.asList(values());
    }

    /** Returns the suite of a number on the wire; empty for one that is not known here. */
    public static Optional<CipherSuite> of(int id) {
        return all().stream().filter(suite -> suite.id == id).findFirst();
    }

    /** Returns the version of DTLS that this suite belongs to. */
    public DtlsVersion version() {
        return keyAlgorithm.isEmpty() ? DtlsVersion.DTLS_1_3 : DtlsVersion.DTLS_1_2;
    }

    /** Returns the number on the wire. */
    public int id() {
        return id;
    }

    /** Returns the kind of certificate's key, EC or RSA; empty where the suite leaves it open, as all of DTLS 1.3 do. */
    public String keyAlgorithm() {
        return keyAlgorithm;
    }

    /** Returns the hash of the key schedule and of the Finished messages. */
    public HashAlgorithm hash() {
        return hash;
    }
}
