package dev.plumb.dtls;

/**
 * The ciphers of records.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc5116#section-5 RFC 5116 5, AEAD Algorithm Specifications
 * @spec https://www.rfc-editor.org/rfc/rfc8439#section-2.8 RFC 8439 2.8, AEAD Construction
 */
enum Aead {
    AES_128_GCM(16),
    AES_256_GCM(32),
    CHACHA20_POLY1305(32);

    static final int NONCE_BYTES = 12;
    static final int TAG_BYTES = 16;

    private final int keyBytes;

    Aead(int keyBytes) {
        this.keyBytes = keyBytes;
    }

    int keyBytes() {
        return keyBytes;
    }

    boolean isAes() {
        return this != CHACHA20_POLY1305;
    }
}
