package dev.plumb.dtls;

import dev.plumb.base.crypto.SrtpProfile;
import dev.plumb.dtls.message.Certificate13;
import dev.plumb.dtls.message.CertificateVerify;
import dev.plumb.dtls.message.Finished;
import dev.plumb.dtls.message.HandshakeMessage;
import dev.plumb.dtls.message.HandshakeType;
import dev.plumb.dtls.message.KeyUpdate;
import dev.plumb.dtls.message.RawHandshake;
import dev.plumb.dtls.record.Aead;
import dev.plumb.dtls.suite.AlertDescription;
import dev.plumb.dtls.suite.CipherSuite;
import dev.plumb.dtls.suite.DtlsVersion;
import dev.plumb.dtls.suite.NamedGroup;
import dev.plumb.dtls.suite.SignatureScheme;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The steps that both sides of a DTLS 1.3 handshake share, and the key updates after it.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9147#section-5 RFC 9147 5, The DTLS Handshake Protocol
 * @spec https://www.rfc-editor.org/rfc/rfc9147#section-8 RFC 9147 8, Key Updates
 * @spec https://www.rfc-editor.org/rfc/rfc9147#section-4.5.3 RFC 9147 4.5.3, AEAD Limits
 */
abstract sealed class Handshake13 extends Handshake permits ClientHandshake13, ServerHandshake13 {
    private static final int SIGNED_SPACES = 64;

    /** AES-GCM bears 2^24.5 records under one key. */
    private static final long RECORDS_TO_NEW_KEYS = 1L << 23;

    private static final long RECORDS_AT_MOST = 1L << 24;

    final CipherSuite suite;
    final Transcript13 transcript;
    final KeySchedule13 keys;
    NamedGroup group = NamedGroup.X25519;
    Optional<SrtpProfile> srtpProfile = Optional.empty();
    private boolean isComplete;
    private long readEpoch = KeySchedule13.APPLICATION_EPOCH;
    private long writeEpoch = KeySchedule13.APPLICATION_EPOCH;
    private boolean isUpdating;
    private boolean wantsUpdate;
    private boolean asksPeerToUpdate;

    Handshake13(DtlsRole role, HandshakeParts parts, CipherSuite suite) {
        super(role, parts);
        this.suite = suite;
        this.transcript = new Transcript13(suite.hash());
        this.keys = KeySchedule13.of(suite.hash());
    }

    /** Handles a message before the handshake is complete. */
    abstract void before(RawHandshake raw, long nowNanos) throws HandshakeException;

    @Override
    final Handshake receive(RawHandshake raw, long nowNanos) throws HandshakeException {
        if (!isComplete) {
            before(raw, nowNanos);
        } else if (raw.type() == HandshakeType.KEY_UPDATE) {
            keyUpdate(raw, nowNanos);
        } else if (raw.type() != HandshakeType.NEW_SESSION_TICKET || role == DtlsRole.SERVER) {
            throw new HandshakeException(
                    AlertDescription.UNEXPECTED_MESSAGE,
                    "handshake message of type " + raw.type() + " after the handshake");
        }
        return this; // a ticket is taken and thrown away: sessions are not resumed
    }

    @Override
    final boolean mayCome(int type, long epoch, boolean isOld) {
        return switch (type) {
            case HandshakeType.CLIENT_HELLO, HandshakeType.SERVER_HELLO -> epoch == 0 && isOld;
            case HandshakeType.KEY_UPDATE, HandshakeType.NEW_SESSION_TICKET -> epoch >= KeySchedule13.APPLICATION_EPOCH;
            default -> epoch >= KeySchedule13.HANDSHAKE_EPOCH; // after the handshake it is told that it must not
        };
    }

    @Override
    final boolean mayCarryData(long epoch) {
        return epoch >= KeySchedule13.APPLICATION_EPOCH;
    }

    @Override
    final boolean isComplete() {
        return isComplete;
    }

    @Override
    final long readKeys() {
        return readEpoch - KeySchedule13.APPLICATION_EPOCH;
    }

