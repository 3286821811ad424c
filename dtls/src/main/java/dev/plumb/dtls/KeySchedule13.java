package dev.plumb.dtls;

import dev.plumb.dtls.record.Aead;
import dev.plumb.dtls.record.RecordProtection13;
import dev.plumb.dtls.suite.HashAlgorithm;
import java.util.Arrays;

/**
 * The secrets of a DTLS 1.3 connection, from the shared secret to the exporter's.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc8446#section-7.1 RFC 8446 7.1, Key Schedule
 * @spec https://www.rfc-editor.org/rfc/rfc9147#section-5.9 RFC 9147 5.9, Cryptographic Label Prefix
 */
final class KeySchedule13 {
    static final long HANDSHAKE_EPOCH = 2;
    static final long APPLICATION_EPOCH = 3;

    private static final byte[] NONE = {};

    private final Hkdf hkdf;
    private final byte[] emptyHash;
    private byte[] handshakeSecret = NONE;
    private byte[] clientHandshake = NONE;
    private byte[] serverHandshake = NONE;
    private byte[] exporterMaster = NONE;
    private byte[] clientTraffic = NONE;
    private byte[] serverTraffic = NONE;

    KeySchedule13(Hkdf hkdf) {
        this.hkdf = hkdf;
        this.emptyHash = hkdf.hash().digest().digest();
    }

    /** Returns a key schedule with DTLS's labels. */
    static KeySchedule13 of(HashAlgorithm hash) {
        return new KeySchedule13(new Hkdf(hash, Hkdf.DTLS13));
    }

    /** Derives the handshake secrets after the hellos are exchanged, and wipes {@code shared}. */
    void handshake(byte[] shared, byte[] helloHash) {
        byte[] zeros = new byte[hkdf.hash().bytes()];
        byte[] early = hkdf.extract(zeros, zeros);
        handshakeSecret = hkdf.extract(hkdf.deriveSecret(early, "derived", emptyHash), shared);
        Arrays.fill(shared, (byte) 0);
        clientHandshake = hkdf.deriveSecret(handshakeSecret, "c hs traffic", helloHash);
        serverHandshake = hkdf.deriveSecret(handshakeSecret, "s hs traffic", helloHash);
    }

    /** Derives the application secrets. The server's Finished is the last message in {@code finishedHash}. */
    void application(byte[] finishedHash) {
        byte[] zeros = new byte[hkdf.hash().bytes()];
        byte[] salt = hkdf.deriveSecret(handshakeSecret, "derived", emptyHash);
        byte[] master = hkdf.extract(salt, zeros);
        clientTraffic = hkdf.deriveSecret(master, "c ap traffic", finishedHash);
        serverTraffic = hkdf.deriveSecret(master, "s ap traffic", finishedHash);
        exporterMaster = hkdf.deriveSecret(master, "exp master", finishedHash);
        Arrays.fill(master, (byte) 0);
        Arrays.fill(salt, (byte) 0);
        Arrays.fill(handshakeSecret, (byte) 0);
    }

    /** Returns the verify data of one side's Finished, from the hash of all messages before it. */
    byte[] verifyData(DtlsRole sender, byte[] transcriptHash) {
        byte[] base = sender == DtlsRole.CLIENT ? clientHandshake : serverHandshake;
        byte[] key = hkdf.expandLabel(base, "finished", NONE, hkdf.hash().bytes());
        byte[] data = hkdf.hash().mac(key).doFinal(transcriptHash);
        Arrays.fill(key, (byte) 0);
        return data;
    }

    /** Keys for the handshake's own records of one side. */
    RecordProtection13 handshakeProtection(Aead aead, DtlsRole sender) {
        return protection(aead, sender == DtlsRole.CLIENT ? clientHandshake : serverHandshake, HANDSHAKE_EPOCH);
    }

    /** Keys for one side's application data, in the epoch that its secret has come to. */
    RecordProtection13 applicationProtection(Aead aead, DtlsRole sender, long epoch) {
        return protection(aead, traffic(sender), epoch);
    }

    /** Moves one side's secret on by a KeyUpdate. */
    void update(DtlsRole sender) {
        byte[] old = traffic(sender);
        byte[] next = hkdf.expandLabel(old, "traffic upd", NONE, hkdf.hash().bytes());
        Arrays.fill(old, (byte) 0);
        if (sender == DtlsRole.CLIENT) {
            clientTraffic = next;
        } else {
            serverTraffic = next;
        }
    }

    /** Overwrites the handshake's secrets after the handshake. The application's stay. */
    void forgetHandshake() {
        Arrays.fill(handshakeSecret, (byte) 0);
        Arrays.fill(clientHandshake, (byte) 0);
        Arrays.fill(serverHandshake, (byte) 0);
    }

    /** Returns exported keying material. */
    byte[] export(String label, byte[] context, int length) {
        byte[] secret = hkdf.deriveSecret(exporterMaster, label, emptyHash);
        byte[] contextHash = hkdf.hash().digest().digest(context);
        byte[] out = hkdf.expandLabel(secret, "exporter", contextHash, length);
        Arrays.fill(secret, (byte) 0);
        return out;
    }

    void wipe() {
        forgetHandshake();
        Arrays.fill(clientTraffic, (byte) 0);
        Arrays.fill(serverTraffic, (byte) 0);
        Arrays.fill(exporterMaster, (byte) 0);
    }

    byte[] traffic(DtlsRole sender) {
        return sender == DtlsRole.CLIENT ? clientTraffic : serverTraffic;
    }

    byte[] handshakeTraffic(DtlsRole sender) {
        return sender == DtlsRole.CLIENT ? clientHandshake : serverHandshake;
    }

    private RecordProtection13 protection(Aead aead, byte[] secret, long epoch) {
        return new RecordProtection13(
                aead,
                epoch,
                hkdf.expandLabel(secret, "key", NONE, aead.keyBytes()),
                hkdf.expandLabel(secret, "iv", NONE, Aead.NONCE_BYTES),
                hkdf.expandLabel(secret, "sn", NONE, aead.keyBytes()));
    }
}
