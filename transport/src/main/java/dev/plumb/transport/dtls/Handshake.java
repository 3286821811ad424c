package dev.plumb.transport.dtls;

import dev.plumb.base.crypto.SrtpProfile;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What both sides of a DTLS 1.2 handshake do alike: messages out with their numbers, keys, certificates, Finished. */
abstract sealed class Handshake permits ClientHandshake, ServerHandshake {
    final HandshakeParts parts;
    final Transcript transcript = new Transcript();
    byte[] clientRandom = {};
    byte[] serverRandom = {};
    CipherSuite suite = CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256;
    NamedGroup group = NamedGroup.SECP256R1;
    Optional<SrtpProfile> srtpProfile = Optional.empty();
    boolean hasExtendedMasterSecret;
    boolean isComplete;
    private final DtlsRole role;
    private @Nullable PeerCertificate peer;
    private @Nullable KeySchedule12 keys;
    private int nextMessageSeq;

    Handshake(DtlsRole role, HandshakeParts parts) {
        this.role = role;
        this.parts = parts;
    }

    /** Takes in the next message of the peer. */
    abstract void receive(RawHandshake message, long nowNanos) throws HandshakeException;

    /** Whether anything was sent or received. */
    abstract boolean isBegun();

    boolean isComplete() {
        return isComplete;
    }

    /** The peer's certificate as soon as it came; whether it is the right one is for the check to say. */
    Optional<PeerCertificate> peer() {
        return Optional.ofNullable(peer);
    }

    /** The secrets, once agreed. */
    Optional<KeySchedule12> keys() {
        return Optional.ofNullable(keys);
    }

    DtlsSession session() {
        return new DtlsSession(
                role,
                "DTLS 1.2",
                suite.name(),
                group,
                srtpProfile,
                hasExtendedMasterSecret,
                peer == null ? new byte[0] : peer.der());
    }

    /** Overwrites the secrets. */
    void wipe() {
        if (keys != null) {
            keys.wipe();
        }
    }

    /** Reads a message that must be of {@code type}. */
    final <T> T expect(RawHandshake message, int type, Function<byte[], @Nullable T> parser) throws HandshakeException {
        if (message.type() != type) {
            throw new HandshakeException(
                    AlertDescription.UNEXPECTED_MESSAGE,
                    "handshake message of type " + message.type() + " where " + type + " is due");
        }
        T parsed = parser.apply(message.body());
        if (parsed == null) {
            throw new HandshakeException(AlertDescription.DECODE_ERROR, "malformed handshake message of type " + type);
        }
        return parsed;
    }

    /** Numbers a message and adds it to the flight, but not to the transcript. */
    final RawHandshake addUnhashed(int epoch, HandshakeMessage message) {
        RawHandshake raw = new RawHandshake(message.type(), nextMessageSeq++, message.toBytes());
        parts.flight().add(epoch, raw);
        return raw;
    }

    /** Numbers a message and adds it to flight and transcript. */
    final void add(int epoch, HandshakeMessage message) {
        transcript.add(addUnhashed(epoch, message));
    }

    /** Keeps the peer's certificate and has it looked at. */
    final PeerCertificate takePeerCertificate(Certificate message) throws HandshakeException {
        if (message.chain().isEmpty()) {
            throw new HandshakeException(AlertDescription.HANDSHAKE_FAILURE, "the peer has no certificate");
        }
        PeerCertificate parsed = PeerCertificate.parse(message.chain().getFirst());
        if (parsed == null) {
            throw new HandshakeException(AlertDescription.BAD_CERTIFICATE, "the peer's certificate cannot be read");
        }
        peer = parsed;
        parts.check().check(parsed);
        return parsed;
    }

    /** Agrees on the secret; the transcript must end with the ClientKeyExchange. */
    final void deriveKeys(KeyExchange exchange, byte[] peerPublic) throws HandshakeException {
        byte[] preMaster = exchange.agree(peerPublic);
        if (preMaster == null) {
            throw new HandshakeException(AlertDescription.ILLEGAL_PARAMETER, "the peer's key is no valid point");
        }
        KeySchedule12 schedule = hasExtendedMasterSecret
                ? KeySchedule12.extended(preMaster, transcript.sha256(), clientRandom, serverRandom)
                : KeySchedule12.plain(preMaster, clientRandom, serverRandom);
        keys = schedule;
        parts.writer().install(schedule.cipher(role));
        parts.reader().install(schedule.cipher(role.other()));
    }

    /** Adds a change of cipher and our Finished to the flight. */
    final void addFinished() throws HandshakeException {
        parts.flight().addChangeCipherSpec();
        parts.writer().advance();
        add(1, new Finished(agreedKeys().verifyData(role, transcript.sha256())));
    }

    /** Checks the peer's Finished and adds it to the transcript. */
    final void takeFinished(RawHandshake raw) throws HandshakeException {
        Finished finished = expect(raw, HandshakeType.FINISHED, Finished::parse);
        byte[] expected = agreedKeys().verifyData(role.other(), transcript.sha256());
        if (!MessageDigest.isEqual(expected, finished.verifyData())) {
            throw new HandshakeException(AlertDescription.DECRYPT_ERROR, "the peer's Finished does not verify");
        }
        transcript.add(raw);
    }

    final void settleExtendedMasterSecret(boolean both) throws HandshakeException {
        hasExtendedMasterSecret = both;
        if (!both && parts.config().requiresExtendedMasterSecret()) {
            throw new HandshakeException(AlertDescription.HANDSHAKE_FAILURE, "the peer has no extended master secret");
        }
    }

    final byte[] newRandom() {
        byte[] random = new byte[ClientHello.RANDOM_BYTES];
        parts.random().nextBytes(random);
        return random;
    }

    private KeySchedule12 agreedKeys() throws HandshakeException {
        if (keys == null) {
            throw new HandshakeException(AlertDescription.UNEXPECTED_MESSAGE, "Finished before the keys are agreed");
        }
        return keys;
    }
}