    /**
     * Returns whether alerts in the clear are accepted. A client that received an answer has keys, and so has the
     * server; a server's client may fail before.
     */
    @Override
    final boolean believesPlainAlerts() {
        return role == DtlsRole.SERVER && peer().isEmpty();
    }

    @Override
    final boolean takesAlertsAsFatal() {
        return true;
    }

    @Override
    final DtlsSession session() {
        return new DtlsSession(role, DtlsVersion.DTLS_1_3, suite, group, srtpProfile, true, peerDer());
    }

    @Override
    final byte[] export(String label, byte @Nullable [] context, int lengthBytes) {
        return keys.export(label, context == null ? new byte[0] : context, lengthBytes);
    }

    @Override
    final void wipe() {
        keys.wipe();
    }

    /** Adds a message to flight and transcript. */
    final void add(long epoch, HandshakeMessage message) {
        transcript.add(parts.flight().add(epoch, message));
    }

    /** Starts to encrypt on both sides, after the hellos are exchanged. */
    final void startEncrypting(byte[] sharedSecret) {
        keys.handshake(sharedSecret, transcript.hash());
        long epoch = KeySchedule13.HANDSHAKE_EPOCH;
        parts.reader().install(epoch, keys.handshakeProtection(Aead.of(suite), role.other()));
        parts.writer().install(epoch, keys.handshakeProtection(Aead.of(suite), role));
        parts.writer().advance(epoch);
    }

    /** Adds our certificate and the proof that it is ours to the flight. */
    final void addCertificate(SignatureScheme scheme, byte[] context) {
        DtlsCertificate certificate = parts.config().certificate();
        add(KeySchedule13.HANDSHAKE_EPOCH, Certificate13.of(context, certificate.derBytes()));
        byte[] signature = certificate.sign(scheme, signedBytes(role), parts.random());
        add(KeySchedule13.HANDSHAKE_EPOCH, new CertificateVerify(scheme.id(), signature));
    }

    final void addFinished() {
        add(KeySchedule13.HANDSHAKE_EPOCH, new Finished(keys.verifyData(role, transcript.hash())));
    }

    final void takeCertificate(RawHandshake raw) throws HandshakeException {
        Certificate13 message = expect(raw, HandshakeType.CERTIFICATE, Certificate13::parse);
        if (message.context().length != 0) {
            throw new HandshakeException(AlertDescription.ILLEGAL_PARAMETER, "the certificate has a context");
        }
        if (message.entries().isEmpty()) {
            throw new HandshakeException(
                    role == DtlsRole.CLIENT ? AlertDescription.DECODE_ERROR : AlertDescription.CERTIFICATE_REQUIRED,
                    "the peer has no certificate");
        }
        if (message.entries().stream().anyMatch(e -> !e.extensions().data().isEmpty())) {
            throw new HandshakeException(
                    AlertDescription.UNSUPPORTED_EXTENSION, "the certificate has extensions that were not asked for");
        }
        takePeerCertificate(message.entries().getFirst().der());
        transcript.add(raw);
    }

    /** Checks the proof that the peer's certificate is its own. */
    final void takeProof(RawHandshake raw) throws HandshakeException {
        CertificateVerify proof = expect(raw, HandshakeType.CERTIFICATE_VERIFY, CertificateVerify::parse);
        byte[] signed = signedBytes(role.other());
        Optional<SignatureScheme> scheme = SignatureScheme.of(proof.scheme());
        Optional<PeerCertificate> peer = peer();
        if (scheme.isEmpty()
                || peer.isEmpty()
                || !scheme.get().fits(DtlsVersion.DTLS_1_3, peer.get().key())) {
            throw new HandshakeException(
                    AlertDescription.ILLEGAL_PARAMETER, "the peer signs by a scheme that was not offered");
        }
        if (!scheme.get().verify(peer.get().key(), signed, proof.signature())) {
            throw new HandshakeException(
                    AlertDescription.DECRYPT_ERROR, "the peer does not prove that its certificate is its own");
        }
        transcript.add(raw);
    }

