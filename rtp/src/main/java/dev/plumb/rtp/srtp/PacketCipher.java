package dev.plumb.rtp.srtp;

import dev.plumb.base.bytes.Packet;
import dev.plumb.base.crypto.SrtpProfile;

/**
 * The cipher of a profile for one packet whose index is known: one for RTP, one for RTCP, each way. It works in place.
 */
sealed interface PacketCipher permits CounterModeCipher, GcmCipher {
    /** The bit of the SRTCP trailer that marks the packet as encrypted. */
    long ENCRYPTED = 0x8000_0000L;

    /** Bytes of the SRTCP trailer: flag and index. */
    int TRAILER_BYTES = 4;

    /** Encrypts the bytes behind {@code headerBytes} and appends the tag. */
    void protectRtp(Packet p, int headerBytes, long ssrc, long index);

    /**
     * Checks and removes the tag and decrypts. Returns false if the packet is not authentic, and then its bytes may be
     * anything.
     */
    boolean unprotectRtp(Packet p, int headerBytes, long ssrc, long index);

    /** Encrypts an RTCP packet; appends tag and trailer. */
    void protectRtcp(Packet p, long ssrc, long index);

    /** Checks and removes the tag and the trailer and decrypts. */
    boolean unprotectRtcp(Packet p, long ssrc);

    /** Returns the index of an SRTCP packet. Its place depends on the profile. */
    long rtcpIndex(Packet p);

    /** Returns the number of bytes that RTP grows by. */
    int tagBytes();

    /** Returns the cipher of a profile for RTP or RTCP. */
    static PacketCipher of(SrtpProfile profile, byte[] masterKey, byte[] masterSalt, boolean rtcp) {
        byte[] key = KeyDerivation.derive(
                masterKey,
                masterSalt,
                rtcp ? KeyDerivation.RTCP_ENCRYPTION : KeyDerivation.RTP_ENCRYPTION,
                profile.keyBytes());
        byte[] salt = KeyDerivation.derive(
                masterKey, masterSalt, rtcp ? KeyDerivation.RTCP_SALT : KeyDerivation.RTP_SALT, profile.saltBytes());
        if (profile.isAead()) {
            return new GcmCipher(key, salt);
        }
        byte[] authentication = KeyDerivation.derive(
                masterKey,
                masterSalt,
                rtcp ? KeyDerivation.RTCP_AUTHENTICATION : KeyDerivation.RTP_AUTHENTICATION,
                CounterModeCipher.AUTHENTICATION_KEY_BYTES);
        return new CounterModeCipher(key, salt, authentication);
    }
}
