package dev.plumb.transport.dtls;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.HexFormat;

/**
 * A certificate with its private key: ECDSA on P-256, signed by itself. Immutable; may be shared by connections and threads.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc5280#section-4.1 RFC 5280 4.1, Basic Certificate Fields
 * @spec https://www.rfc-editor.org/rfc/rfc8827#section-6.5 RFC 8827 6.5, Communications Security
 */
public final class DtlsCertificate {
    private static final byte[] ECDSA_WITH_SHA256 =
            DerWriter.sequence(DerWriter.oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02));
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
     * @param random where key, serial number, name and signature come from
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
            KeyPair pair = generator.generateKeyPair();
            byte[] tbs = toBeSigned(random, pair.getPublic().getEncoded(), notBeforeUnixMillis, notAfterUnixMillis);
            byte[] signature = sign(pair.getPrivate(), tbs, random);
            byte[] der = DerWriter.sequence(tbs, ECDSA_WITH_SHA256, DerWriter.bitString(signature));
            return new DtlsCertificate(pair.getPrivate(), der, notAfterUnixMillis / 1000 * 1000);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK cannot make an ECDSA P-256 certificate", e);
        }
    }

    /**
     * Takes a stored certificate.
     *
     * @param pkcs8 the private key, as {@link #pkcs8()} gave it
     * @param der the certificate, as {@link #derBytes()} gave it
     * @param random for the signature that shows that the two belong together
     * @throws IllegalArgumentException where they cannot be read, are not ECDSA on P-256 or do not belong together
     */
    public static DtlsCertificate fromStored(byte[] pkcs8, byte[] der, SecureRandom random) {
        try {
            PrivateKey key = KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            X509Certificate parsed = (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
            if (!(parsed.getPublicKey() instanceof ECPublicKey ec)
                    || ec.getParams().getOrder().bitLength() != 256) {
                throw new IllegalArgumentException("the certificate's key is not ECDSA on P-256");
            }
            byte[] probe = {1, 2, 3};
            if (!SignatureScheme.ECDSA_SECP256R1_SHA256.verify(ec, probe, sign(key, probe, random))) {
                throw new IllegalArgumentException("private key and certificate do not belong together");
            }
            return new DtlsCertificate(
                    key, der.clone(), parsed.getNotAfter().toInstant().toEpochMilli());
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("not a PKCS#8 key and an X.509 certificate on P-256", e);
        }
    }

    private static byte[] toBeSigned(
            SecureRandom random, byte[] spki, long notBeforeUnixMillis, long notAfterUnixMillis) {
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
                ECDSA_WITH_SHA256,
                name,
                DerWriter.sequence(DerWriter.time(notBeforeUnixMillis), DerWriter.time(notAfterUnixMillis)),
                name,
                spki);
    }

    private static byte[] sign(PrivateKey key, byte[] bytes, SecureRandom random) throws GeneralSecurityException {
        Signature signer = Signature.getInstance("SHA256withECDSA");
        signer.initSign(key, random);
        signer.update(bytes);
        return signer.sign();
    }

    /** Signs with ECDSA over SHA-256; the signature in DER form, as TLS carries it. */
    byte[] sign(byte[] bytes, SecureRandom random) {
        try {
            return sign(key, bytes, random);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the certificate's own key refuses to sign", e);
        }
    }

    /** Its fingerprint; {@code algorithm} as for {@link DtlsFingerprint#of}. */
    public DtlsFingerprint fingerprint(String algorithm) {
        return DtlsFingerprint.of(algorithm, der);
    }

    /** The certificate in DER form; a copy. */
    public byte[] derBytes() {
        return der.clone();
    }

    /** The private key in PKCS#8 form: a secret, for the application's own store. */
    public byte[] pkcs8() {
        return key.getEncoded();
    }

    /** When it ends to be valid, in milliseconds since 1970. */
    public long expiresUnixMillis() {
        return expiresUnixMillis;
    }

    @Override
    public String toString() {
        return "DtlsCertificate[" + fingerprint("sha-256") + "]";
    }
}
