package dev.plumb.dtls;

import dev.plumb.dtls.message.Certificate;
import dev.plumb.dtls.message.CertificateRequest;
import dev.plumb.dtls.message.CertificateVerify;
import dev.plumb.dtls.message.ClientHello;
import dev.plumb.dtls.message.ClientKeyExchange;
import dev.plumb.dtls.message.ExtensionType;
import dev.plumb.dtls.message.Extensions;
import dev.plumb.dtls.message.HandshakeType;
import dev.plumb.dtls.message.RawHandshake;
import dev.plumb.dtls.message.ServerHello;
import dev.plumb.dtls.message.ServerHelloDone;
import dev.plumb.dtls.message.ServerKeyExchange;
import dev.plumb.dtls.record.RecordHeader;
import dev.plumb.dtls.suite.AlertDescription;
import dev.plumb.dtls.suite.CipherSuite;
import dev.plumb.dtls.suite.DtlsVersion;
import dev.plumb.dtls.suite.NamedGroup;
import dev.plumb.dtls.suite.SignatureScheme;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The client's side of a DTLS 1.2 handshake, from the ServerHello on.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc6347#section-4.2.4 RFC 6347 4.2.4, Timeout and Retransmission
 */
final class ClientHandshake12 extends Handshake12 {
    private static final Set<Integer> ASKED = Set.of(
            ExtensionType.EC_POINT_FORMATS,
            ExtensionType.USE_SRTP,
            ExtensionType.EXTENDED_MASTER_SECRET,
            ExtensionType.RENEGOTIATION_INFO);

    private final ClientHello hello;
    private Step step = Step.CERTIFICATE;
    private @Nullable SignatureScheme askedFor;
    private @Nullable KeyExchange exchange;
    private byte[] serverPublic = {};

    /** The next step of the handshake. */
    private enum Step {
        CERTIFICATE,
        SERVER_KEY_EXCHANGE,
        REQUEST_OR_DONE,
        DONE,
        FINISHED,
        NOTHING
    }

    /** Continues from a hello that the server has answered by {@code answer}. */
    ClientHandshake12(HandshakeParts parts, ClientHello hello, RawHandshake said, RawHandshake raw, ServerHello answer)
            throws HandshakeException {
        super(DtlsRole.CLIENT, parts);
        this.hello = hello;
        clientRandom = hello.random();
        serverHello(answer);
        transcript.add(said);
        transcript.add(raw);
    }

    @Override
    Handshake receive(RawHandshake raw, long nowNanos) throws HandshakeException {
        switch (step) {
            case CERTIFICATE -> {
                takePeerCertificate(expect(raw, HandshakeType.CERTIFICATE, Certificate::parse));
                next(raw, Step.SERVER_KEY_EXCHANGE);
            }
            case SERVER_KEY_EXCHANGE -> {
                serverKey(expect(raw, HandshakeType.SERVER_KEY_EXCHANGE, ServerKeyExchange::parse));
                next(raw, Step.REQUEST_OR_DONE);
            }
            case REQUEST_OR_DONE -> {
                if (raw.type() == HandshakeType.CERTIFICATE_REQUEST) {
                    request(expect(raw, HandshakeType.CERTIFICATE_REQUEST, CertificateRequest::parse));
                    next(raw, Step.DONE);
                } else {
                    done(raw, nowNanos);
                }
            }
            case DONE -> done(raw, nowNanos);
            case FINISHED -> {
                takeFinished(raw);
                parts.flight().discard(); // kept, two sides that repeat themselves would never stop
                step = Step.NOTHING;
                complete();
            }
            case NOTHING ->
                throw new HandshakeException(AlertDescription.UNEXPECTED_MESSAGE, "a message after Finished");
        }
        return this;
    }

    private void next(RawHandshake raw, Step next) {
        transcript.add(raw);
        step = next;
    }

