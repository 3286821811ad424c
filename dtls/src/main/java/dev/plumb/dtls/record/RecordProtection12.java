package dev.plumb.dtls.record;

import dev.plumb.base.bytes.BigEndian;

/**
 * DTLS 1.2's encrypted records. With AES-GCM the nonce's explicit part is the record's epoch and sequence number; with
 * ChaCha20 the nonce is these XORed to the IV, and nothing of it is sent.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc5246#section-6.2.3.3 RFC 5246 6.2.3.3, AEAD Ciphers
 * @spec https://www.rfc-editor.org/rfc/rfc5288#section-3 RFC 5288 3, AES-GCM Cipher Suites
 * @spec https://www.rfc-editor.org/rfc/rfc7905#section-2 RFC 7905 2, ChaCha20 Cipher Suites
 */
public final class RecordProtection12 implements RecordProtection {
    public static final int EPOCH = 1;

    private static final int GCM_FIXED_IV_BYTES = 4;
    private static final int EXPLICIT_NONCE_BYTES = 8;
    private static final int AAD_BYTES = 13;

    private final AeadCipher cipher;
    private final byte[] iv;
    private final int explicitBytes;
    private final byte[] nonce = new byte[Aead.NONCE_BYTES];
    private final byte[] aad = new byte[AAD_BYTES];

    /** Creates the protection from a key, which is wiped, and an IV of {@link #ivBytes} bytes. */
    public RecordProtection12(Aead aead, byte[] key, byte[] iv) {
        this.cipher = new AeadCipher(aead, key);
        this.iv = iv;
        this.explicitBytes = aead.isAes() ? EXPLICIT_NONCE_BYTES : 0;
    }

    /** Returns the number of bytes of IV in the key block. */
    public static int ivBytes(Aead aead) {
        return aead.isAes() ? GCM_FIXED_IV_BYTES : Aead.NONCE_BYTES;
    }

    @Override
    public int headBytes() {
        return RecordHeader.BYTES + explicitBytes;
    }

    @Override
    public int tailBytes() {
        return Aead.TAG_BYTES;
    }

    @Override
    public void seal(byte[] array, int at, int contentType, long sequence, int contentBytes) {
        RecordHeader header =
                new RecordHeader(contentType, EPOCH, sequence, explicitBytes + contentBytes + Aead.TAG_BYTES);
        header.write(array, at);
        if (explicitBytes > 0) {
            BigEndian.put64(array, at + RecordHeader.BYTES, header.epochAndSequence());
        }
        nonce(array, at + RecordHeader.BYTES, header.epochAndSequence());
        aad(header, contentBytes);
        cipher.seal(array, at + headBytes(), contentBytes, nonce, aad, AAD_BYTES);
    }

    /**
     * Opens what follows a header at {@code from}.
     *
     * @return bytes written to {@code out}, or -1 where it is not authentic
     */
    public int open(byte[] array, int from, RecordHeader header, byte[] out, int outAt) {
        int plain = header.length() - explicitBytes - Aead.TAG_BYTES;
        if (plain < 0) {
            return -1;
        }
        nonce(array, from, header.epochAndSequence());
        aad(header, plain);
        return cipher.open(array, from + explicitBytes, plain + Aead.TAG_BYTES, nonce, aad, AAD_BYTES, out, outAt);
    }

    private void nonce(byte[] array, int explicitAt, long epochAndSequence) {
        System.arraycopy(iv, 0, nonce, 0, iv.length);
        if (explicitBytes > 0) {
            System.arraycopy(array, explicitAt, nonce, GCM_FIXED_IV_BYTES, EXPLICIT_NONCE_BYTES);
        } else {
            Nonces.xor(nonce, epochAndSequence);
        }
    }

    private void aad(RecordHeader header, int plainBytes) {
        BigEndian.put64(aad, 0, header.epochAndSequence());
        BigEndian.put8(aad, 8, header.contentType());
        BigEndian.put16(aad, 9, RecordHeader.DTLS_1_2);
        BigEndian.put16(aad, 11, plainBytes);
    }
}
