package dev.plumb.base.crypto;

import java.util.Arrays;

/**
 * Master keys and salts of one DTLS-SRTP association, both directions, seen from this side. The arrays are not copied;
 * {@link #wipe()} overwrites them.
 *
 * @param profile the negotiated profile
 * @param localKey the key for sent packets, {@code profile.keyBytes()} long
 * @param localSalt the salt for sent packets, {@code profile.saltBytes()} long
 * @param remoteKey the key for received packets
 * @param remoteSalt the salt for received packets
 * @spec https://www.rfc-editor.org/rfc/rfc5764#section-4.2 RFC 5764 4.2, Key Derivation
 */
public record SrtpKeys(SrtpProfile profile, byte[] localKey, byte[] localSalt, byte[] remoteKey, byte[] remoteSalt) {
    /** The label under which DTLS exports the keying material. */
    public static final String EXPORTER_LABEL = "EXTRACTOR-dtls_srtp";

    public SrtpKeys {
        check("localKey", localKey, profile.keyBytes());
        check("remoteKey", remoteKey, profile.keyBytes());
        check("localSalt", localSalt, profile.saltBytes());
        check("remoteSalt", remoteSalt, profile.saltBytes());
    }

    private static void check(String what, byte[] bytes, int wanted) {
        if (bytes.length != wanted) {
            throw new IllegalArgumentException(what + " must have " + wanted + " bytes, not " + bytes.length);
        }
    }

    /** Returns the number of bytes to export for {@code profile}: two keys and two salts. */
    public static int exportedBytes(SrtpProfile profile) {
        return 2 * (profile.keyBytes() + profile.saltBytes());
    }

    /**
     * Splits exported keying material: client key, server key, client salt, server salt.
     *
     * @param isClient whether this side was the DTLS client
     */
    public static SrtpKeys split(SrtpProfile profile, byte[] exported, boolean isClient) {
        int k = profile.keyBytes();
        int s = profile.saltBytes();
        byte[] clientKey = Arrays.copyOfRange(exported, 0, k);
        byte[] serverKey = Arrays.copyOfRange(exported, k, 2 * k);
        byte[] clientSalt = Arrays.copyOfRange(exported, 2 * k, 2 * k + s);
        byte[] serverSalt = Arrays.copyOfRange(exported, 2 * k + s, 2 * k + 2 * s);
        return isClient
                ? new SrtpKeys(profile, clientKey, clientSalt, serverKey, serverSalt)
                : new SrtpKeys(profile, serverKey, serverSalt, clientKey, clientSalt);
    }

    /** Overwrites the keys. */
    public void wipe() {
        Arrays.fill(localKey, (byte) 0);
        Arrays.fill(localSalt, (byte) 0);
        Arrays.fill(remoteKey, (byte) 0);
        Arrays.fill(remoteSalt, (byte) 0);
    }

    @Override
    public String toString() {
        return "SrtpKeys[" + profile + "]";
    }
}
