package dev.plumb.transport.dtls;

import java.util.Optional;

/**
 * The groups in which keys are agreed.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc8422#section-5.1.1 RFC 8422 5.1.1, Supported Elliptic Curves Extension
 */
public enum NamedGroup {
    /** Curve25519. */
    X25519(0x001d),
    /** NIST's P-256. */
    SECP256R1(0x0017);

    private final int id;

    NamedGroup(int id) {
        this.id = id;
    }

    /** The group of a number on the wire; empty for one we do not have. */
    public static Optional<NamedGroup> of(int id) {
        for (NamedGroup group : values()) {
            if (group.id == id) {
                return Optional.of(group);
            }
        }
        return Optional.empty();
    }

    /** The number on the wire. */
    public int id() {
        return id;
    }
}
