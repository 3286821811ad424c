package dev.plumb.base.crypto;

import java.math.BigInteger;

/**
 * Numbers modulo P-256's prime, four limbs of 64 bits, lowest first, in Montgomery's form (times 2^256). Results are
 * always below the prime. Not in constant time: for public values only.
 *
 * @spec https://csrc.nist.gov/pubs/sp/800/186/final NIST SP 800-186 3.2.1.3, P-256
 */
final class P256Field {
    static final BigInteger P = BigInteger.ONE
            .shiftLeft(256)
            .subtract(BigInteger.ONE.shiftLeft(224))
            .add(BigInteger.ONE.shiftLeft(192))
            .add(BigInteger.ONE.shiftLeft(96))
            .subtract(BigInteger.ONE);

    private static final long P0 = -1L;
    private static final long P1 = 0xffffffffL;
    private static final long P3 = 0xffffffff00000001L;
    private static final BigInteger LOW64 = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

    private static final BigInteger UNSHIFT = BigInteger.ONE.shiftLeft(256).modInverse(P);

    private P256Field() {}

    static long[] of(BigInteger value) {
        BigInteger shifted = value.shiftLeft(256).mod(P);
        long[] limbs = new long[4];
        for (int i = 0; i < 4; i++) {
            limbs[i] = shifted.shiftRight(64 * i).and(LOW64).longValue();
        }
        return limbs;
    }

    static BigInteger toBigInteger(long[] limbs) {
        BigInteger value = BigInteger.ZERO;
        for (int i = 3; i >= 0; i--) {
            value = value.shiftLeft(64).or(BigInteger.valueOf(limbs[i]).and(LOW64));
        }
        return value.multiply(UNSHIFT).mod(P);
    }

    static boolean isZero(long[] a) {
        return (a[0] | a[1] | a[2] | a[3]) == 0;
    }

    static boolean isEqual(long[] a, long[] b) {
        return a[0] == b[0] && a[1] == b[1] && a[2] == b[2] && a[3] == b[3];
    }

    static void copy(long[] from, long[] to) {
        System.arraycopy(from, 0, to, 0, 4);
    }

    private static long carry(long sum, long addend) {
        return Long.compareUnsigned(sum, addend) < 0 ? 1L : 0L;
    }

    static void add(long[] r, long[] a, long[] b) {
        long r0 = a[0] + b[0];
        long c = carry(r0, a[0]);
        long s1 = a[1] + b[1];
        long c1 = carry(s1, a[1]);
        long r1 = s1 + c;
        c = c1 | carry(r1, s1);
        long s2 = a[2] + b[2];
        long c2 = carry(s2, a[2]);
        long r2 = s2 + c;
        c = c2 | carry(r2, s2);
        long s3 = a[3] + b[3];
        long c3 = carry(s3, a[3]);
        long r3 = s3 + c;
        c = c3 | carry(r3, s3);
        reduce(r, r0, r1, r2, r3, c);
    }

    static void subtract(long[] r, long[] a, long[] b) {
        long r0 = a[0] - b[0];
        long w = carry(a[0], b[0]);
        long d1 = a[1] - b[1];
        long w1 = carry(a[1], b[1]);
        long r1 = d1 - w;
        w = w1 | carry(d1, w);
        long d2 = a[2] - b[2];
        long w2 = carry(a[2], b[2]);
        long r2 = d2 - w;
        w = w2 | carry(d2, w);
        long d3 = a[3] - b[3];
        long w3 = carry(a[3], b[3]);
        long r3 = d3 - w;
        w = w3 | carry(d3, w);
        if (w != 0) { // add the prime back
            long s0 = r0 + P0;
            long c = carry(s0, r0);
            long s1 = r1 + P1;
            long c1 = carry(s1, r1);
            long t1 = s1 + c;
            c = c1 | carry(t1, s1);
            long t2 = r2 + c;
            c = carry(t2, r2);
            r3 = r3 + P3 + c;
            r0 = s0;
            r1 = t1;
            r2 = t2;
        }
        r[0] = r0;
        r[1] = r1;
        r[2] = r2;
        r[3] = r3;
    }

    /** Subtracts the prime once where the value, with {@code top} above it, is not below it. */
    private static void reduce(long[] r, long r0, long r1, long r2, long r3, long top) {
        if (top == 0 && Long.compareUnsigned(r3, P3) < 0) {
            r[0] = r0;
            r[1] = r1;
            r[2] = r2;
            r[3] = r3;
            return;
        }
        long s0 = r0 - P0;
        long w = carry(r0, P0);
        long d1 = r1 - P1;
        long w1 = carry(r1, P1);
        long s1 = d1 - w;
        w = w1 | carry(d1, w);
        long s2 = r2 - w;
        w = carry(r2, w);
        long d3 = r3 - P3;
        long w3 = carry(r3, P3);
        long s3 = d3 - w;
        w = w3 | carry(d3, w);
        if (top != 0 || w == 0) {
            r[0] = s0;
            r[1] = s1;
            r[2] = s2;
            r[3] = s3;
        } else {
            r[0] = r0;
            r[1] = r1;
            r[2] = r2;
            r[3] = r3;
        }
    }

    static void square(long[] r, long[] a) {
        multiply(r, a, a);
    }