    private void serverHello(ServerHello answer) throws HandshakeException {
        if (answer.version() != RecordHeader.DTLS_1_2) {
            throw new HandshakeException(
                    AlertDescription.PROTOCOL_VERSION,
                    "the server speaks version " + Integer.toHexString(answer.version()));
        }
        suite = CipherSuite.of(answer.cipherSuite())
                .filter(s -> s.version() == DtlsVersion.DTLS_1_2
                        && parts.config().cipherSuites().contains(s)
                        && answer.compressionMethod() == 0)
                .orElseThrow(() -> new HandshakeException(
                        AlertDescription.ILLEGAL_PARAMETER, "the server chose what was not offered"));
        Extensions extensions = answer.extensions();
        for (int type : extensions.data().keySet()) {
            if (!ASKED.contains(type) || !hello.extensions().has(type)) {
                throw new HandshakeException(
                        AlertDescription.UNSUPPORTED_EXTENSION, "extension " + type + " was not asked for");
            }
        }
        if (!extensions.isFirstNegotiation()) {
            throw new HandshakeException(AlertDescription.HANDSHAKE_FAILURE, "renegotiation_info is not empty");
        }
        checkPointFormats(extensions);
        settleExtendedMasterSecret(extensions);
        srtpProfile = SrtpNegotiation.chosen(parts.config(), extensions);
        serverRandom = answer.random();
    }

    private void serverKey(ServerKeyExchange key) throws HandshakeException {
        NamedGroup chosen = NamedGroup.of(key.group())
                .filter(parts.config().groups(DtlsVersion.DTLS_1_2)::contains)
                .orElseThrow(() -> new HandshakeException(
                        AlertDescription.ILLEGAL_PARAMETER, "the server chose a group that was not offered"));
        byte[] signed = ServerKeyExchange.signedBytes(clientRandom, serverRandom, key.group(), key.publicKey());
        boolean isGenuine = SignatureScheme.of(key.scheme())
                .filter(scheme -> scheme.keyAlgorithm().equals(suite.keyAlgorithm())
                        && SignatureScheme.ids(parts.config().spoken()).contains(scheme.id()))
                .flatMap(scheme -> peer().map(peer -> scheme.verify(peer.key(), signed, key.signature())))
                .orElse(false);
        if (!isGenuine) {
            throw new HandshakeException(AlertDescription.DECRYPT_ERROR, "the server's key is not signed properly");
        }
        group = chosen;
        serverPublic = key.publicKey();
        exchange = parts.keys().generate(chosen);
    }

    private void request(CertificateRequest request) throws HandshakeException {
        askedFor = SignatureScheme.choose(
                        DtlsVersion.DTLS_1_2,
                        request.schemes(),
                        parts.config().certificate().key())
                .orElseThrow(() -> new HandshakeException(
                        AlertDescription.HANDSHAKE_FAILURE, "the server does not take our kind of certificate"));
    }

    private void done(RawHandshake raw, long nowNanos) throws HandshakeException {
        expect(raw, HandshakeType.SERVER_HELLO_DONE, ServerHelloDone::parse);
        KeyExchange ours = exchange;
        if (ours == null) {
            throw new HandshakeException(AlertDescription.INTERNAL_ERROR, "there is no key of our own");
        }
        byte[] secret = agree(ours, serverPublic);
        transcript.add(raw);
        parts.flight().begin(nowNanos);
        DtlsCertificate certificate = parts.config().certificate();
        SignatureScheme scheme = askedFor;
        if (scheme != null) {
            add(0, new Certificate(List.of(certificate.derBytes())));
        }
        add(0, new ClientKeyExchange(ours.publicBytes()));
        deriveKeys(secret);
        exchange = null;
        if (scheme != null) {
            byte[] signature = certificate.sign(scheme, transcript.bytes(), parts.random());
            add(0, new CertificateVerify(scheme.id(), signature));
        }
        addFinished();
        step = Step.FINISHED;
        parts.flight().send(true, nowNanos);
    }
}
