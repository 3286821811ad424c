package dev.plumb.dtls;

import dev.plumb.base.crypto.SrtpProfile;
import dev.plumb.dtls.message.Certificate;
import dev.plumb.dtls.message.ExtensionType;
import dev.plumb.dtls.message.Extensions;
import dev.plumb.dtls.message.Finished;
import dev.plumb.dtls.message.HandshakeMessage;
import dev.plumb.dtls.message.HandshakeType;
import dev.plumb.dtls.message.RawHandshake;
import dev.plumb.dtls.record.RecordProtection12;
import dev.plumb.dtls.suite.AlertDescription;
import dev.plumb.dtls.suite.CipherSuite;
import dev.plumb.dtls.suite.DtlsVersion;
import dev.plumb.dtls.suite.NamedGroup;
import java.security.MessageDigest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The common part of both sides of a DTLS 1.2 handshake: messages out, keys, certificates, Finished. */
abstract sealed class Handshake12 extends Handshake permits ClientHandshake12, ServerHandshake12 {
    final Transcript transcript = new Transcript();
    byte[] clientRandom = {};
    byte[] serverRandom = {};
    CipherSuite suite = CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256;
    NamedGroup group = NamedGroup.SECP256R1;
    Optional<SrtpProfile> srtpProfile = Optional.empty();
    boolean hasExtendedMasterSecret;
    boolean isComplete;
    private @Nullable KeySchedule12 keys;

    Handshake12(DtlsRole role, HandshakeParts parts) {
        super(role, parts);
    }

    @Override
    boolean mayCome(int type, long epoch, boolean isOld) {
        return (type == HandshakeType.FINISHED) == (epoch > 0);
    }

    @Override
    boolean mayCarryData(long epoch) {
        return epoch == RecordProtection12.EPOCH;
    }

    @Override
    boolean isComplete() {
        return isComplete;
    }

    @Override
    DtlsSession session() {
        return new DtlsSession(
                role, DtlsVersion.DTLS_1_2, suite, group, srtpProfile, hasExtendedMasterSecret, peerDer());
    }

    @Override
    byte[] export(String label, byte @Nullable [] context, int lengthBytes) {
        KeySchedule12 schedule = keys;
        return schedule == null
                ? super.export(label, context, lengthBytes)
                : schedule.export(label, context, lengthBytes);
    }

    @Override
    void wipe() {
        if (keys != null) {
            keys.wipe();
        }
    }

    /** Adds a message to flight and transcript. */
    final void add(long epoch, HandshakeMessage message) {
        transcript.add(parts.flight().add(epoch, message));
    }

    final void takePeerCertificate(Certificate message) throws HandshakeException {
        if (message.chain().isEmpty()) {
            throw new HandshakeException(AlertDescription.HANDSHAKE_FAILURE, "the peer has no certificate");
        }
        takePeerCertificate(message.chain().getFirst());
    }

    /** Computes the secret shared with the peer from our key and the peer's public key. */
    static byte[] agree(KeyExchange ours, byte[] theirs) throws HandshakeException {
        byte[] secret = ours.agree(theirs);
        if (secret == null) {
            throw new HandshakeException(AlertDescription.ILLEGAL_PARAMETER, "the peer's key is no valid point");
        }
        return secret;
    }

    /**
     * Derives the record keys from the premaster secret and wipes the secret. The transcript must end with the
     * ClientKeyExchange.
     */
    final void deriveKeys(byte[] preMaster) {
        KeySchedule12 schedule = hasExtendedMasterSecret
                ? KeySchedule12.extended(suite, preMaster, transcript.hash(suite.hash()), clientRandom, serverRandom)
                : KeySchedule12.plain(suite, preMaster, clientRandom, serverRandom);
        keys = schedule;
        parts.writer().install(RecordProtection12.EPOCH, schedule.protection(role));
        parts.reader().install(RecordProtection12.EPOCH, schedule.protection(role.other()));
    }

    /** Adds a change of cipher and our Finished to the flight. */
    final void addFinished() throws HandshakeException {
        parts.flight().addChangeCipherSpec();
        parts.writer().advance(RecordProtection12.EPOCH);
        add(RecordProtection12.EPOCH, new Finished(agreedKeys().verifyData(role, transcript.hash(suite.hash()))));
    }

    /** Checks the peer's Finished and adds it to the transcript. */
    final void takeFinished(RawHandshake raw) throws HandshakeException {
        Finished finished = expect(raw, HandshakeType.FINISHED, Finished::parse);
        byte[] expected = agreedKeys().verifyData(role.other(), transcript.hash(suite.hash()));
        if (!MessageDigest.isEqual(expected, finished.verifyData())) {
            throw new HandshakeException(AlertDescription.DECRYPT_ERROR, "the peer's Finished does not verify");
        }
        transcript.add(raw);
    }

    /** Requires that the peer reads uncompressed points, since there is no other form here. */
    static void checkPointFormats(Extensions extensions) throws HandshakeException {
        if (!extensions.takesUncompressedPoints()) {
            throw new HandshakeException(AlertDescription.ILLEGAL_PARAMETER, "the peer takes no uncompressed points");
        }
    }

    /** Settles it by the peer's hello; ours has it always. */
    final void settleExtendedMasterSecret(Extensions hello) throws HandshakeException {
        if (hello.get(ExtensionType.EXTENDED_MASTER_SECRET).length != 0) {
            throw new HandshakeException(AlertDescription.DECODE_ERROR, "extended_master_secret is not empty");
        }
        hasExtendedMasterSecret = hello.has(ExtensionType.EXTENDED_MASTER_SECRET);
        if (!hasExtendedMasterSecret && parts.config().requiresExtendedMasterSecret()) {
            throw new HandshakeException(AlertDescription.HANDSHAKE_FAILURE, "the peer has no extended master secret");
        }
    }

    /** Completes the handshake. */
    final void complete() {
        isComplete = true;
        transcript.reset();
        parts.reader().stopHolding();
    }

    private KeySchedule12 agreedKeys() throws HandshakeException {
        if (keys == null) {
            throw new HandshakeException(AlertDescription.UNEXPECTED_MESSAGE, "Finished before the keys are agreed");
        }
        return keys;
    }
}