    /**
     * Computes Montgomery's product: a row of the schoolbook method, then one step of reduction, four times. It is
     * written out, since loops cost a quarter of the speed.
     */
    static void multiply(long[] r, long[] a, long[] b) {
        long a0 = a[0];
        long a1 = a[1];
        long a2 = a[2];
        long a3 = a[3];
        // the row of b[0]
        long y = b[0];
        long u0 = a0 * y;
        long k = Math.unsignedMultiplyHigh(a0, y);
        long lo = a1 * y;
        long u1 = lo + k;
        k = Math.unsignedMultiplyHigh(a1, y) + carry(u1, lo);
        lo = a2 * y;
        long u2 = lo + k;
        k = Math.unsignedMultiplyHigh(a2, y) + carry(u2, lo);
        lo = a3 * y;
        long u3 = lo + k;
        long u4 = Math.unsignedMultiplyHigh(a3, y) + carry(u3, lo);
        // t = (u + u0 * p) / 2^64, for -1/p is 1 modulo 2^64
        long p = u0 * P3;
        long q = Math.unsignedMultiplyHigh(u0, P3);
        long m = u0 << 32;
        long t0 = u1 + m;
        m = (u0 >>> 32) + carry(t0, m);
        long t1 = u2 + m;
        long c = carry(t1, m);
        p += c;
        q += carry(p, c);
        long t2 = u3 + p;
        q += carry(t2, p);
        long t3 = u4 + q;
        long t4 = carry(t3, q);
        // the row of b[1]
        y = b[1];
        lo = a0 * y;
        u0 = t0 + lo;
        k = Math.unsignedMultiplyHigh(a0, y) + carry(u0, lo);
        lo = a1 * y + k;
        k = Math.unsignedMultiplyHigh(a1, y) + carry(lo, k);
        u1 = t1 + lo;
        k += carry(u1, lo);
        lo = a2 * y + k;
        k = Math.unsignedMultiplyHigh(a2, y) + carry(lo, k);
        u2 = t2 + lo;
        k += carry(u2, lo);
        lo = a3 * y + k;
        k = Math.unsignedMultiplyHigh(a3, y) + carry(lo, k);
        u3 = t3 + lo;
        k += carry(u3, lo);
        u4 = t4 + k;
        long u5 = carry(u4, k);
        p = u0 * P3;
        q = Math.unsignedMultiplyHigh(u0, P3);
        m = u0 << 32;
        t0 = u1 + m;
        m = (u0 >>> 32) + carry(t0, m);
        t1 = u2 + m;
        c = carry(t1, m);
        p += c;
        q += carry(p, c);
        t2 = u3 + p;
        q += carry(t2, p);
        t3 = u4 + q;
        t4 = u5 + carry(t3, q);
        // the row of b[2]
        y = b[2];
        lo = a0 * y;
        u0 = t0 + lo;
        k = Math.unsignedMultiplyHigh(a0, y) + carry(u0, lo);
        lo = a1 * y + k;
        k = Math.unsignedMultiplyHigh(a1, y) + carry(lo, k);
        u1 = t1 + lo;
        k += carry(u1, lo);
        lo = a2 * y + k;
        k = Math.unsignedMultiplyHigh(a2, y) + carry(lo, k);
        u2 = t2 + lo;
        k += carry(u2, lo);
        lo = a3 * y + k;
        k = Math.unsignedMultiplyHigh(a3, y) + carry(lo, k);
        u3 = t3 + lo;
        k += carry(u3, lo);
        u4 = t4 + k;
        u5 = carry(u4, k);
        p = u0 * P3;
        q = Math.unsignedMultiplyHigh(u0, P3);
        m = u0 << 32;
        t0 = u1 + m;
        m = (u0 >>> 32) + carry(t0, m);
        t1 = u2 + m;
        c = carry(t1, m);
        p += c;
        q += carry(p, c);
        t2 = u3 + p;
        q += carry(t2, p);
        t3 = u4 + q;
        t4 = u5 + carry(t3, q);
        // the row of b[3]
        y = b[3];
        lo = a0 * y;
        u0 = t0 + lo;
        k = Math.unsignedMultiplyHigh(a0, y) + carry(u0, lo);
        lo = a1 * y + k;
        k = Math.unsignedMultiplyHigh(a1, y) + carry(lo, k);
        u1 = t1 + lo;
        k += carry(u1, lo);
        lo = a2 * y + k;
        k = Math.unsignedMultiplyHigh(a2, y) + carry(lo, k);
        u2 = t2 + lo;
        k += carry(u2, lo);
        lo = a3 * y + k;
        k = Math.unsignedMultiplyHigh(a3, y) + carry(lo, k);
        u3 = t3 + lo;
        k += carry(u3, lo);
        u4 = t4 + k;
        u5 = carry(u4, k);
        p = u0 * P3;
        q = Math.unsignedMultiplyHigh(u0, P3);
        m = u0 << 32;
        t0 = u1 + m;
        m = (u0 >>> 32) + carry(t0, m);
        t1 = u2 + m;
        c = carry(t1, m);
        p += c;
        q += carry(p, c);
        t2 = u3 + p;
        q += carry(t2, p);
        t3 = u4 + q;
        t4 = u5 + carry(t3, q);
        reduce(r, t0, t1, t2, t3, t4);
    }
}
