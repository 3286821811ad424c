package dev.plumb.rtp.srtp;

import dev.plumb.base.bytes.BigEndian;
import dev.plumb.base.bytes.Packet;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES in counter mode with an 80-bit HMAC-SHA1 tag. The key stream is made from whole blocks encrypted at once with a
 * cipher that is set up once, because setting one up for each packet's counter allocates.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc3711#section-4.1.1 RFC 3711 4.1.1, AES in Counter Mode
 * @spec https://www.rfc-editor.org/rfc/rfc3711#section-4.2.1 RFC 3711 4.2.1, HMAC-SHA1
 */
final class CounterModeCipher implements PacketCipher {
    static final int AUTHENTICATION_KEY_BYTES = 20;

    private static final int TAG_BYTES = 10;
    private static final int BLOCK = 16;
    private static final int RTCP_HEADER_BYTES = 8;
    private static final int CHUNK = 2048;

    private final Cipher blocks;
    private final Mac mac;
    private final byte[] salt = new byte[BLOCK];
    private final byte[] counters = new byte[CHUNK];
    private final byte[] keyStream = new byte[CHUNK];
    private final byte[] tag = new byte[20];
    private final byte[] word = new byte[4];

    CounterModeCipher(byte[] key, byte[] salt, byte[] authenticationKey) {
        System.arraycopy(salt, 0, this.salt, 0, salt.length);
        try {
            blocks = Cipher.getInstance("AES/ECB/NoPadding");
            blocks.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"));
            mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(authenticationKey, "HmacSHA1"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK lacks AES or HmacSHA1", e);
        }
    }

    @Override
    public int tagBytes() {
        return TAG_BYTES;
    }

    @Override
    public void protectRtp(Packet p, int headerBytes, long ssrc, long index) {
        crypt(p, headerBytes, ssrc, index);
        authenticate(p, p.length(), index >>> 16);
        p.append(tag, 0, TAG_BYTES);
    }

    @Override
    public boolean unprotectRtp(Packet p, int headerBytes, long ssrc, long index) {
        int bytes = p.length() - TAG_BYTES;
        if (bytes < headerBytes) {
            return false;
        }
        authenticate(p, bytes, index >>> 16);
        if (!tagMatches(p, bytes)) {
            return false;
        }
        p.length(bytes);
        crypt(p, headerBytes, ssrc, index);
        return true;
    }

    @Override
    public void protectRtcp(Packet p, long ssrc, long index) {
        crypt(p, RTCP_HEADER_BYTES, ssrc, index);
        BigEndian.put32(word, 0, ENCRYPTED | index);
        p.append(word, 0, TRAILER_BYTES);
        mac.update(p.array(), p.offset(), p.length());
        finish();
        p.append(tag, 0, TAG_BYTES);
    }

    @Override
    public boolean unprotectRtcp(Packet p, long ssrc) {
        int bytes = p.length() - TAG_BYTES;
        if (bytes < RTCP_HEADER_BYTES + TRAILER_BYTES) {
            return false;
        }
        mac.update(p.array(), p.offset(), bytes);
        finish();
        if (!tagMatches(p, bytes)) {
            return false;
        }
        long trailer = p.u32(bytes - TRAILER_BYTES);
        p.length(bytes - TRAILER_BYTES);
        if ((trailer & ENCRYPTED) != 0) {
            crypt(p, RTCP_HEADER_BYTES, ssrc, trailer & ~ENCRYPTED);
        }
        return true;
    }

    @Override
    public long rtcpIndex(Packet p) {
        int at = p.length() - TAG_BYTES - TRAILER_BYTES;
        return at < RTCP_HEADER_BYTES ? -1 : p.u32(at) & ~ENCRYPTED;
    }

    private boolean tagMatches(Packet p, int at) {
        int difference = 0;
        for (int i = 0; i < TAG_BYTES; i++) {
            difference |= (tag[i] & 0xff) ^ p.u8(at + i);
        }
        return difference == 0;
    }

    private void authenticate(Packet p, int bytes, long rolloverCounter) {
        mac.update(p.array(), p.offset(), bytes);
        BigEndian.put32(word, 0, rolloverCounter);
        mac.update(word, 0, 4);
        finish();
    }

    private void finish() {
        try {
            mac.doFinal(tag, 0);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a SHA-1 tag has 20 bytes", e);
        }
    }

    /** Adds the key stream of a packet to the bytes from {@code from} on. */
    private void crypt(Packet p, int from, long ssrc, long index) {
        byte[] data = p.array();
        int at = p.offset() + from;
        int left = p.length() - from;
        int counter = 0;
        while (left > 0) {
            int bytes = Math.min(left, CHUNK);
            counter = keyStream(ssrc, index, counter, bytes);
            xor(data, at, bytes);
            at += bytes;
            left -= bytes;
        }
    }

    private int keyStream(long ssrc, long index, int firstCounter, int bytes) {
        long high = BigEndian.i64(salt, 0) ^ ssrc;
        long low = BigEndian.i64(salt, 8) ^ index << 16;
        int count = (bytes + BLOCK - 1) / BLOCK;
        for (int i = 0; i < count; i++) {
            BigEndian.put64(counters, i * BLOCK, high);
            BigEndian.put64(counters, i * BLOCK + 8, low ^ (firstCounter + i));
        }
        try {
            blocks.update(counters, 0, count * BLOCK, keyStream, 0);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("whole blocks always fit", e);
        }
        return firstCounter + count;
    }

    private void xor(byte[] data, int at, int bytes) {
        int i = 0;
        for (; i + 8 <= bytes; i += 8) {
            BigEndian.put64(data, at + i, BigEndian.i64(data, at + i) ^ BigEndian.i64(keyStream, i));
        }
        for (; i < bytes; i++) {
            data[at + i] ^= keyStream[i];
        }
    }

    /** Returns the first {@code bytes} of a packet's key stream, for test vectors. */
    byte[] keyStreamOf(long ssrc, long index, int bytes) {
        keyStream(ssrc, index, 0, bytes);
        return Arrays.copyOf(keyStream, bytes);
    }
}
