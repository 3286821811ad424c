package dev.plumb.ice.stun;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key of MESSAGE-INTEGRITY by short-term credentials: an ICE password.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc8489#section-14.5 RFC 8489 14.5, MESSAGE-INTEGRITY
 */
public final class Integrity {
    /** Bytes of the HMAC-SHA1. */
    static final int BYTES = 20;

    private final Mac mac;

    private Integrity(byte[] key) {
        try {
            mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(key, "HmacSHA1"));
        } catch (InvalidKeyException e) {
            throw new IllegalArgumentException("a password must not be empty", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no HmacSHA1", e);
        }
    }

    /** Returns the key of a password. */
    public static Integrity ofPassword(String password) {
        return new Integrity(password.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns the HMAC of a message's head, with its length field read as {@code lengthField}. */
    byte[] over(byte[] message, int count, int lengthField) {
        byte[] head = Arrays.copyOf(message, count);
        head[2] = (byte) (lengthField >>> 8);
        head[3] = (byte) lengthField;
        return mac.doFinal(head);
    }
}
