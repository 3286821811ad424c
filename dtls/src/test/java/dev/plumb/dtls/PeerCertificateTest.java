package dev.plumb.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.testkit.Seeds;
import java.math.BigInteger;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests which keys of peers are accepted, and that nothing else in a certificate matters. */
class PeerCertificateTest {
    private static final byte[] RSA =
            DerWriter.sequence(DerWriter.oid(0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01), new byte[] {5, 0});
    private static final byte[] EC = DerWriter.oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01);
    private static final byte[] P256 = DerWriter.oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07);
    private static final byte[] VERSION = DerWriter.explicit(0, DerWriter.integer(BigInteger.TWO));
    private static final byte[] SERIAL = DerWriter.integer(BigInteger.TEN);
    private static final byte[] SHA256 = DerWriter.sequence(DerWriter.oid(0x2a));
    private static final byte[] NOTHING = DerWriter.sequence();
    private static final byte[] DATES = DerWriter.sequence(DerWriter.time(0), DerWriter.time(1));

    private static byte[] certificate(byte[] keyInfo) {
        return signed(VERSION, SERIAL, SHA256, NOTHING, DATES, NOTHING, keyInfo);
    }

    private static byte[] signed(byte[]... fields) {
        return DerWriter.sequence(DerWriter.sequence(fields), SHA256, DerWriter.bitString(new byte[64]));
    }

    private static byte[] rsa(BigInteger modulus, BigInteger exponent) {
        return DerWriter.sequence(
                RSA, DerWriter.bitString(DerWriter.sequence(DerWriter.integer(modulus), DerWriter.integer(exponent))));
    }

    private static BigInteger odd(int bits) {
        return new BigInteger(bits, new Random(bits)).setBit(bits - 1).setBit(0);
    }

    private static byte[] ecKey(String curve) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(curve), Seeds.secureRandom(1));
        return generator.generateKeyPair().getPublic().getEncoded();
    }

    @ParameterizedTest
    @CsvSource({
        "512, 65537, false",
        "768, 65537, false",
        "1024, 65537, false",
        "2047, 65537, false",
        "2048, 65537, true",
        "2048, 3, true",
        "3072, 65537, true",
        "8192, 65537, true",
        "8192, 18446744073709551615, true",
        "2048, 18446744073709551617, false",
        "2048, 1, false",
        "2048, 0, false",
        "2048, -3, false",
        "2048, 65536, false",
        "8193, 65537, false",
        "16384, 65537, false",
        "500000, 65537, false"
    })
    void takesRsaKeysOfASaneSizeAlone(int bits, BigInteger exponent, boolean isTaken) {
        assertThat(PeerCertificate.parse(certificate(rsa(odd(bits), exponent))) != null)
                .isEqualTo(isTaken);
    }

    @Test
    void takesNoModulusThatIsEvenOrNegative() {
        BigInteger exponent = BigInteger.valueOf(65_537);
        assertThat(PeerCertificate.parse(certificate(rsa(odd(2048).clearBit(0), exponent))))
                .isNull();
        assertThat(PeerCertificate.parse(certificate(rsa(odd(2048).negate(), exponent))))
                .isNull();
        assertThat(PeerCertificate.parse(certificate(rsa(BigInteger.ZERO, exponent))))
                .isNull();
    }

    @ParameterizedTest
    @CsvSource({"secp256r1, true", "secp384r1, true", "secp521r1, false"})
    void takesTheCurvesThatWeVerify(String curve, boolean isTaken) throws Exception {
        byte[] encoded = ecKey(curve);
        PeerCertificate parsed = PeerCertificate.parse(certificate(encoded));
        assertThat(parsed != null).isEqualTo(isTaken);
        if (parsed != null) {
            assertThat(parsed.key().getEncoded()).isEqualTo(encoded);
        }
    }

    @Test
    void takesPointsOnTheCurveInTheirLongFormAlone() throws Exception {
        byte[] info = ecKey("secp256r1");
        byte[] point = Arrays.copyOfRange(info, info.length - 65, info.length);
        assertThat(PeerCertificate.parse(certificate(ec(P256, point)))).isNotNull();
        byte[] compressed = Arrays.copyOf(point, 33);
        compressed[0] = (byte) (2 + (point[64] & 1));
        assertThat(PeerCertificate.parse(certificate(ec(P256, compressed)))).isNull();
        assertThat(PeerCertificate.parse(certificate(ec(P256, new byte[1])))).isNull();
        assertThat(PeerCertificate.parse(certificate(ec(P256, Arrays.copyOf(point, 66)))))
                .isNull();
        byte[] off = point.clone();
        off[64] ^= 1;
        assertThat(PeerCertificate.parse(certificate(ec(P256, off)))).isNull();
        byte[] beyond = point.clone();
        Arrays.fill(beyond, 1, 33, (byte) 0xff);
        assertThat(PeerCertificate.parse(certificate(ec(P256, beyond)))).isNull();
        byte[] explicit = DerWriter.sequence(SERIAL);
        assertThat(PeerCertificate.parse(certificate(ec(explicit, point)))).isNull();
    }

    private static byte[] ec(byte[] curve, byte[] point) {
        return DerWriter.sequence(DerWriter.sequence(EC, curve), DerWriter.bitString(point));
    }

    @Test
    void takesNoOtherKindOfKey() {
        byte[] ed25519 = DerWriter.sequence(
                DerWriter.sequence(DerWriter.oid(0x2b, 0x65, 0x70)), DerWriter.bitString(new byte[32]));
        assertThat(PeerCertificate.parse(certificate(ed25519))).isNull();
    }

    @Test
    void looksAtNothingButTheKey() throws Exception {
        byte[] key = ecKey("secp256r1");
        byte[] keyUsage = DerWriter.explicit(3, DerWriter.sequence(DerWriter.sequence(new byte[] {1, 2, 3})));
        byte[] junk = DerWriter.tagged(0x0c, new byte[] {(byte) 0xff, (byte) 0xfe});
        for (byte[] der : new byte[][] {
            signed(VERSION, SERIAL, SHA256, NOTHING, DATES, NOTHING, key),
            signed(VERSION, SERIAL, SHA256, NOTHING, DATES, NOTHING, key, keyUsage),
            signed(VERSION, SERIAL, SHA256, NOTHING, DATES, NOTHING, key, keyUsage, keyUsage),
            signed(SERIAL, SHA256, NOTHING, DATES, NOTHING, key),
            signed(VERSION, SERIAL, NOTHING, NOTHING, NOTHING, NOTHING, key),
            signed(VERSION, DerWriter.integer(BigInteger.TEN.negate()), junk, junk, junk, junk, key, junk),
        }) {
            PeerCertificate parsed = PeerCertificate.parse(der);
            assertThat(parsed).isNotNull();
            assertThat(parsed.key().getEncoded()).isEqualTo(key);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void whateverIsChangedOrCutIsReadOrRefused(int seed) throws Exception {
        byte[] der = certificate(seed == 1 ? ecKey("secp256r1") : rsa(odd(2048), BigInteger.valueOf(65_537)));
        Random random = new Random(seed);
        for (int i = 0; i < der.length; i++) {
            assertThat(PeerCertificate.parse(Arrays.copyOf(der, i))).isNull();
            byte[] changed = der.clone();
            changed[i] = (byte) random.nextInt();
            PeerCertificate.parse(changed);
        }
        byte[] deep = new byte[60_000];
        for (int i = 0; i + 4 <= deep.length; i += 4) {
            int left = deep.length - i - 4;
            deep[i] = 0x30;
            deep[i + 1] = (byte) 0x82;
            deep[i + 2] = (byte) (left >>> 8);
            deep[i + 3] = (byte) left;
        }
        assertThat(PeerCertificate.parse(deep)).isNull();
    }
}
