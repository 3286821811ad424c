package dev.plumb.base.crypto;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;

/**
 * Two integers in DER: an ECDSA signature on a curve of 256 bits. Only the one canonical form is taken.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc3279#section-2.2.3 RFC 3279 2.2.3, ECDSA Signature Algorithm
 */
final class DerSignature {
    private static final int SEQUENCE = 0x30;
    private static final int INTEGER = 0x02;
    private static final int LONGEST_INTEGER = 33;

    private DerSignature() {}

    /** Returns both integers, which are not negative, or empty if the signature has another form. */
    static Optional<BigInteger[]> parse(byte[] der) {
        if (der.length < 8 || der.length > 127 || der[0] != SEQUENCE || der[1] != der.length - 2) {
            return Optional.empty();
        }
        int second = integerEnd(der, 2);
        if (second < 0 || integerEnd(der, second) != der.length) {
            return Optional.empty();
        }
        return Optional.of(new BigInteger[] {
            new BigInteger(Arrays.copyOfRange(der, 4, second)),
            new BigInteger(Arrays.copyOfRange(der, second + 2, der.length))
        });
    }

    /** Returns the index behind an integer that begins at {@code at}, or -1 if there is none. */
    private static int integerEnd(byte[] der, int at) {
        if (at + 2 >= der.length || der[at] != INTEGER) {
            return -1;
        }
        int length = der[at + 1];
        int from = at + 2;
        if (length < 1 || length > LONGEST_INTEGER || from + length > der.length || der[from] < 0) {
            return -1;
        }
        boolean isPadded = length > 1 && der[from] == 0 && der[from + 1] >= 0;
        return isPadded ? -1 : from + length;
    }
}
