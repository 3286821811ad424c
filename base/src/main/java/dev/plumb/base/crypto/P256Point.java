package dev.plumb.base.crypto;

import java.math.BigInteger;

/**
 * A point of P-256 in Jacobian coordinates (x/z², y/z³); z is 0 for the point at infinity. Changed in place. Not in
 * constant time: for public values only.
 *
 * @spec https://www.secg.org/sec1-v2.pdf SEC 1 2.2.1, Elliptic Curves over F_p
 */
final class P256Point {
    private static final long[] ONE = P256Field.of(BigInteger.ONE);
    private static final long[] ZERO = new long[4];

    final long[] x = new long[4];
    final long[] y = new long[4];
    final long[] z = new long[4];
    private final long[] a = new long[4];
    private final long[] b = new long[4];
    private final long[] c = new long[4];
    private final long[] d = new long[4];
    private final long[] e = new long[4];
    private final long[] f = new long[4];

    /** Creates the point at infinity. */
    P256Point() {}

    static P256Point of(BigInteger affineX, BigInteger affineY) {
        P256Point point = new P256Point();
        P256Field.copy(P256Field.of(affineX), point.x);
        P256Field.copy(P256Field.of(affineY), point.y);
        P256Field.copy(ONE, point.z);
        return point;
    }

    P256Point copy() {
        P256Point point = new P256Point();
        point.set(this);
        return point;
    }

    private void set(P256Point other) {
        P256Field.copy(other.x, x);
        P256Field.copy(other.y, y);
        P256Field.copy(other.z, z);
    }

    boolean isInfinity() {
        return P256Field.isZero(z);
    }

    /** Doubles it; the curve's a is -3. */
    void twice() {
        if (isInfinity()) {
            return;
        }
        P256Field.square(a, z); // delta
        P256Field.square(b, y); // gamma
        P256Field.multiply(c, x, b); // beta
        P256Field.subtract(d, x, a);
        P256Field.add(e, x, a);
        P256Field.multiply(f, d, e);
        P256Field.add(d, f, f);
        P256Field.add(d, d, f); // alpha = 3 (x - delta)(x + delta)
        P256Field.add(e, y, z);
        P256Field.square(z, e);
        P256Field.subtract(z, z, b);
        P256Field.subtract(z, z, a);
        P256Field.add(c, c, c);
        P256Field.add(c, c, c); // 4 beta
        P256Field.square(x, d);
        P256Field.subtract(x, x, c);
        P256Field.subtract(x, x, c);
        P256Field.subtract(c, c, x);
        P256Field.multiply(y, d, c);
        P256Field.square(b, b);
        P256Field.add(b, b, b);
        P256Field.add(b, b, b);
        P256Field.add(b, b, b); // 8 gamma²
        P256Field.subtract(y, y, b);
    }

    /**
     * Adds a point, or subtracts it.
     *
     * @param isAffine whether the other's z is 1
     */
    void add(P256Point other, boolean negative, boolean isAffine) {
        if (other.isInfinity()) {
            return;
        }
        if (isInfinity()) {
            set(other);
            if (negative) {
                negateY();
            }
            return;
        }
        P256Field.square(a, z); // z1²
        P256Field.multiply(b, other.x, a); // u2
        P256Field.multiply(c, other.y, z);
        P256Field.multiply(c, c, a); // s2
        if (negative) {
            P256Field.subtract(c, ZERO, c);
        }
        if (!isAffine) {
            P256Field.square(d, other.z);
            P256Field.multiply(x, x, d); // u1
            P256Field.multiply(d, d, other.z);
            P256Field.multiply(y, y, d); // s1
            P256Field.multiply(z, z, other.z);
        }
        P256Field.subtract(b, b, x); // h
        P256Field.subtract(c, c, y); // r
        if (P256Field.isZero(b)) {
            if (P256Field.isZero(c)) {
                set(other);
                if (negative) {
                    negateY();
                }
                twice();
            } else {
                P256Field.copy(ZERO, z);
            }
            return;
        }
        P256Field.multiply(z, z, b);
        P256Field.square(d, b); // h²
        P256Field.multiply(e, d, b); // h³
        P256Field.multiply(f, x, d); // u1 h²
        P256Field.square(x, c);
        P256Field.subtract(x, x, e);
        P256Field.subtract(x, x, f);
        P256Field.subtract(x, x, f);
        P256Field.subtract(f, f, x);
        P256Field.multiply(f, f, c);
        P256Field.multiply(e, e, y);
        P256Field.subtract(y, f, e);
    }

    private void negateY() {
        P256Field.subtract(y, ZERO, y);
    }

    /** Returns the same point with a z of 1. It is slow, and meant for tables. */
    P256Point toAffine() {
        BigInteger inverse = P256Field.toBigInteger(z).modInverse(P256Field.P);
        BigInteger squared = inverse.multiply(inverse);
        return of(
                P256Field.toBigInteger(x).multiply(squared).mod(P256Field.P),
                P256Field.toBigInteger(y).multiply(squared).multiply(inverse).mod(P256Field.P));
    }

    /** Returns whether x/z² is this number, without a division. */
    boolean hasX(BigInteger value) {
        P256Field.square(a, z);
        P256Field.multiply(b, P256Field.of(value), a);
        return P256Field.isEqual(b, x);
    }
}
