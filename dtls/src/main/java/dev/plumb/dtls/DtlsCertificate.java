package dev.plumb.dtls;

import dev.plumb.dtls.suite.SignatureScheme;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.HexFormat;

/**
 * A certificate with its private key, ECDSA on P-256 or RSA of 2048 bits, signed by itself. Immutable; may be shared by
 * connections and threads.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc5280#section-4.1 RFC 5280 4.1, Basic Certificate Fields
 * @spec https://www.rfc-editor.org/rfc/rfc8827#section-6.5 RFC 8827 6.5, Communications Security
 */
public final class DtlsCertificate {
    private static final byte[] ECDSA_WITH_SHA256 =
            DerWriter.sequence(DerWriter.oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02));
    private static final byte[] RSA_WITH_SHA256 = DerWriter.sequence(
            DerWriter.oid(0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0b), new byte[] {0x05, 0x00});
    private static final int RSA_BITS = 2048;
    private static final byte[] COMMON_NAME = DerWriter.oid(0x55, 0x04, 0x03);

    private final PrivateKey key;
    private final byte[] der;
    private final long expiresUnixMillis;

    private DtlsCertificate(PrivateKey key, byte[] der, long expiresUnixMillis) {
        this.key = key;
        this.der = der;
        this.expiresUnixMillis = expiresUnixMillis;
    }

    /**
     * Makes a key pair and a certificate with a random serial number and name. It takes a fraction of a millisecond.
     *
     * @param random the source of key, serial number, name and signature
     * @param notBeforeUnixMillis begin of validity, in milliseconds since 1970
     * @param notAfterUnixMillis end of validity, after its begin
     */
    public static DtlsCertificate generate(SecureRandom random, long notBeforeUnixMillis, long notAfterUnixMillis) {
        if (notAfterUnixMillis <= notBeforeUnixMillis) {
            throw new IllegalArgumentException("the validity must end after it begins");
        }
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            return selfSigned(
                    generator.generateKeyPair(),
                    SignatureScheme.ECDSA_SECP256R1_SHA256,
                    ECDSA_WITH_SHA256,
                    random,
                    notBeforeUnixMillis,
                    notAfterUnixMillis);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK cannot make an ECDSA P-256 key", e);
        }
    }

    /**
     * Generates a certificate with an RSA key of 2048 bits, which takes some hundred milliseconds.
     *
     * @param random the source of key, serial number and name
     * @param notBeforeUnixMillis begin of validity, in milliseconds since 1970
     * @param notAfterUnixMillis end of validity, after its begin
     */
    public static DtlsCertificate generateRsa(SecureRandom random, long notBeforeUnixMillis, long notAfterUnixMillis) {
        if (notAfterUnixMillis <= notBeforeUnixMillis) {
            throw new IllegalArgumentException("the validity must end after it begins");
        }
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(RSA_BITS, random);
            return selfSigned(
                    generator.generateKeyPair(),
                    SignatureScheme.RSA_PKCS1_SHA256,
                    RSA_WITH_SHA256,
                    random,
                    notBeforeUnixMillis,
                    notAfterUnixMillis);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK cannot make an RSA key", e);
        }
    }

    private static DtlsCertificate selfSigned(
            KeyPair pair,
            SignatureScheme scheme,
            byte[] algorithm,
            SecureRandom random,
            long notBeforeUnixMillis,
            long notAfterUnixMillis) {
        byte[] tbs =
                toBeSigned(random, pair.getPublic().getEncoded(), algorithm, notBeforeUnixMillis, notAfterUnixMillis);
        byte[] signature = scheme.sign(pair.getPrivate(), tbs, random);
        byte[] der = DerWriter.sequence(tbs, algorithm, DerWriter.bitString(signature));
        return new DtlsCertificate(pair.getPrivate(), der, notAfterUnixMillis / 1000 * 1000);
    }

    /**
     * Loads a stored certificate.
     *
     * @param pkcs8 the private key, as {@link #pkcs8()} gave it
     * @param der the certificate, as {@link #derBytes()} gave it
     * @param random the source for the signature that shows that the two belong together
     * @throws IllegalArgumentException where they cannot be read, are neither ECDSA on P-256 or P-384 nor RSA of 2048
     *     bits or more, or do not belong together
     */
    public static DtlsCertificate fromStored(byte[] pkcs8, byte[] der, SecureRandom random) {
        try {
            X509Certificate parsed = (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
            SignatureScheme scheme = schemeOf(parsed.getPublicKey());
            PrivateKey key =
                    KeyFactory.getInstance(scheme.keyAlgorithm()).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            byte[] probe = {1, 2, 3};
            if (!scheme.verify(parsed.getPublicKey(), probe, scheme.sign(key, probe, random))) {
                throw new IllegalArgumentException("private key and certificate do not belong together");
            }
            return new DtlsCertificate(
                    key, der.clone(), parsed.getNotAfter().toInstant().toEpochMilli());
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("not a PKCS#8 key and an X.509 certificate", e);
        }
    }

    private static SignatureScheme schemeOf(PublicKey key) {
        if (key instanceof ECPublicKey ec && ec.getParams().getOrder().bitLength() == 256) {
            return SignatureScheme.ECDSA_SECP256R1_SHA256;
        }
        if (key instanceof ECPublicKey ec && ec.getParams().getOrder().bitLength() == 384) {
            return SignatureScheme.ECDSA_SECP384R1_SHA384;
        }
        if (key instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() >= RSA_BITS) {
            return SignatureScheme.RSA_PKCS1_SHA256;
        }
        throw new IllegalArgumentException(
                "the certificate's key is neither ECDSA on P-256 or P-384 nor RSA of 2048 bits");
    }

    private static byte[] toBeSigned(
            SecureRandom random, byte[] spki, byte[] algorithm, long notBeforeUnixMillis, long notAfterUnixMillis) {
        byte[] serial = new byte[16];
        random.nextBytes(serial);
        serial[0] = (byte) ((serial[0] & 0x3f) | 0x40);
        byte[] label = new byte[8];
        random.nextBytes(label);
        byte[] attribute = DerWriter.sequence(
                COMMON_NAME, DerWriter.utf8String(HexFormat.of().formatHex(label)));
        byte[] name = DerWriter.sequence(DerWriter.set(attribute));
        return DerWriter.sequence(
                DerWriter.explicit(0, DerWriter.integer(BigInteger.TWO)),
                DerWriter.integer(new BigInteger(serial)),
                algorithm,
                name,
                DerWriter.sequence(DerWriter.time(notBeforeUnixMillis), DerWriter.time(notAfterUnixMillis)),
                name,
                spki);
    }

    /** Returns the key algorithm, EC or RSA. */
    String keyAlgorithm() {
        return key.getAlgorithm();
    }

    /** Returns the key, to be asked which signatures it can make. */
    Key key() {
        return key;
    }

    /** Signs by a scheme that fits its key; the signature as TLS carries it. */
    byte[] sign(SignatureScheme scheme, byte[] bytes, SecureRandom random) {
        return scheme.sign(key, bytes, random);
    }

    /** Returns the fingerprint, with {@code algorithm} as for {@link DtlsFingerprint#of}. */
    public DtlsFingerprint fingerprint(String algorithm) {
        return DtlsFingerprint.of(algorithm, der);
    }

    /** Returns a copy of the certificate in DER form. */
    public byte[] derBytes() {
        return der.clone();
    }

    /** Returns the private key in PKCS#8 form, a secret for the application's own store. */
    public byte[] pkcs8() {
        return key.getEncoded();
    }

    /** Returns the expiry time, in milliseconds since 1970. */
    public long expiresUnixMillis() {
        return expiresUnixMillis;
    }

    @Override
    public String toString() {
        return "DtlsCertificate[" + fingerprint("sha-256") + "]";
    }
}
