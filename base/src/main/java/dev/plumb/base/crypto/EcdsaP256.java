package dev.plumb.base.crypto;

import java.math.BigInteger;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECParameterSpec;
import java.security.spec.EllipticCurve;
import java.util.Arrays;
import java.util.Optional;

/**
 * Verification of ECDSA signatures on P-256, some times as fast as the JDK's, which guards secrets that a verifier does
 * not have: key, message and signature are public. It signs nothing. All methods may be called from any thread.
 *
 * @spec https://csrc.nist.gov/pubs/fips/186-5/final FIPS 186-5 6.4.2, ECDSA Signature Verification Algorithm
 */
public final class EcdsaP256 {
    private static final BigInteger N =
            new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);
    private static final BigInteger A = P256Field.P.subtract(BigInteger.valueOf(3));
    private static final BigInteger B =
            new BigInteger("5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b", 16);
    private static final BigInteger GX =
            new BigInteger("6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296", 16);
    private static final BigInteger GY =
            new BigInteger("4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5", 16);
    private static final EllipticCurve CURVE = new EllipticCurve(new ECFieldFp(P256Field.P), A, B);

    private static final int BITS = 256;
    private static final int BASE_WINDOW = 8;
    private static final int KEY_WINDOW = 5;
    private static final P256Point[] BASE_TABLE = affine(oddMultiples(P256Point.of(GX, GY), BASE_WINDOW));

    private EcdsaP256() {}

    /** Returns whether a key is on this curve. */
    public static boolean isKey(ECPublicKey key) {
        ECParameterSpec parameters = key.getParams();
        return parameters.getOrder().equals(N)
                && parameters.getCurve().equals(CURVE)
                && parameters.getGenerator().getAffineX().equals(GX)
                && parameters.getGenerator().getAffineY().equals(GY);
    }

    /**
     * Returns whether a signature is a key's signature of a hash.
     *
     * @param x the public key's affine coordinate
     * @param y the other coordinate; the result is false where the two are no point of the curve
     * @param hash the hash of the message; bytes beyond 32 do not count
     * @param der the signature in DER form; the result is false where it is not
     */
    public static boolean verify(BigInteger x, BigInteger y, byte[] hash, byte[] der) {
        Optional<BigInteger[]> parsed = DerSignature.parse(der);
        if (parsed.isEmpty() || !isOnCurve(x, y)) {
            return false;
        }
        BigInteger r = parsed.get()[0];
        BigInteger s = parsed.get()[1];
        if (r.signum() <= 0 || s.signum() <= 0 || r.compareTo(N) >= 0 || s.compareTo(N) >= 0) {
            return false;
        }
        BigInteger e = new BigInteger(1, Arrays.copyOf(hash, Math.min(hash.length, BITS / 8)));
        BigInteger inverse = s.modInverse(N);
        P256Point sum = sum(
                e.multiply(inverse).mod(N),
                P256Point.of(x, y),
                r.multiply(inverse).mod(N));
        if (sum.isInfinity()) {
            return false;
        }
        BigInteger other = r.add(N);
        return sum.hasX(r) || (other.compareTo(P256Field.P) < 0 && sum.hasX(other));
    }

    private static boolean isOnCurve(BigInteger x, BigInteger y) {
        if (x.signum() < 0 || y.signum() < 0 || x.compareTo(P256Field.P) >= 0 || y.compareTo(P256Field.P) >= 0) {
            return false;
        }
        BigInteger right = x.multiply(x).add(A).multiply(x).add(B);
        return y.multiply(y).mod(P256Field.P).equals(right.mod(P256Field.P));
    }

    /** Returns u1 G + u2 Q, computing both at once with signed windows. */
    private static P256Point sum(BigInteger u1, P256Point key, BigInteger u2) {
        byte[] baseDigits = digits(u1, BASE_WINDOW);
        byte[] keyDigits = digits(u2, KEY_WINDOW);
        P256Point[] keyTable = oddMultiples(key, KEY_WINDOW);
        P256Point sum = new P256Point();
        for (int i = BITS; i >= 0; i--) {
            sum.twice();
            if (keyDigits[i] != 0) {
                sum.add(keyTable[Math.abs(keyDigits[i]) >> 1], keyDigits[i] < 0, false);
            }
            if (baseDigits[i] != 0) {
                sum.add(BASE_TABLE[Math.abs(baseDigits[i]) >> 1], baseDigits[i] < 0, true);
            }
        }
        return sum;
    }

    /**
     * Returns a number as a sum of odd digits below 2^(window-1), at least {@code window} places apart, the lowest
     * first.
     */
    private static byte[] digits(BigInteger number, int window) {
        byte[] out = new byte[BITS + 1];
        int span = 1 << window;
        int carry = 0;
        int i = 0;
        while (i <= BITS) {
            if ((number.testBit(i) ? 1 : 0) == carry) {
                i++;
                continue;
            }
            int digit = carry;
            for (int bit = 0; bit < window; bit++) {
                digit += number.testBit(i + bit) ? 1 << bit : 0;
            }
            carry = digit > span / 2 ? 1 : 0;
            out[i] = (byte) (digit - carry * span);
            i += window;
        }
        return out;
    }

    /** Returns P, 3 P, 5 P and so on, as many as a window needs. */
    private static P256Point[] oddMultiples(P256Point point, int window) {
        P256Point[] table = new P256Point[1 << (window - 2)];
        P256Point two = point.copy();
        two.twice();
        table[0] = point;
        for (int i = 1; i < table.length; i++) {
            table[i] = table[i - 1].copy();
            table[i].add(two, false, false);
        }
        return table;
    }

    private static P256Point[] affine(P256Point[] table) {
        for (int i = 0; i < table.length; i++) {
            table[i] = table[i].toAffine();
        }
        return table;
    }
}
