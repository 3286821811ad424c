package dev.plumb.transport.dtls;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The signatures that we make and verify, best first.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc8446#section-4.2.3 RFC 8446 4.2.3, Signature Algorithms
 */
enum SignatureScheme {
    ECDSA_SECP256R1_SHA256(0x0403, "SHA256withECDSA", "EC"),
    RSA_PSS_RSAE_SHA256(0x0804, "RSASSA-PSS", "RSA"),
    RSA_PKCS1_SHA256(0x0401, "SHA256withRSA", "RSA");

    private final int id;
    private final String jcaName;
    private final String keyAlgorithm;

    SignatureScheme(int id, String jcaName, String keyAlgorithm) {
        this.id = id;
        this.jcaName = jcaName;
        this.keyAlgorithm = keyAlgorithm;
    }

    static Optional<SignatureScheme> of(int id) {
        for (SignatureScheme scheme : values()) {
            if (scheme.id == id) {
                return Optional.of(scheme);
            }
        }
        return Optional.empty();
    }

    /** The first of these that a key of this kind can make. */
    static Optional<SignatureScheme> choose(List<Integer> offered, String keyAlgorithm) {
        for (SignatureScheme scheme : values()) {
            if (scheme.keyAlgorithm.equals(keyAlgorithm) && offered.contains(scheme.id)) {
                return Optional.of(scheme);
            }
        }
        return Optional.empty();
    }

    static List<Integer> ids() {
        return Arrays.stream(values()).map(SignatureScheme::id).toList();
    }

    int id() {
        return id;
    }

    /** EC or RSA. */
    String keyAlgorithm() {
        return keyAlgorithm;
    }

    private Signature signature() throws GeneralSecurityException {
        Signature made = Signature.getInstance(jcaName);
        if (this == RSA_PSS_RSAE_SHA256) {
            made.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
        }
        return made;
    }

    /** Signs; the signature as TLS carries it. */
    byte[] sign(PrivateKey key, byte[] bytes, SecureRandom random) {
        try {
            Signature signer = signature();
            signer.initSign(key, random);
            signer.update(bytes);
            return signer.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the certificate's own key refuses to sign", e);
        }
    }

    /** Whether {@code signature} is this key's over {@code bytes}; false as well for what cannot be read. */
    boolean verify(PublicKey key, byte[] bytes, byte[] signature) {
        if (!key.getAlgorithm().equals(keyAlgorithm)) {
            return false;
        }
        try {
            Signature verifier = signature();
            verifier.initVerify(key);
            verifier.update(bytes);
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
