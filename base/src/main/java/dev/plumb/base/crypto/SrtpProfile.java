package dev.plumb.base.crypto;

import java.util.Optional;

/**
 * The SRTP protection profiles: named by DTLS's {@code use_srtp}, used by SRTP.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc5764#section-4.1.2 RFC 5764 4.1.2, SRTP Protection Profiles
 * @spec https://www.rfc-editor.org/rfc/rfc7714#section-14.2 RFC 7714 14.2, DTLS-SRTP Profiles
 */
public enum SrtpProfile {
    /** AES-128 in counter mode with an 80-bit HMAC-SHA1 tag; every peer has it. */
    AES_CM_128_HMAC_SHA1_80(0x0001, 16, 14, 10),
    /** AES-128-GCM with a 16-byte tag. */
    AEAD_AES_128_GCM(0x0007, 16, 12, 16),
    /** AES-256-GCM with a 16-byte tag. */
    AEAD_AES_256_GCM(0x0008, 32, 12, 16);

    private final int id;
    private final int keyBytes;
    private final int saltBytes;
    private final int tagBytes;

    SrtpProfile(int id, int keyBytes, int saltBytes, int tagBytes) {
        this.id = id;
        this.keyBytes = keyBytes;
        this.saltBytes = saltBytes;
        this.tagBytes = tagBytes;
    }

    /** Returns the profile with a number on the wire, or empty if it is not supported. */
    public static Optional<SrtpProfile> of(int id) {
        for (SrtpProfile p : values()) {
            if (p.id == id) {
                return Optional.of(p);
            }
        }
        return Optional.empty();
    }

    /** Returns the number on the wire. */
    public int id() {
        return id;
    }

    /** Returns the length of a master key, in bytes. */
    public int keyBytes() {
        return keyBytes;
    }

    /** Returns the length of a master salt, in bytes. */
    public int saltBytes() {
        return saltBytes;
    }

    /** Returns the number of bytes that authentication adds to a packet. */
    public int tagBytes() {
        return tagBytes;
    }

    /** Returns whether this is one of the AEAD profiles. */
    public boolean isAead() {
        return this != AES_CM_128_HMAC_SHA1_80;
    }
}
