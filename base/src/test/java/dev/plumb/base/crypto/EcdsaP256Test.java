package dev.plumb.base.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Our verification beside the JDK's, and on the edges that Wycheproof's vectors are about. */
class EcdsaP256Test {
    private static final BigInteger P = P256Field.P;
    private static final BigInteger N =
            new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);
    private static final byte[] MESSAGE = {1, 2, 3};
    private static KeyPair pair;

    @BeforeAll
    static void makeKey() throws Exception {
        pair = newPair();
    }

    private static KeyPair newPair() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private static byte[] sign(KeyPair by, byte[] message) throws GeneralSecurityException {
        Signature signer = Signature.getInstance("SHA256withECDSA");
        signer.initSign(by.getPrivate());
        signer.update(message);
        return signer.sign();
    }

    private static byte[] hash(byte[] message) throws GeneralSecurityException {
        return MessageDigest.getInstance("SHA-256").digest(message);
    }

    private static boolean ours(ECPublicKey key, byte[] hash, byte[] signature) {
        return EcdsaP256.verify(key.getW().getAffineX(), key.getW().getAffineY(), hash, signature);
    }

    private static boolean jdks(ECPublicKey key, byte[] hash, byte[] signature) throws GeneralSecurityException {
        Signature verifier = Signature.getInstance("NONEwithECDSA");
        verifier.initVerify(key);
        verifier.update(hash);
        try {
            return verifier.verify(signature);
        } catch (java.security.SignatureException e) {
            return false;
        }
    }

    private static ECPublicKey key() {
        return (ECPublicKey) pair.getPublic();
    }

    private static byte[] der(BigInteger r, BigInteger s) {
        return tagged(0x30, concat(tagged(2, r.toByteArray()), tagged(2, s.toByteArray())));
    }

    private static byte[] tagged(int tag, byte[] content) {
        return concat(new byte[] {(byte) tag, (byte) content.length}, content);
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    private static BigInteger[] integers(byte[] signature) {
        return DerSignature.parse(signature).orElseThrow();
    }

    @Test
    void agreesWithTheJdkOnGenuineAndChangedSignatures() throws Exception {
        Random random = new Random(1);
        for (int i = 0; i < 60; i++) {
            KeyPair by = newPair();
            ECPublicKey key = (ECPublicKey) by.getPublic();
            byte[] message = new byte[random.nextInt(200)];
            random.nextBytes(message);
            byte[] signature = sign(by, message);
            byte[] hash = hash(message);
            assertThat(ours(key, hash, signature)).isTrue();
            for (int n = 0; n < 6; n++) {
                byte[] changed = signature.clone();
                changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
                assertThat(ours(key, hash, changed)).isFalse();
                assertThat(jdks(key, hash, changed)).isFalse();
            }
            byte[] otherHash = hash.clone();
            otherHash[random.nextInt(32)] ^= 1;
            assertThat(ours(key, otherHash, signature)).isFalse();
            assertThat(ours(key(), hash, signature)).isFalse();
        }
    }

    /** Hashes at the edges of the field and of the group's order: u1 becomes 0, 1, n - 1. */
    @Test
    void agreesWithTheJdkOnSpecialHashes() throws Exception {
        BigInteger[] values = {
            BigInteger.ZERO,
            BigInteger.ONE,
            N,
            N.subtract(BigInteger.ONE),
            N.add(BigInteger.ONE),
            P,
            BigInteger.ONE.shiftLeft(255),
            BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE)
        };
        for (BigInteger value : values) {
            byte[] hash = fixed(value);
            Signature signer = Signature.getInstance("NONEwithECDSA");
            signer.initSign(pair.getPrivate());
            signer.update(hash);
            byte[] signature = signer.sign();
            assertThat(ours(key(), hash, signature)).isTrue();
            assertThat(jdks(key(), hash, signature)).isTrue();
            hash[31] ^= 2;
            assertThat(ours(key(), hash, signature)).isFalse();
        }
    }

    private static byte[] fixed(BigInteger value) {
        byte[] bytes = value.toByteArray();
        byte[] out = new byte[32];
        int count = Math.min(32, bytes.length);
        System.arraycopy(bytes, bytes.length - count, out, 32 - count, count);
        return out;
    }

    /** For any r and s there is a hash that they sign by a key of known secret: chosen here to be extreme. */
    @Test
    void agreesWithTheJdkOnExtremeSignatures() throws Exception {
        BigInteger d = ((ECPrivateKey) pair.getPrivate()).getS();
        BigInteger gx = key().getParams().getGenerator().getAffineX();
        for (int s : new int[] {1, 2, 3, -1, -2, 1 << 20}) {
            BigInteger sValue = BigInteger.valueOf(s).mod(N);
            for (int k : new int[] {1, 2, -1}) {
                BigInteger r = k == 2 ? twoGx() : gx.mod(N);
                // e = s k - r d
                BigInteger e = sValue.multiply(BigInteger.valueOf(k))
                        .subtract(r.multiply(d))
                        .mod(N);
                byte[] signature = der(r, sValue);
                assertThat(jdks(key(), fixed(e), signature)).isTrue();
                assertThat(ours(key(), fixed(e), signature)).isTrue();
                assertThat(ours(key(), fixed(e), der(r, N.subtract(sValue)))).isTrue();
                assertThat(ours(key(), fixed(e.add(BigInteger.ONE)), signature)).isFalse();
            }
        }
    }

    private static BigInteger twoGx() {
        P256Point two = P256Point.of(
                key().getParams().getGenerator().getAffineX(),
                key().getParams().getGenerator().getAffineY());
        two.twice();
        return P256Field.toBigInteger(two.toAffine().x).mod(N);
    }

    @Test
    void keysThatMeetTheBasePointAreAddedProperly() throws Exception {
        ECPoint g = key().getParams().getGenerator();
        for (int sign : new int[] {1, -1}) {
            ECPoint w = new ECPoint(g.getAffineX(), sign > 0 ? g.getAffineY() : P.subtract(g.getAffineY()));
            ECPublicKey same = (ECPublicKey)
                    KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(w, key().getParams()));
            // d is 1 or -1; k runs over small numbers, so that sums of small multiples of G meet each other
            for (int k = 1; k < 40; k++) {
                P256Point point = P256Point.of(g.getAffineX(), g.getAffineY());
                P256Point sum = new P256Point();
                for (int i = 0; i < k; i++) {
                    sum.add(point, false, true);
                }
                BigInteger r = P256Field.toBigInteger(sum.toAffine().x).mod(N);
                for (int s = 1; s < 6; s++) {
                    BigInteger e = BigInteger.valueOf((long) s * k)
                            .subtract(r.multiply(BigInteger.valueOf(sign)))
                            .mod(N);
                    byte[] signature = der(r, BigInteger.valueOf(s));
                    assertThat(jdks(same, fixed(e), signature)).isTrue();
                    assertThat(ours(same, fixed(e), signature)).isTrue();
                }
            }
        }
    }

    @Test
    void valuesOutOfTheirRangeAreRefused() throws Exception {
        byte[] hash = hash(MESSAGE);
        byte[] signature = sign(pair, MESSAGE);
        BigInteger r = integers(signature)[0];
        BigInteger s = integers(signature)[1];
        assertThat(ours(key(), hash, der(r, s))).isTrue();
        BigInteger[] wrong = {BigInteger.ZERO, N, N.add(BigInteger.ONE), P, BigInteger.ONE.negate(), r.negate()};
        for (BigInteger value : wrong) {
            assertThat(ours(key(), hash, der(value, s))).isFalse();
            assertThat(ours(key(), hash, der(r, value))).isFalse();
            assertThat(ours(key(), hash, der(value, value))).isFalse();
        }
        assertThat(ours(key(), hash, der(r.add(N), s))).isFalse();
        assertThat(ours(key(), hash, der(r, s.add(N)))).isFalse();
        assertThat(ours(key(), hash, der(s, r))).isFalse();
    }

    @Test
    void onlyTheCanonicalEncodingIsTaken() throws Exception {
        byte[] hash = hash(MESSAGE);
        byte[] signature = sign(pair, MESSAGE);
        byte[] r = integers(signature)[0].toByteArray();
        byte[] s = integers(signature)[1].toByteArray();
        byte[][] wrong = {
            {},
            {0x30, 0},
            {0x30, (byte) 0x80},
            concat(signature, new byte[1]),
            Arrays.copyOf(signature, signature.length - 1),
            tagged(0x31, concat(tagged(2, r), tagged(2, s))),
            tagged(0x30, concat(tagged(3, r), tagged(2, s))),
            tagged(0x30, concat(tagged(2, r), tagged(2, concat(new byte[1], s)))),
            tagged(0x30, concat(tagged(2, concat(new byte[2], r)), tagged(2, s))),
            tagged(0x30, tagged(2, r)),
            tagged(0x30, concat(tagged(2, r), tagged(2, new byte[0]))),
            tagged(0x30, concat(tagged(2, r), tagged(2, s), tagged(5, new byte[0]))),
            concat(
                    new byte[] {0x30, (byte) 0x81, (byte) (signature.length - 2)},
                    Arrays.copyOfRange(signature, 2, signature.length)),
            new byte[200],
        };
        for (byte[] bytes : wrong) {
            assertThat(ours(key(), hash, bytes))
                    .as(HexFormat.of().formatHex(bytes))
                    .isFalse();
        }
    }

    @Test
    void pointsOffTheCurveAreRefused() throws Exception {
        byte[] hash = hash(MESSAGE);
        byte[] signature = sign(pair, MESSAGE);
        BigInteger x = key().getW().getAffineX();
        BigInteger y = key().getW().getAffineY();
        assertThat(EcdsaP256.verify(x, y, hash, signature)).isTrue();
        assertThat(EcdsaP256.verify(x, y.add(BigInteger.ONE), hash, signature)).isFalse();
        assertThat(EcdsaP256.verify(x.add(P), y, hash, signature)).isFalse();
        assertThat(EcdsaP256.verify(x.negate(), y, hash, signature)).isFalse();
        assertThat(EcdsaP256.verify(BigInteger.ZERO, BigInteger.ZERO, hash, signature))
                .isFalse();
        assertThat(EcdsaP256.verify(x, P.subtract(y), hash, signature)).isFalse();
    }

    @Test
    void theFieldIsTheIntegersModuloThePrime() {
        Random random = new Random(2);
        BigInteger[] edges = {
            BigInteger.ZERO,
            BigInteger.ONE,
            P.subtract(BigInteger.ONE),
            BigInteger.ONE.shiftLeft(255),
            BigInteger.ONE.shiftLeft(224),
            BigInteger.ONE.shiftLeft(96).subtract(BigInteger.ONE)
        };
        for (int i = 0; i < 20_000; i++) {
            BigInteger a = i % 7 == 0 ? edges[random.nextInt(edges.length)] : new BigInteger(256, random).mod(P);
            BigInteger b = i % 5 == 0 ? edges[random.nextInt(edges.length)] : new BigInteger(256, random).mod(P);
            long[] x = P256Field.of(a);
            long[] y = P256Field.of(b);
            long[] r = new long[4];
            P256Field.multiply(r, x, y);
            assertThat(P256Field.toBigInteger(r)).isEqualTo(a.multiply(b).mod(P));
            P256Field.add(r, x, y);
            assertThat(P256Field.toBigInteger(r)).isEqualTo(a.add(b).mod(P));
            P256Field.subtract(r, x, y);
            assertThat(P256Field.toBigInteger(r)).isEqualTo(a.subtract(b).mod(P));
            P256Field.square(r, x);
            assertThat(P256Field.toBigInteger(r)).isEqualTo(a.multiply(a).mod(P));
        }
    }

    @Test
    void onlyKeysOfThisCurveAreTaken() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp384r1"));
        assertThat(EcdsaP256.isKey((ECPublicKey) generator.generateKeyPair().getPublic()))
                .isFalse();
        assertThat(EcdsaP256.isKey(key())).isTrue();
    }

    /** RFC 6979's example, whose signature is the same for everybody. */
    @Test
    void verifiesThePublishedExample() throws Exception {
        BigInteger x = new BigInteger("60FED4BA255A9D31C961EB74C6356D68C049B8923B61FA6CE669622E60F29FB6", 16);
        BigInteger y = new BigInteger("7903FE1008B8BC99A41AE9E95628BC64F2F1B20C2D7E9F5177A3C294D4462299", 16);
        BigInteger r = new BigInteger("EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716", 16);
        BigInteger s = new BigInteger("F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8", 16);
        assertThat(EcdsaP256.verify(
                        x, y, hash("sample".getBytes(java.nio.charset.StandardCharsets.US_ASCII)), der(r, s)))
                .isTrue();
    }

    /** Some of Wycheproof's own vectors; the JDK agrees on each, so none is mistyped. */
    @Test
    void wycheproofsVectorsOnTheArithmetic() throws Exception {
        int vectors = 0;
        byte[] hash = hash("123400".getBytes(StandardCharsets.US_ASCII));
        try (InputStream in = EcdsaP256Test.class.getResourceAsStream("wycheproof-p256-sha256.txt")) {
            for (String line : new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .toList()) {
                if (line.startsWith("#")) {
                    continue;
                }
                List<String> fields = List.of(line.split(" ", -1));
                BigInteger x = new BigInteger(fields.get(2).substring(0, 64), 16);
                BigInteger y = new BigInteger(fields.get(2).substring(64), 16);
                ECPublicKey key = (ECPublicKey) KeyFactory.getInstance("EC")
                        .generatePublic(new ECPublicKeySpec(new ECPoint(x, y), key().getParams()));
                byte[] signature = HexFormat.of().parseHex(fields.get(3));
                boolean valid = fields.get(1).equals("valid");
                assertThat(jdks(key, hash, signature)).as(line).isEqualTo(valid);
                assertThat(ours(key, hash, signature)).as(line).isEqualTo(valid);
                vectors++;
            }
        }
        assertThat(vectors).isEqualTo(12);
    }

    /** Whatever the bytes are: no exception, and never more than the JDK takes. */
    @FuzzTest
    void anyBytesAreJudgedAsByTheJdk(byte[] signature) throws Exception {
        byte[] hash = hash(MESSAGE);
        if (ours(key(), hash, signature)) {
            assertThat(jdks(key(), hash, signature)).isTrue();
        }
    }
}
