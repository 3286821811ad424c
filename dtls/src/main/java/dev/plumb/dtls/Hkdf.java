package dev.plumb.dtls;

import dev.plumb.dtls.message.WireWriter;
import dev.plumb.dtls.suite.HashAlgorithm;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.crypto.Mac;

/**
 * HKDF with the labels of TLS 1.3.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc5869#section-2 RFC 5869 2, HMAC-based Extract-and-Expand Key Derivation Function
 * @spec https://www.rfc-editor.org/rfc/rfc8446#section-7.1 RFC 8446 7.1, Key Schedule
 * @spec https://www.rfc-editor.org/rfc/rfc9147#section-5.9 RFC 9147 5.9, Cryptographic Label Prefix
 */
final class Hkdf {
    /** The prefix of DTLS, which has no space. */
    static final String DTLS13 = "dtls13";

    private final HashAlgorithm hash;
    private final String prefix;

    /**
     * Creates a derivation with a prefix of labels, {@link #DTLS13} or, for TLS's published vectors, {@code "tls13 "}.
     */
    Hkdf(HashAlgorithm hash, String prefix) {
        this.hash = hash;
        this.prefix = prefix;
    }

    HashAlgorithm hash() {
        return hash;
    }

    byte[] extract(byte[] salt, byte[] input) {
        return hash.mac(salt).doFinal(input);
    }

    byte[] expandLabel(byte[] secret, String label, byte[] context, int length) {
        byte[] info = new WireWriter()
                .u16(length)
                .vector8((prefix + label).getBytes(StandardCharsets.US_ASCII))
                .vector8(context)
                .toByteArray();
        return expand(secret, info, length);
    }

    /** Returns Derive-Secret with a given hash of the messages. */
    byte[] deriveSecret(byte[] secret, String label, byte[] transcriptHash) {
        return expandLabel(secret, label, transcriptHash, hash.bytes());
    }

    byte[] expand(byte[] secret, byte[] info, int length) {
        if (length > 255 * hash.bytes()) {
            throw new IllegalArgumentException("HKDF gives at most " + 255 * hash.bytes() + " bytes, not " + length);
        }
        Mac mac = hash.mac(secret);
        byte[] out = new byte[length];
        byte[] block = {};
        int counter = 1;
        for (int done = 0; done < length; done += hash.bytes()) {
            mac.update(block);
            mac.update(info);
            mac.update((byte) counter++);
            block = mac.doFinal();
            System.arraycopy(block, 0, out, done, Math.min(block.length, length - done));
        }
        Arrays.fill(block, (byte) 0);
        return out;
    }
}
