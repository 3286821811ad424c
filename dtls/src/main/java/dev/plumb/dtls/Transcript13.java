package dev.plumb.dtls;

import dev.plumb.dtls.message.HandshakeType;
import dev.plumb.dtls.message.RawHandshake;
import dev.plumb.dtls.suite.HashAlgorithm;
import java.security.MessageDigest;

/**
 * The running hash over all handshake messages, without what DTLS adds to their headers.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9147#section-5.2 RFC 9147 5.2, DTLS Handshake Message Format
 * @spec https://www.rfc-editor.org/rfc/rfc8446#section-4.4.1 RFC 8446 4.4.1, The Transcript Hash
 */
final class Transcript13 {
    private final MessageDigest digest;

    Transcript13(HashAlgorithm hash) {
        digest = hash.digest();
    }

    void add(RawHandshake message) {
        digest.update(message.toTlsBytes());
    }

    /** Returns the hash so far, which continues. */
    byte[] hash() {
        try {
            return ((MessageDigest) digest.clone()).digest();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("this JDK's hashes cannot be copied", e);
        }
    }

    /** Replaces the first hello by its hash, as a HelloRetryRequest requires. */
    void replaceByHash() {
        byte[] hash = digest.digest();
        add(new RawHandshake(HandshakeType.MESSAGE_HASH, 0, hash));
    }
}
