package dev.plumb.server.web;

import dev.plumb.objects.RTCCertificate;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;

/** A self-signed certificate for HTTPS, generated at each start and kept in memory. */
final class SelfSignedKey {
    /** The password of a key store that never leaves the memory. */
    static final String PASSWORD = "in memory";

    private SelfSignedKey() {}

    static KeyStore store() {
        RTCCertificate made = RTCCertificate.generate(RTCCertificate.Algorithm.ECDSA_P256);
        try {
            Certificate certificate =
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(made.der()));
            PrivateKey key = KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(made.privateKey()));
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, PASSWORD.toCharArray());
            store.setKeyEntry("plumb", key, PASSWORD.toCharArray(), new Certificate[] {certificate});
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("cannot make a certificate for HTTPS: " + e.getMessage(), e);
        }
    }
}
