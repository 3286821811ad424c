package dev.plumb.dtls.suite;

import java.util.List;
import java.util.Optional;

/**
 * The supported versions of DTLS, best first. On the wire their numbers count downwards.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9147#section-5.3 RFC 9147 5.3, ClientHello Message
 */
public enum DtlsVersion {
    /** DTLS 1.3, RFC 9147. */
    DTLS_1_3(0xfefc),
    /** DTLS 1.2, RFC 6347. */
    DTLS_1_2(0xfefd);

    private final int id;

    DtlsVersion(int id) {
        this.id = id;
    }

    /** Returns the first of our versions, the preferred one first, that is among these numbers. */
    public static Optional<DtlsVersion> choose(List<DtlsVersion> ours, List<Integer> offered) {
        for (DtlsVersion version : values()) {
            if (ours.contains(version) && offered.contains(version.id)) {
                return Optional.of(version);
            }
        }
        return Optional.empty();
    }

    /** Returns the number on the wire. */
    public int id() {
        return id;
    }

    @Override
    public String toString() {
        return this == DTLS_1_3 ? "DTLS 1.3" : "DTLS 1.2";
    }
}
