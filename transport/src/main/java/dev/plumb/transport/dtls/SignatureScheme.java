package dev.plumb.transport.dtls;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Optional;

/**
 * The signatures that we verify; we make only the first.
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

    int id() {
        return id;
    }

    /** Whether {@code signature} is this key's over {@code bytes}; false as well for what cannot be read. */
    boolean verify(PublicKey key, byte[] bytes, byte[] signature) {
        if (!key.getAlgorithm().equals(keyAlgorithm)) {
            return false;
        }
        try {
            Signature verifier = Signature.getInstance(jcaName);
            if (this == RSA_PSS_RSAE_SHA256) {
                verifier.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
            }
            verifier.initVerify(key);
            verifier.update(bytes);
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
