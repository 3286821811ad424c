package dev.plumb.dtls.suite;

import java.util.Optional;

/**
 * The groups for key exchange, best first.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc8446#section-4.2.7 RFC 8446 4.2.7, Supported Groups
 * @spec https://datatracker.ietf.org/doc/html/draft-ietf-tls-ecdhe-mlkem#section-4 ECDHE-MLKEM for TLS 1.3 4, Negotiated Groups
 */
public enum NamedGroup {
    /** The hybrid of ML-KEM-768 and X25519, safe while either of them is. DTLS 1.3 only. */
    X25519MLKEM768(0x11ec),
    /** Curve25519. */
    X25519(0x001d),
    /** NIST's P-256. */
    SECP256R1(0x0017),
    /** NIST's P-384. */
    SECP384R1(0x0018);

    private final int id;

    NamedGroup(int id) {
        this.id = id;
    }

    /** Returns the group with a number on the wire, or empty if it is not supported. */
    public static Optional<NamedGroup> of(int id) {
        for (NamedGroup group : values()) {
            if (group.id == id) {
                return Optional.of(group);
            }
        }
        return Optional.empty();
    }

    /** Returns the number on the wire. */
    public int id() {
        return id;
    }

    /** Returns whether a version has the group. */
    public boolean isOf(DtlsVersion version) {
        return this != X25519MLKEM768 || version == DtlsVersion.DTLS_1_3;
    }
}
