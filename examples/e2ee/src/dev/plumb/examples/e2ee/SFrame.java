package dev.plumb.examples.e2ee;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * SFrame under one key, with AES-128-GCM. Encrypting and decrypting need an object each; used on one thread.
 *
 * <pre>
 *  0 1 2 3 4 5 6 7
 * +-+-+-+-+-+-+-+-+------------------+------------------+
 * |X|  K  |Y|  C  | key id, 0-8 bytes | counter, 0-8 bytes|
 * +-+-+-+-+-+-+-+-+------------------+------------------+
 * </pre>
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9605#section-4.3 RFC 9605 4.3, SFrame Header
 * @spec https://www.rfc-editor.org/rfc/rfc9605#section-4.4 RFC 9605 4.4, Encryption Schema
 */
public final class SFrame {
    private static final int SUITE = 4;
    private static final int KEY_BYTES = 16;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int LARGEST_IN_CONFIG = 7;

    private final long keyId;
    private final SecretKeySpec key;
    private final byte[] salt;
    private long counter;

    /**
     * Creates a cipher with a key that both ends have from elsewhere.
     *
     * @param keyId the id of the key
     * @param baseKey the key, 16 bytes or more
     */
    public SFrame(long keyId, byte[] baseKey) {
        this.keyId = keyId;
        this.key = new SecretKeySpec(derive(baseKey, "SFrame 1.0 Secret key ", KEY_BYTES), "AES");
        this.salt = derive(baseKey, "SFrame 1.0 Secret salt ", NONCE_BYTES);
    }

    private byte[] derive(byte[] baseKey, String label, int length) {
        byte[] prefix = label.getBytes(StandardCharsets.US_ASCII);
        byte[] info = ByteBuffer.allocate(prefix.length + Long.BYTES + Short.BYTES)
                .put(prefix)
                .putLong(keyId)
                .putShort((short) SUITE)
                .array();
        try {
            return KDF.getInstance("HKDF-SHA256")
                    .deriveData(HKDFParameterSpec.ofExtract().addIKM(baseKey).thenExpand(info, length));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no HKDF", e);
        }
    }

    /** Encrypts a frame; {@code metadata} stays outside and is vouched for. */
    public byte[] encrypt(byte[] frame, byte[] metadata) {
        return encrypt(frame, metadata, counter++);
    }

    byte[] encrypt(byte[] frame, byte[] metadata, long atCounter) {
        byte[] header = header(keyId, atCounter);
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, atCounter, header, metadata);
            byte[] out = Arrays.copyOf(header, header.length + cipher.getOutputSize(frame.length));
            cipher.doFinal(frame, 0, frame.length, out, header.length);
            return out;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK cannot encrypt with AES-GCM", e);
        }
    }

    /** Decrypts a frame; empty where it is not under this key or was tampered with. */
    public Optional<byte[]> decrypt(byte[] sealed, byte[] metadata) {
        if (sealed.length == 0) {
            return Optional.empty();
        }
        int config = sealed[0] & 0xff;
        int keyLength = (config & 0x80) == 0 ? 0 : ((config >> 4) & 7) + 1;
        int counterLength = (config & 0x08) == 0 ? 0 : (config & 7) + 1;
        int headerLength = 1 + keyLength + counterLength;
        if (sealed.length < headerLength) {
            return Optional.empty();
        }
        long id = keyLength == 0 ? (config >> 4) & 7 : number(sealed, 1, keyLength);
        long at = counterLength == 0 ? config & 7 : number(sealed, 1 + keyLength, counterLength);
        if (id != keyId) {
            return Optional.empty();
        }
        try {
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, at, Arrays.copyOf(sealed, headerLength), metadata);
            return Optional.of(cipher.doFinal(sealed, headerLength, sealed.length - headerLength));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    private Cipher cipher(int mode, long atCounter, byte[] header, byte[] metadata) throws GeneralSecurityException {
        byte[] nonce = salt.clone();
        for (int i = 0; i < Long.BYTES; i++) {
            nonce[NONCE_BYTES - 1 - i] ^= (byte) (atCounter >>> (8 * i));
        }
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(header);
        cipher.updateAAD(metadata);
        return cipher;
    }

    static byte[] header(long keyId, long counter) {
        byte[] id = bytes(keyId);
        byte[] at = bytes(counter);
        int config = (id.length == 0 ? (int) keyId << 4 : 0x80 | ((id.length - 1) << 4))
                | (at.length == 0 ? (int) counter : 0x08 | (at.length - 1));
        return ByteBuffer.allocate(1 + id.length + at.length)
                .put((byte) config)
                .put(id)
                .put(at)
                .array();
    }

    /** Returns the fewest bytes of a value, in big-endian order, or none if it fits into the config byte. */
    private static byte[] bytes(long value) {
        if (value >= 0 && value <= LARGEST_IN_CONFIG) {
            return new byte[0];
        }
        int length = (Long.SIZE - Long.numberOfLeadingZeros(value) + 7) / 8;
        byte[] all = ByteBuffer.allocate(Long.BYTES).putLong(value).array();
        return Arrays.copyOfRange(all, Long.BYTES - length, Long.BYTES);
    }

    private static long number(byte[] from, int offset, int length) {
        long value = 0;
        for (int i = offset; i < offset + length; i++) {
            value = (value << 8) | (from[i] & 0xff);
        }
        return value;
    }
}
