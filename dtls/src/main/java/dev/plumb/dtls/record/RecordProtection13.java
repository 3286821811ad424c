package dev.plumb.dtls.record;

import dev.plumb.base.bytes.BigEndian;

/**
 * DTLS 1.3's encrypted records: the content's type is encrypted with it, the sequence number hidden.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9147#section-4 RFC 9147 4, The DTLS Record Layer
 * @spec https://www.rfc-editor.org/rfc/rfc8446#section-5.2 RFC 8446 5.2, Record Payload Protection
 */
public final class RecordProtection13 implements RecordProtection {
    private static final int TYPE_BYTES = 1;

    private final int epochBits;
    private final AeadCipher cipher;
    private final SequenceMask mask;
    private final byte[] iv;
    private final byte[] nonce = new byte[Aead.NONCE_BYTES];
    private final byte[] aad = new byte[UnifiedHeader.MAX_BYTES];

    /** Creates the protection of an epoch, and wipes both keys. */
    public RecordProtection13(Aead aead, long epoch, byte[] key, byte[] iv, byte[] snKey) {
        this.epochBits = (int) (epoch & 3);
        this.cipher = new AeadCipher(aead, key);
        this.mask = new SequenceMask(aead, snKey);
        this.iv = iv;
    }

    @Override
    public int headBytes() {
        return UnifiedHeader.WRITTEN_BYTES;
    }

    @Override
    public int tailBytes() {
        return TYPE_BYTES + Aead.TAG_BYTES;
    }

    @Override
    public void seal(byte[] array, int at, int contentType, long sequence, int contentBytes) {
        int bodyAt = at + UnifiedHeader.WRITTEN_BYTES;
        new UnifiedHeader(epochBits, 2, true, contentBytes + TYPE_BYTES + Aead.TAG_BYTES).write(array, at, sequence);
        BigEndian.put8(array, bodyAt + contentBytes, contentType);
        System.arraycopy(array, at, aad, 0, UnifiedHeader.WRITTEN_BYTES);
        nonce(sequence);
        cipher.seal(array, bodyAt, contentBytes + TYPE_BYTES, nonce, aad, UnifiedHeader.WRITTEN_BYTES);
        int hidden = BigEndian.u16(array, at + 1) ^ mask.mask16(array, bodyAt);
        BigEndian.put16(array, at + 1, hidden);
    }

    /** Returns the sequence number of a record whose header is at {@code from}. */
    public long sequence(byte[] array, int from, UnifiedHeader header, long dueSequence) {
        int bits = mask.mask16(array, from + header.bytes());
        int low = header.sequenceBytes() == 2
                ? BigEndian.u16(array, from + 1) ^ bits
                : BigEndian.u8(array, from + 1) ^ (bits >>> 8);
        return header.sequence(low, dueSequence);
    }

    /**
     * Opens a record whose header is at {@code from}.
     *
     * @return bytes written to {@code out}, content's type and padding among them, or -1 where it is not authentic
     */
    public int open(byte[] array, int from, UnifiedHeader header, long sequence, byte[] out, int outAt) {
        header.write(aad, 0, sequence);
        nonce(sequence);
        return cipher.open(array, from + header.bytes(), header.length(), nonce, aad, header.bytes(), out, outAt);
    }

    private void nonce(long sequence) {
        System.arraycopy(iv, 0, nonce, 0, nonce.length);
        Nonces.xor(nonce, sequence);
    }
}
