package dev.plumb.dtls.record;

import java.security.GeneralSecurityException;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** One key of one {@link Aead}, for one direction. */
public final class AeadCipher {
    private final Aead aead;
    private final SecretKeySpec key;
    private final Cipher cipher;

    /** Creates a cipher, and wipes the key. */
    public AeadCipher(Aead aead, byte[] key) {
        this.aead = aead;
        this.key = new SecretKeySpec(key, aead.isAes() ? "AES" : "ChaCha20");
        Arrays.fill(key, (byte) 0);
        try {
            cipher = Cipher.getInstance(aead.isAes() ? "AES/GCM/NoPadding" : "ChaCha20-Poly1305");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no " + aead, e);
        }
    }

    /** Encrypts {@code count} bytes in place; the tag comes behind them. A nonce never comes twice. */
    public void seal(byte[] array, int at, int count, byte[] nonce, byte[] aad, int aadBytes) {
        try {
            cipher.init(Cipher.ENCRYPT_MODE, key, parameters(nonce));
            cipher.updateAAD(aad, 0, aadBytes);
            cipher.doFinal(array, at, count, array, at);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(aead + " refuses to encrypt", e);
        }
    }

    /**
     * Opens {@code count} bytes, tag included.
     *
     * @return bytes written to {@code out}, or -1 where they are not authentic
     */
    public int open(byte[] array, int from, int count, byte[] nonce, byte[] aad, int aadBytes, byte[] out, int outAt) {
        try {
            cipher.init(Cipher.DECRYPT_MODE, key, parameters(nonce));
            cipher.updateAAD(aad, 0, aadBytes);
            return cipher.doFinal(array, from, count, out, outAt);
        } catch (AEADBadTagException e) {
            return -1;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(aead + " refuses to decrypt", e);
        }
    }

    private AlgorithmParameterSpec parameters(byte[] nonce) {
        return aead.isAes() ? new GCMParameterSpec(8 * Aead.TAG_BYTES, nonce) : new IvParameterSpec(nonce);
    }
}
