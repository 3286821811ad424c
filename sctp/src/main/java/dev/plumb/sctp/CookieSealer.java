package dev.plumb.sctp;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** A sealer that appends a MAC to cookies and accepts only those that have it. */
final class CookieSealer {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int MAC_BYTES = 32;

    private final SecretKeySpec key;

    CookieSealer(RandomGenerator random) {
        byte[] secret = new byte[MAC_BYTES];
        random.nextBytes(secret);
        key = new SecretKeySpec(secret, ALGORITHM);
    }

    byte[] seal(StateCookie cookie) {
        byte[] plain = cookie.toByteArray();
        byte[] sealed = Arrays.copyOf(plain, plain.length + MAC_BYTES);
        System.arraycopy(mac(plain), 0, sealed, plain.length, MAC_BYTES);
        return sealed;
    }

    /** Opens a cookie, or returns null if it is not one of ours. */
    @Nullable
    StateCookie open(byte[] sealed) {
        if (sealed.length < MAC_BYTES) {
            return null;
        }
        byte[] plain = Arrays.copyOf(sealed, sealed.length - MAC_BYTES);
        byte[] mac = Arrays.copyOfRange(sealed, plain.length, sealed.length);
        return MessageDigest.isEqual(mac, mac(plain)) ? StateCookie.parse(plain) : null;
    }

    private byte[] mac(byte[] bytes) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }
}
