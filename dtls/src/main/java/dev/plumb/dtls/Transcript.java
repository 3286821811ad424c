package dev.plumb.dtls;

import dev.plumb.dtls.message.RawHandshake;
import dev.plumb.dtls.suite.HashAlgorithm;
import java.io.ByteArrayOutputStream;

/**
 * All handshake messages of DTLS 1.2 so far, as signatures and hashes run over them.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc6347#section-4.2.6 RFC 6347 4.2.6, CertificateVerify and Finished Messages
 */
final class Transcript {
    private final ByteArrayOutputStream messages = new ByteArrayOutputStream();

    void add(RawHandshake message) {
        messages.writeBytes(message.toBytes());
    }

    /** Forgets them. */
    void reset() {
        messages.reset();
    }

    byte[] bytes() {
        return messages.toByteArray();
    }

    byte[] hash(HashAlgorithm hash) {
        return hash.digest().digest(bytes());
    }
}
