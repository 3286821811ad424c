package dev.plumb.transport.dtls;

import java.util.Optional;

/**
 * The cipher suites spoken, best first: one for each kind of certificate.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc5289#section-3.2 RFC 5289 3.2, Galois Counter Mode-Based Cipher Suites
 */
enum CipherSuite {
    TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256(0xc02b, "EC"),
    TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256(0xc02f, "RSA");

    /** @spec https://www.rfc-editor.org/rfc/rfc5746#section-3.3 RFC 5746 3.3, Renegotiation Protection Request SCSV */
    static final int EMPTY_RENEGOTIATION_INFO_SCSV = 0x00ff;

    private final int id;
    private final String keyAlgorithm;

    CipherSuite(int id, String keyAlgorithm) {
        this.id = id;
        this.keyAlgorithm = keyAlgorithm;
    }

    static Optional<CipherSuite> of(int id) {
        for (CipherSuite suite : values()) {
            if (suite.id == id) {
                return Optional.of(suite);
            }
        }
        return Optional.empty();
    }

    /** The suite of a server with such a key. */
    static CipherSuite ofKey(String keyAlgorithm) {
        for (CipherSuite suite : values()) {
            if (suite.keyAlgorithm.equals(keyAlgorithm)) {
                return suite;
            }
        }
        throw new IllegalArgumentException("no cipher suite has keys of " + keyAlgorithm);
    }

    int id() {
        return id;
    }

    /** EC or RSA. */
    String keyAlgorithm() {
        return keyAlgorithm;
    }
}
