package dev.plumb.dtls;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The hashes that cipher suites name. */
enum HashAlgorithm {
    SHA_256("SHA-256", "HmacSHA256", 32),
    SHA_384("SHA-384", "HmacSHA384", 48);

    private final String digestName;
    private final String macName;
    private final int bytes;

    HashAlgorithm(String digestName, String macName, int bytes) {
        this.digestName = digestName;
        this.macName = macName;
        this.bytes = bytes;
    }

    /** Returns the length of a hash, in bytes. */
    int bytes() {
        return bytes;
    }

    MessageDigest digest() {
        try {
            return MessageDigest.getInstance(digestName);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no " + digestName, e);
        }
    }

    /** Returns the HMAC with a key that is not empty. */
    Mac mac(byte[] key) {
        try {
            Mac mac = Mac.getInstance(macName);
            mac.init(new SecretKeySpec(key, macName));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no " + macName, e);
        }
    }
}
