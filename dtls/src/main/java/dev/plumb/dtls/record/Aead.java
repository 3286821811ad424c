package dev.plumb.dtls.record;

import dev.plumb.dtls.suite.CipherSuite;

/**
 * The ciphers of records.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc5116#section-5 RFC 5116 5, AEAD Algorithm Specifications
 * @spec https://www.rfc-editor.org/rfc/rfc8439#section-2.8 RFC 8439 2.8, AEAD Construction
 */
public enum Aead {
    AES_128_GCM(16),
    AES_256_GCM(32),
    CHACHA20_POLY1305(32);

    public static final int NONCE_BYTES = 12;
    public static final int TAG_BYTES = 16;

    private final int keyBytes;

    Aead(int keyBytes) {
        this.keyBytes = keyBytes;
    }

    /** Returns the cipher of a suite. */
    public static Aead of(CipherSuite suite) {
        return switch (suite) {
            case TLS_AES_128_GCM_SHA256,
                    TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
                    TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 -> AES_128_GCM;
            case TLS_AES_256_GCM_SHA384,
                    TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
                    TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384 -> AES_256_GCM;
            case TLS_CHACHA20_POLY1305_SHA256,
                    TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
                    TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256 -> CHACHA20_POLY1305;
        };
    }

    public int keyBytes() {
        return keyBytes;
    }

    public boolean isAes() {
        return this != CHACHA20_POLY1305;
    }
}
