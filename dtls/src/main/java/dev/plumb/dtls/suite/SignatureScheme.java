package dev.plumb.dtls.suite;

import dev.plumb.base.crypto.EcdsaP256;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The signature schemes that are made and verified, best first.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc8446#section-4.2.3 RFC 8446 4.2.3, Signature Algorithms
 */
public enum SignatureScheme {
    /** ECDSA on P-256 with SHA-256. */
    ECDSA_SECP256R1_SHA256(0x0403, "SHA256withECDSA", "EC", 256),
    /** ECDSA on P-384 with SHA-384. */
    ECDSA_SECP384R1_SHA384(0x0503, "SHA384withECDSA", "EC", 384),
    /** RSA-PSS with SHA-256. */
    RSA_PSS_RSAE_SHA256(0x0804, "RSASSA-PSS", "RSA", 256),
    /** RSA-PSS with SHA-384. */
    RSA_PSS_RSAE_SHA384(0x0805, "RSASSA-PSS", "RSA", 384),
    /** RSA-PSS with SHA-512. */
    RSA_PSS_RSAE_SHA512(0x0806, "RSASSA-PSS", "RSA", 512),
    /** RSA with PKCS#1, for DTLS 1.2 and certificates. */
    RSA_PKCS1_SHA256(0x0401, "SHA256withRSA", "RSA", 256);

    private final int id;
    private final String jcaName;
    private final String keyAlgorithm;
    private final int bits;

    SignatureScheme(int id, String jcaName, String keyAlgorithm, int bits) {
        this.id = id;
        this.jcaName = jcaName;
        this.keyAlgorithm = keyAlgorithm;
        this.bits = bits;
    }

    /** Returns the scheme of a number on the wire; empty for one that is not known here. */
    public static Optional<SignatureScheme> of(int id) {
        for (SignatureScheme scheme : values()) {
            if (scheme.id == id) {
                return Optional.of(scheme);
            }
        }
        return Optional.empty();
    }

    /** Returns the first of these that a key can make in a version. */
    public static Optional<SignatureScheme> choose(DtlsVersion version, List<Integer> offered, Key key) {
        for (SignatureScheme scheme : values()) {
            if (scheme.fits(version, key) && offered.contains(scheme.id)) {
                return Optional.of(scheme);
            }
        }
        return Optional.empty();
    }

    /**
     * Returns the numbers of the schemes that we accept in signatures of the highest of these versions and those below.
     */
    public static List<Integer> ids(List<DtlsVersion> versions) {
        return Arrays.stream(values())
                .filter(scheme -> scheme != RSA_PKCS1_SHA256 || versions.contains(DtlsVersion.DTLS_1_2))
                .map(SignatureScheme::id)
                .toList();
    }

    /** Returns the number on the wire. */
    public int id() {
        return id;
    }

    /** Returns the key algorithm, EC or RSA. */
    public String keyAlgorithm() {
        return keyAlgorithm;
    }

    /** Returns whether a key may sign with this scheme. DTLS 1.3 binds the curve, and has no PKCS#1. */
    public boolean fits(DtlsVersion version, Key key) {
        if (!key.getAlgorithm().equals(keyAlgorithm)) {
            return false;
        }
        if (version == DtlsVersion.DTLS_1_2) {
            return true;
        }
        return key instanceof ECKey ec ? ec.getParams().getOrder().bitLength() == bits : this != RSA_PKCS1_SHA256;
    }

    private Signature signature() throws GeneralSecurityException {
        Signature made = Signature.getInstance(jcaName);
        if (jcaName.equals("RSASSA-PSS")) {
            String hash = "SHA-" + bits;
            made.setParameter(new PSSParameterSpec(hash, "MGF1", new MGF1ParameterSpec(hash), bits / 8, 1));
        }
        return made;
    }

    /** Signs bytes. Returns the signature as TLS carries it. */
    public byte[] sign(PrivateKey key, byte[] bytes, SecureRandom random) {
        try {
            Signature signer = signature();
            signer.initSign(key, random);
            signer.update(bytes);
            return signer.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the certificate's own key refuses to sign", e);
        }
    }

    /** Returns whether {@code signature} is this key's over {@code bytes}, or false for one that cannot be read. */
    public boolean verify(PublicKey key, byte[] bytes, byte[] signature) {
        if (!key.getAlgorithm().equals(keyAlgorithm)) {
            return false;
        }
        if (this == ECDSA_SECP256R1_SHA256 && key instanceof ECPublicKey ec && EcdsaP256.isKey(ec)) {
            return EcdsaP256.verify(
                    ec.getW().getAffineX(),
                    ec.getW().getAffineY(),
                    HashAlgorithm.SHA_256.digest().digest(bytes),
                    signature);
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
