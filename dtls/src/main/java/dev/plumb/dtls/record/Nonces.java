package dev.plumb.dtls.record;

import dev.plumb.base.bytes.BigEndian;

/**
 * Nonces made of an IV and a number.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc8446#section-5.3 RFC 8446 5.3, Per-Record Nonce
 */
public final class Nonces {
    private static final int NUMBER_AT = Aead.NONCE_BYTES - 8;

    private Nonces() {}

    /** XORs a number into the last eight bytes of a copy of an IV. */
    public static void xor(byte[] iv, long number) {
        BigEndian.put64(iv, NUMBER_AT, BigEndian.i64(iv, NUMBER_AT) ^ number);
    }
}
