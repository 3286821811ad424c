package dev.plumb.rtp.rtp;

import dev.plumb.base.crypto.SrtpKeys;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The keys that a session has sent with, stored as digests. Returning to old keys would use their key streams twice.
 */
final class UsedKeys {
    private static final int AT_MOST = 4096;

    private final Set<ByteBuffer> used = new HashSet<>();
    private @Nullable ByteBuffer present;

    /**
     * Begins to use keys. Returns false if they are in use already.
     *
     * @throws IllegalArgumentException if the keys were in use before others, or if the keys have changed too often to
     *     remember all of them
     */
    boolean begin(SrtpKeys keys) {
        ByteBuffer digest = digest(keys);
        if (digest.equals(present)) {
            return false;
        }
        if (used.contains(digest)) {
            throw new IllegalArgumentException("these keys were in use before others: export new ones");
        }
        if (used.size() >= AT_MOST) {
            throw new IllegalArgumentException("the keys have changed " + AT_MOST + " times: make a new session");
        }
        used.add(digest);
        present = digest;
        return true;
    }

    private static ByteBuffer digest(SrtpKeys keys) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(keys.localKey());
            return ByteBuffer.wrap(sha256.digest(keys.localSalt()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK lacks SHA-256", e);
        }
    }
}
