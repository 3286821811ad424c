package dev.plumb.dtls;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The parts of the peer's certificate that DTLS needs: its bytes, from which the fingerprint is computed, and its
 * public key. The other fields are not parsed, because nothing relies on them.
 *
 * @param der the whole certificate
 * @param key the public key
 * @spec https://www.rfc-editor.org/rfc/rfc8827#section-6.5 RFC 8827 6.5, Communications Security
 * @spec https://www.rfc-editor.org/rfc/rfc5280#section-4.1 RFC 5280 4.1, Basic Certificate Fields
 */
record PeerCertificate(byte[] der, PublicKey key) {
    static final int RSA_BITS_AT_LEAST = 2048;
    static final int RSA_BITS_AT_MOST = 8192;
    private static final int RSA_EXPONENT_BITS_AT_MOST = 64;

    private static final int EXPLICIT_VERSION = 0xa0;
    private static final int UNCOMPRESSED = 4;

    private static final byte[] RSA_ENCRYPTION = oid(0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01);
    private static final byte[] EC_PUBLIC_KEY = oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01);
    private static final byte[] SECP256R1 = oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07);
    private static final byte[] SECP384R1 = oid(0x2b, 0x81, 0x04, 0x00, 0x22);

    private static byte[] oid(int... content) {
        byte[] bytes = new byte[content.length];
        for (int i = 0; i < content.length; i++) {
            bytes[i] = (byte) content[i];
        }
        return bytes;
    }

    /** Parses a certificate. Returns null if it is malformed, or if its key has an unsupported type, size or form. */
    static @Nullable PeerCertificate parse(byte[] der) {
        DerReader whole = new DerReader(der);
        DerReader certificate = whole.enter(DerReader.SEQUENCE);
        if (!whole.complete()) {
            return null;
        }
        DerReader signed = certificate.enter(DerReader.SEQUENCE);
        certificate.skip(); // the signature's algorithm
        certificate.skip(); // the signature, which proves nothing; the fingerprint does
        signed.skipOptional(EXPLICIT_VERSION);
        signed.skip(); // serial number
        signed.skip(); // signature
        signed.skip(); // issuer
        signed.skip(); // validity
        signed.skip(); // subject
        DerReader keyInfo = signed.enter(DerReader.SEQUENCE);
        if (!certificate.complete() || keyInfo.failed()) {
            return null;
        }
        PublicKey key = key(keyInfo);
        return key == null ? null : new PeerCertificate(der, key);
    }

    private static @Nullable PublicKey key(DerReader keyInfo) {
        DerReader algorithm = keyInfo.enter(DerReader.SEQUENCE);
        byte[] bits = keyInfo.content(DerReader.BIT_STRING);
        byte[] kind = algorithm.content(DerReader.OBJECT_IDENTIFIER);
        if (!keyInfo.complete() || algorithm.failed() || bits.length < 2 || bits[0] != 0) {
            return null;
        }
        try {
            if (Arrays.equals(kind, RSA_ENCRYPTION)) {
                return rsa(Arrays.copyOfRange(bits, 1, bits.length));
            }
            if (Arrays.equals(kind, EC_PUBLIC_KEY)) {
                return ec(algorithm.content(DerReader.OBJECT_IDENTIFIER), bits);
            }
            return null;
        } catch (GeneralSecurityException e) {
            return null; // this JDK does not support such keys
        }
    }

    /**
     * Reads an RSA key. The sizes are checked before the JDK sees the key, because the cost of verifying with it grows
     * with the sizes of the modulus and the exponent.
     */
    private static @Nullable PublicKey rsa(byte[] encoded) throws GeneralSecurityException {
        DerReader whole = new DerReader(encoded);
        DerReader numbers = whole.enter(DerReader.SEQUENCE);
        BigInteger modulus = numbers.positive(RSA_BITS_AT_MOST);
        BigInteger exponent = numbers.positive(RSA_EXPONENT_BITS_AT_MOST);
        if (!whole.complete()
                || !numbers.complete()
                || modulus == null
                || exponent == null
                || modulus.bitLength() < RSA_BITS_AT_LEAST
                || !modulus.testBit(0)
                || !exponent.testBit(0)
                || exponent.equals(BigInteger.ONE)) {
            return null;
        }
        return KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(modulus, exponent));
    }

    /** Reads an uncompressed point on P-256 or P-384 (RFC 5480 2.2, RFC 8422 5.1.2). */
    private static @Nullable PublicKey ec(byte[] curve, byte[] bits) throws GeneralSecurityException {
        String name = Arrays.equals(curve, SECP256R1) ? "secp256r1" : "secp384r1";
        if (!name.equals("secp256r1") && !Arrays.equals(curve, SECP384R1)) {
            return null;
        }
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
        parameters.init(new ECGenParameterSpec(name));
        ECParameterSpec spec = parameters.getParameterSpec(ECParameterSpec.class);
        int coordinateBytes = (spec.getCurve().getField().getFieldSize() + 7) / 8;
        if (bits.length != 2 + 2 * coordinateBytes || bits[1] != UNCOMPRESSED) {
            return null;
        }
        BigInteger x = new BigInteger(1, bits, 2, coordinateBytes);
        BigInteger y = new BigInteger(1, bits, 2 + coordinateBytes, coordinateBytes);
        return isOnCurve(spec, x, y)
                ? KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(new ECPoint(x, y), spec))
                : null;
    }

    private static boolean isOnCurve(ECParameterSpec spec, BigInteger x, BigInteger y) {
        BigInteger p = ((ECFieldFp) spec.getCurve().getField()).getP();
        BigInteger right = x.pow(2)
                .add(spec.getCurve().getA())
                .multiply(x)
                .add(spec.getCurve().getB());
        return x.compareTo(p) < 0
                && y.compareTo(p) < 0
                && y.pow(2).subtract(right).mod(p).signum() == 0;
    }
}
