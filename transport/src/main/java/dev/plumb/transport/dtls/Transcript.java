package dev.plumb.transport.dtls;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * All handshake messages so far, as signatures and hashes run over them.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc6347#section-4.2.6 RFC 6347 4.2.6, CertificateVerify and Finished Messages
 */
final class Transcript {
    private final ByteArrayOutputStream messages = new ByteArrayOutputStream();

    void add(RawHandshake message) {
        messages.writeBytes(message.toBytes());
    }

    /** Begins again: a HelloVerifyRequest and the hello before it do not count. */
    void reset() {
        messages.reset();
    }

    byte[] bytes() {
        return messages.toByteArray();
    }

    byte[] sha256() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK has no SHA-256", e);
        }
    }
}
