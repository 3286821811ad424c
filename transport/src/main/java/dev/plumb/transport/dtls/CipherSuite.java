package dev.plumb.transport.dtls;

/**
 * Numbers of cipher suites.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc5289#section-3.2 RFC 5289 3.2, Galois Counter Mode-Based Cipher Suites
 * @spec https://www.rfc-editor.org/rfc/rfc5746#section-3.3 RFC 5746 3.3, Renegotiation Protection Request SCSV
 */
final class CipherSuite {
    static final int ECDHE_ECDSA_AES_128_GCM_SHA256 = 0xc02b;
    static final String ECDHE_ECDSA_AES_128_GCM_SHA256_NAME = "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256";
    static final int EMPTY_RENEGOTIATION_INFO_SCSV = 0x00ff;

    private CipherSuite() {}
}
