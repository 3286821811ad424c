package dev.plumb.dtls.record;

import dev.plumb.base.bytes.BigEndian;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.ChaCha20ParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Hides sequence numbers by a mask that is made of the record's own ciphertext.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9147#section-4.2.3 RFC 9147 4.2.3, Record Number Encryption
 */
public final class SequenceMask {
    /** Bytes of ciphertext that a mask is made of; every record has as many. */
    public static final int SAMPLE_BYTES = 16;

    private static final int COUNTER_BYTES = 4;
    private static final int CHACHA_NONCE_BYTES = 12;
    private static final byte[] ZEROS = new byte[SAMPLE_BYTES];

    private final boolean isAes;
    private final SecretKeySpec key;
    private final Cipher cipher;
    private final byte[] block = new byte[SAMPLE_BYTES];

    /** Creates a mask with a key, which is wiped. */
    public SequenceMask(Aead aead, byte[] snKey) {
        isAes = aead.isAes();
        key = new SecretKeySpec(snKey, isAes ? "AES" : "ChaCha20");
        Arrays.fill(snKey, (byte) 0);
        try {
            cipher = Cipher.getInstance(isAes ? "AES/ECB/NoPadding" : "ChaCha20");
            if (isAes) {
                cipher.init(Cipher.ENCRYPT_MODE, key);
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK cannot make masks of " + aead, e);
        }
    }

    /** Returns the first 16 bits of the mask for a record whose ciphertext begins at {@code at}. */
    public int mask16(byte[] array, int at) {
        try {
            if (isAes) {
                cipher.update(array, at, SAMPLE_BYTES, block, 0);
            } else {
                int counter = Integer.reverseBytes((int) BigEndian.u32(array, at));
                byte[] nonce = Arrays.copyOfRange(array, at + COUNTER_BYTES, at + COUNTER_BYTES + CHACHA_NONCE_BYTES);
                // the JDK refuses to encrypt twice with a nonce, which two records may share here; decrypting is the
                // same
                cipher.init(Cipher.DECRYPT_MODE, key, new ChaCha20ParameterSpec(nonce, counter));
                cipher.doFinal(ZEROS, 0, SAMPLE_BYTES, block, 0);
            }
            return BigEndian.u16(block, 0);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the cipher of sequence numbers refuses", e);
        }
    }
}
