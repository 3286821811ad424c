package dev.plumb.rtp.srtp;

import dev.plumb.base.bytes.BigEndian;
import dev.plumb.base.bytes.Packet;
import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-GCM with a 16-byte tag.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc7714#section-8 RFC 7714 8, AEAD_AES_128_GCM and AEAD_AES_256_GCM for SRTP
 * @spec https://www.rfc-editor.org/rfc/rfc7714#section-9 RFC 7714 9, for SRTCP
 */
final class GcmCipher implements PacketCipher {
    private static final int TAG_BYTES = 16;
    private static final int RTCP_HEADER_BYTES = 8;

    private final Cipher cipher;
    private final SecretKeySpec key;
    private final byte[] salt;
    private final byte[] iv = new byte[12];
    private final byte[] word = new byte[TRAILER_BYTES];
    private final byte[] scratch = new byte[64];

    GcmCipher(byte[] key, byte[] salt) {
        this.key = new SecretKeySpec(key, "AES");
        this.salt = salt.clone();
        try {
            cipher = Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK lacks AES-GCM", e);
        }
    }

    @Override
    public int tagBytes() {
        return TAG_BYTES;
    }

    @Override
    public void protectRtp(Packet p, int headerBytes, long ssrc, long index) {
        init(Cipher.ENCRYPT_MODE, ssrc, index);
        seal(p, headerBytes);
    }

    @Override
    public boolean unprotectRtp(Packet p, int headerBytes, long ssrc, long index) {
        if (p.length() < headerBytes + TAG_BYTES) {
            return false;
        }
        init(Cipher.DECRYPT_MODE, ssrc, index);
        cipher.updateAAD(p.array(), p.offset(), headerBytes);
        return open(p, headerBytes);
    }

    @Override
    public void protectRtcp(Packet p, long ssrc, long index) {
        init(Cipher.ENCRYPT_MODE, ssrc, index);
        BigEndian.put32(word, 0, ENCRYPTED | index);
        cipher.updateAAD(p.array(), p.offset(), RTCP_HEADER_BYTES);
        cipher.updateAAD(word, 0, TRAILER_BYTES);
        encrypt(p, RTCP_HEADER_BYTES);
        p.append(word, 0, TRAILER_BYTES);
    }

    @Override
    public boolean unprotectRtcp(Packet p, long ssrc) {
        int bytes = p.length() - TRAILER_BYTES;
        if (bytes < RTCP_HEADER_BYTES + TAG_BYTES) {
            return false;
        }
        long trailer = p.u32(bytes);
        BigEndian.put32(word, 0, trailer);
        p.length(bytes);
        init(Cipher.DECRYPT_MODE, ssrc, trailer & ~ENCRYPTED);
        boolean encrypted = (trailer & ENCRYPTED) != 0;
        int from = encrypted ? RTCP_HEADER_BYTES : bytes - TAG_BYTES;
        cipher.updateAAD(p.array(), p.offset(), from);
        cipher.updateAAD(word, 0, TRAILER_BYTES);
        return open(p, from);
    }

    @Override
    public long rtcpIndex(Packet p) {
        int at = p.length() - TRAILER_BYTES;
        return at < RTCP_HEADER_BYTES ? -1 : p.u32(at) & ~ENCRYPTED;
    }

    private void seal(Packet p, int headerBytes) {
        cipher.updateAAD(p.array(), p.offset(), headerBytes);
        encrypt(p, headerBytes);
    }

    private void encrypt(Packet p, int from) {
        int plain = p.length() - from;
        p.append(scratch, 0, TAG_BYTES);
        try {
            cipher.doFinal(p.array(), p.offset() + from, plain, p.array(), p.offset() + from);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the tag was given room", e);
        }
    }

    private boolean open(Packet p, int from) {
        try {
            int plain = cipher.doFinal(p.array(), p.offset() + from, p.length() - from, p.array(), p.offset() + from);
            p.length(from + plain);
            return true;
        } catch (AEADBadTagException e) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("decrypting needs no more room than there is", e);
        }
    }

    /**
     * Sets the nonce: two zero bytes, SSRC and 48 bits of index, all mixed with the salt. SRTCP's index has 31 bits, so
     * the same holds.
     */
    private void init(int mode, long ssrc, long index) {
        BigEndian.put16(iv, 0, 0);
        BigEndian.put32(iv, 2, ssrc);
        BigEndian.put48(iv, 6, index);
        for (int i = 0; i < iv.length; i++) {
            iv[i] ^= salt[i];
        }
        try {
            cipher.init(mode, key, new GCMParameterSpec(8 * TAG_BYTES, iv));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a packet is never protected twice", e);
        }
    }
}
