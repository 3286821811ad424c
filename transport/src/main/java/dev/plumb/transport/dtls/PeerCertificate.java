package dev.plumb.transport.dtls;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
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
            return new PeerCertificate(
                    der,
                    CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(der))
                            .getPublicKey());
        } catch (GeneralSecurityException | RuntimeException e) {
            return null; // the JDK's parser lets some runtime exceptions through
        }
    }
}
