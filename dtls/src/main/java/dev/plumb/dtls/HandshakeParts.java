package dev.plumb.dtls;

import dev.plumb.dtls.record.DtlsRecordReader;
import dev.plumb.dtls.record.DtlsRecordWriter;
import java.security.SecureRandom;

/**
 * What a handshake works with.
 *
 * @param config how to behave
 * @param random where randoms and signatures come from
 * @param keys where ephemeral keys come from
 * @param flight sends its messages
 * @param reader takes the keys for what comes in
 * @param writer takes the keys for what goes out
 * @param check looks at the peer's certificate as soon as it is there
 */
record HandshakeParts(
        DtlsConfig config,
        SecureRandom random,
        EphemeralKeys keys,
        FlightSender flight,
        DtlsRecordReader reader,
        DtlsRecordWriter writer,
        CertificateCheck check) {
    /** Decides on a certificate. */
    @FunctionalInterface
    interface CertificateCheck {
        void check(PeerCertificate certificate) throws HandshakeException;
    }
}
