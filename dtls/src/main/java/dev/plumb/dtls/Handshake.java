package dev.plumb.dtls;

import dev.plumb.dtls.message.ClientHello;
import dev.plumb.dtls.message.RawHandshake;
import dev.plumb.dtls.suite.AlertDescription;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One side of a handshake. It begins as an opening, which settles the version and hands over to that version's
 * handshake.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9147#section-5 RFC 9147 5, The DTLS Handshake Protocol
 */
abstract sealed class Handshake permits ClientOpening, ServerOpening, Handshake12, Handshake13 {
    final DtlsRole role;
    final HandshakeParts parts;
    private @Nullable PeerCertificate peer;

    Handshake(DtlsRole role, HandshakeParts parts) {
        this.role = role;
        this.parts = parts;
    }

    /**
     * Processes the peer's next message. If this throws, no state has changed: the message may be forged, and the
     * genuine one may still come.
     *
     * @return the handshake that takes the next message, this one or another
     */
    abstract Handshake receive(RawHandshake message, long nowNanos) throws HandshakeException;

    /**
     * Returns whether a message of a type may come in an epoch; {@code isOld} where one of its number was taken before.
     */
    abstract boolean mayCome(int type, long epoch, boolean isOld);

    /** Returns whether application data may come in an epoch. */
    boolean mayCarryData(long epoch) {
        return false;
    }

    /**
     * Returns the number of times that the peer has changed to new keys. Nothing may follow in the record that
     * announces it.
     */
    long readKeys() {
        return 0;
    }

    /** Returns whether anything was sent or received. */
    boolean isBegun() {
        return true;
    }

    boolean isComplete() {
        return false;
    }

    /** Returns whether an alert in the clear may still be the peer's. */
    boolean believesPlainAlerts() {
        return true;
    }

    /** Returns whether every alert but the closing ones ends the connection, whatever its level says. */
    boolean takesAlertsAsFatal() {
        return false;
    }

    /** Returns the peer's certificate as soon as it has arrived. The check decides whether it is the right one. */
    Optional<PeerCertificate> peer() {
        return Optional.ofNullable(peer);
    }

    /** Returns the result of the handshake. */
    DtlsSession session() {
        throw new IllegalStateException("nothing is agreed on yet");
    }

    /** Returns exported keying material. */
    byte[] export(String label, byte @Nullable [] context, int lengthBytes) {
        throw new IllegalStateException("there are no secrets yet to export " + label + " from");
    }

    /** Overwrites the secrets. */
    void wipe() {}

    final byte[] peerDer() {
        PeerCertificate present = peer;
        return present == null ? new byte[0] : present.der();
    }

    /** Reads a message that must be of {@code type}. */
    static <T> T expect(RawHandshake message, int type, Function<byte[], @Nullable T> parser)
            throws HandshakeException {
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

    /** Keeps the peer's certificate and has it looked at. */
    final void takePeerCertificate(byte[] der) throws HandshakeException {
        PeerCertificate parsed = PeerCertificate.parse(der);
        if (parsed == null) {
            throw new HandshakeException(
                    AlertDescription.BAD_CERTIFICATE,
                    "the peer's certificate cannot be read, or its key is neither ECDSA on P-256 or P-384"
                            + " nor RSA of 2048 to 8192"
                            + " bits");
        }
        parts.check().check(parsed);
        peer = parsed;
    }

    final byte[] newRandom() {
        byte[] random = new byte[ClientHello.RANDOM_BYTES];
        parts.random().nextBytes(random);
        return random;
    }
}