    final void takeFinished(RawHandshake raw) throws HandshakeException {
        Finished finished = expect(raw, HandshakeType.FINISHED, Finished::parse);
        byte[] expected = keys.verifyData(role.other(), transcript.hash());
        if (!MessageDigest.isEqual(expected, finished.verifyData())) {
            throw new HandshakeException(AlertDescription.DECRYPT_ERROR, "the peer's Finished does not verify");
        }
        transcript.add(raw);
    }

    /** Completes the handshake: both sides are authenticated, and application data is sent from now on. */
    final void complete() {
        long epoch = KeySchedule13.APPLICATION_EPOCH;
        parts.writer().install(epoch, keys.applicationProtection(Aead.of(suite), role, epoch));
        parts.reader().install(epoch, keys.applicationProtection(Aead.of(suite), role.other(), epoch));
        parts.writer().advance(epoch);
        keys.forgetHandshake();
        parts.reader().stopHolding();
        isComplete = true;
    }

    private byte[] signedBytes(DtlsRole signer) {
        byte[] spaces = new byte[SIGNED_SPACES];
        Arrays.fill(spaces, (byte) ' ');
        String who = signer == DtlsRole.CLIENT ? "client" : "server";
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(spaces);
        out.writeBytes(("TLS 1.3, " + who + " CertificateVerify\0").getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(transcript.hash());
        return out.toByteArray();
    }

    // ---- new keys ---------------------------------------------------------------------------------------------------

    private void keyUpdate(RawHandshake raw, long nowNanos) throws HandshakeException {
        if (raw.body().length == 1 && (raw.body()[0] & 0xfe) != 0) {
            throw new HandshakeException(AlertDescription.ILLEGAL_PARAMETER, "KeyUpdate asks for what there is not");
        }
        KeyUpdate update = expect(raw, HandshakeType.KEY_UPDATE, KeyUpdate::parse);
        keys.update(role.other());
        readEpoch++;
        parts.reader().install(readEpoch, keys.applicationProtection(Aead.of(suite), role.other(), readEpoch));
        if (update.isRequested() && !isUpdating) {
            updateKeys(false, nowNanos);
        }
    }

    /** Changes to new keys as soon as the peer has acknowledged it, and asks the peer to do the same where wanted. */
    final void updateKeys(boolean asksPeer, long nowNanos) {
        wantsUpdate = true;
        asksPeerToUpdate |= asksPeer;
        updateWherePossible(nowNanos);
    }

    /**
     * Changes to new keys where the present ones have protected enough.
     *
     * @throws HandshakeException where the peer has refused new keys until these can protect no more
     */
    final void replaceWornKeys(long nowNanos) throws HandshakeException {
        if (parts.writer().recordsInEpoch() >= RECORDS_AT_MOST) {
            throw new HandshakeException(
                    AlertDescription.INTERNAL_ERROR, "the keys are worn out, and the peer acknowledges no new ones");
        }
        if (!isUpdating && !wantsUpdate && parts.writer().recordsInEpoch() >= RECORDS_TO_NEW_KEYS) {
            updateKeys(false, nowNanos);
        }
    }

    /** Handles the acknowledgement of the whole flight. */
    final void flightArrived(long nowNanos) {
        if (isUpdating) {
            isUpdating = false;
            keys.update(role);
            writeEpoch++;
            parts.writer().install(writeEpoch, keys.applicationProtection(Aead.of(suite), role, writeEpoch));
            parts.writer().advance(writeEpoch);
        }
        updateWherePossible(nowNanos);
    }

    /** Changes to new keys where that is wanted and nothing else is under way. */
    final void updateWherePossible(long nowNanos) {
        if (!wantsUpdate
                || !isComplete
                || parts.flight().isUnderWay()
                || !parts.flight().hasNumbers()) {
            return;
        }
        parts.flight().begin(nowNanos);
        parts.flight().add(writeEpoch, new KeyUpdate(asksPeerToUpdate));
        parts.flight().send(true, nowNanos);
        isUpdating = true;
        wantsUpdate = false;
        asksPeerToUpdate = false;
    }
}
