package dev.plumb.rtp.srtp;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Session keys out of a master key: AES in counter mode over zeros, once (the key derivation rate is zero).
 *
 * @spec https://www.rfc-editor.org/rfc/rfc3711#section-4.3 RFC 3711 4.3, Key Derivation
 * @spec https://www.rfc-editor.org/rfc/rfc7714#section-11 RFC 7714 11, Key Derivation Functions
 */
final class KeyDerivation {
    static final int RTP_ENCRYPTION = 0;
    static final int RTP_AUTHENTICATION = 1;
    static final int RTP_SALT = 2;
    static final int RTCP_ENCRYPTION = 3;
    static final int RTCP_AUTHENTICATION = 4;
    static final int RTCP_SALT = 5;

    private static final int LABEL_INDEX = 7;

    private KeyDerivation() {}

    /** Returns a session key. A salt of 12 bytes counts as one of 14 whose last two are zero. */
    static byte[] derive(byte[] masterKey, byte[] masterSalt, int label, int bytes) {
        byte[] iv = Arrays.copyOf(masterSalt, 16);
        iv[LABEL_INDEX] ^= (byte) label;
        try {
            Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(masterKey, "AES"), new IvParameterSpec(iv));
            return cipher.doFinal(new byte[bytes]);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK lacks AES in counter mode", e);
        }
    }
}
