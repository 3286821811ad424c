package dev.plumb.transport.dtls;

import dev.plumb.base.bytes.BigEndian;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-128-GCM for the records of one direction. The explicit part of a nonce is the record's epoch and sequence number.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc5288#section-3 RFC 5288 3, AES-GCM Cipher Suites
 * @spec https://www.rfc-editor.org/rfc/rfc5246#section-6.2.3.3 RFC 5246 6.2.3.3, AEAD Ciphers
 */
final class AeadCipher {
    static final int KEY_BYTES = 16;
    static final int FIXED_IV_BYTES = 4;
    static final int EXPLICIT_NONCE_BYTES = 8;
    static final int TAG_BYTES = 16;

    /** What it adds to a record. */
    static final int OVERHEAD_BYTES = EXPLICIT_NONCE_BYTES + TAG_BYTES;

    private static final int AAD_BYTES = 13;

    private final SecretKeySpec key;
    private final byte[] nonce = new byte[FIXED_IV_BYTES + EXPLICIT_NONCE_BYTES];
    private final byte[] aad = new byte[AAD_BYTES];
    private final Cipher cipher;

    /** A cipher; both arrays are wiped. */
    AeadCipher(byte[] key, byte[] fixedIv) {
        this.key = new SecretKeySpec(key, "AES");
        System.arraycopy(fixedIv, 0, nonce, 0, FIXED_IV_BYTES);
        Arrays.fill(key, (byte) 0);
        Arrays.fill(fixedIv, (byte) 0);
        try {
            cipher = Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no AES/GCM", e);
        }
    }

    /**
     * Protects {@code count} bytes in place at {@code at}; the explicit nonce is written before them, the tag behind them.
     *
     * @param epochAndSequence 16 bits of epoch, 48 of sequence number; never the same twice
     */
    void seal(byte[] array, int at, int count, int contentType, long epochAndSequence) {
        BigEndian.put64(array, at - EXPLICIT_NONCE_BYTES, epochAndSequence);
        BigEndian.put64(nonce, FIXED_IV_BYTES, epochAndSequence);
        try {
            init(Cipher.ENCRYPT_MODE, contentType, epochAndSequence, count);
            cipher.doFinal(array, at, count, array, at);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES/GCM refuses to encrypt", e);
        }
    }

    /**
     * Opens a record's body of {@code count} bytes at {@code from}: explicit nonce, ciphertext, tag.
     *
     * @return bytes written to {@code out}, or -1 where it is not authentic
     */
    int open(byte[] array, int from, int count, int contentType, long epochAndSequence, byte[] out, int outAt) {
        int plain = count - OVERHEAD_BYTES;
        if (plain < 0) {
            return -1;
        }
        System.arraycopy(array, from, nonce, FIXED_IV_BYTES, EXPLICIT_NONCE_BYTES);
        try {
            init(Cipher.DECRYPT_MODE, contentType, epochAndSequence, plain);
            return cipher.doFinal(array, from + EXPLICIT_NONCE_BYTES, count - EXPLICIT_NONCE_BYTES, out, outAt);
        } catch (AEADBadTagException e) {
            return -1;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES/GCM refuses to decrypt", e);
        }
    }

    private void init(int mode, int contentType, long epochAndSequence, int plainBytes)
            throws GeneralSecurityException {
        BigEndian.put64(aad, 0, epochAndSequence);
        BigEndian.put8(aad, 8, contentType);
        BigEndian.put16(aad, 9, RecordHeader.DTLS_1_2);
        BigEndian.put16(aad, 11, plainBytes);
        cipher.init(mode, key, new GCMParameterSpec(8 * TAG_BYTES, nonce));
        cipher.updateAAD(aad);
    }
}
