package dev.plumb.dtls;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.NamedParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.KEM;
import org.jspecify.annotations.Nullable;

/**
 * ML-KEM-768 of the JDK with keys and ciphertexts as bytes.
 *
 * @spec https://nvlpubs.nist.gov/nistpubs/fips/nist.fips.203.pdf FIPS 203, Module-Lattice-Based Key-Encapsulation Mechanism
 */
final class MlKem {
    static final int PUBLIC_BYTES = 1184;
    static final int CIPHERTEXT_BYTES = 1088;

    /** The bytes before the key in the JDK's encoding of a public key. */
    private static final byte[] X509_HEAD = HexFormat.of().parseHex("308204b2300b0609608648016503040402038204a100");

    private MlKem() {}

    /** A ciphertext for the key's owner, and the secret in it. */
    record Encapsulated(byte[] ciphertext, byte[] secret) {}

    static KeyPair generate(SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("ML-KEM");
            generator.initialize(NamedParameterSpec.ML_KEM_768, random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no ML-KEM-768", e);
        }
    }

    static byte[] publicBytes(KeyPair pair) {
        byte[] encoded = pair.getPublic().getEncoded();
        return Arrays.copyOfRange(encoded, encoded.length - PUBLIC_BYTES, encoded.length);
    }

    /** Encapsulates a secret for a public key, or returns null if it is no valid key. */
    static @Nullable Encapsulated encapsulate(byte[] publicBytes, SecureRandom random) {
        if (publicBytes.length != PUBLIC_BYTES) {
            return null;
        }
        byte[] encoded = Arrays.copyOf(X509_HEAD, X509_HEAD.length + PUBLIC_BYTES);
        System.arraycopy(publicBytes, 0, encoded, X509_HEAD.length, PUBLIC_BYTES);
        try {
            PublicKey key = KeyFactory.getInstance("ML-KEM").generatePublic(new X509EncodedKeySpec(encoded));
            KEM.Encapsulated made =
                    KEM.getInstance("ML-KEM").newEncapsulator(key, random).encapsulate();
            return new Encapsulated(made.encapsulation(), made.key().getEncoded());
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return null; // a coefficient out of its range
        }
    }

    /**
     * Decapsulates a secret, or returns null if it is no ciphertext. A wrong ciphertext yields a secret that nobody
     * else has.
     */
    static byte @Nullable [] decapsulate(PrivateKey key, byte[] ciphertext) {
        if (ciphertext.length != CIPHERTEXT_BYTES) {
            return null;
        }
        try {
            return KEM.getInstance("ML-KEM")
                    .newDecapsulator(key)
                    .decapsulate(ciphertext)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            return null;
        }
    }
}
