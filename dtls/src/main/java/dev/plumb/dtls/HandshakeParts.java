package dev.plumb.dtls;

import dev.plumb.dtls.record.DtlsRecordReader;
import dev.plumb.dtls.record.DtlsRecordWriter;
import java.security.SecureRandom;

/**
 * The parts that a handshake works with.
 *
 * @param config the configuration
 * @param random the source of randoms and signatures
 * @param keys the source of ephemeral keys
 * @param flight sends its messages
 * @param reader the reader, which is given the keys of received records
 * @param writer the writer, which is given the keys of sent records
 * @param check the check of the peer's certificate, made as soon as it has arrived
 */
record HandshakeParts(
        DtlsConfig config,
        SecureRandom random,
        EphemeralKeys keys,
        FlightSender flight,
        DtlsRecordReader reader,
        DtlsRecordWriter writer,
        CertificateCheck check) {
    /** The decision on a certificate. */
    @FunctionalInterface
    interface CertificateCheck {
        void check(PeerCertificate certificate) throws HandshakeException;
    }
}
