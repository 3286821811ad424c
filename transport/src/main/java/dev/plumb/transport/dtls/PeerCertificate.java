package dev.plumb.transport.dtls;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What we need of the peer's certificate: its bytes, for the fingerprint, and its key. Nothing else in it is looked at.
 *
 * @param der the whole certificate
 * @param key its public key
 */
record PeerCertificate(byte[] der, PublicKey key) {
    /** Null where it is no certificate or its key is of a kind that this JDK does not know. */
    static @Nullable PeerCertificate parse(byte[] der) {
        try {
            Certificate parsed =
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
            // the JDK takes PEM as well, and does not look at what follows
            return Arrays.equals(parsed.getEncoded(), der) ? new PeerCertificate(der, parsed.getPublicKey()) : null;
        } catch (GeneralSecurityException | RuntimeException e) {
            return null; // the JDK's parser lets some runtime exceptions through
        }
    }
}
