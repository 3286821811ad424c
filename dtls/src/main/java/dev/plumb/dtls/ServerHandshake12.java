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
import dev.plumb.dtls.message.UseSrtp;
import dev.plumb.dtls.record.RecordHeader;
import dev.plumb.dtls.suite.AlertDescription;
import dev.plumb.dtls.suite.CipherSuite;
import dev.plumb.dtls.suite.DtlsVersion;
import dev.plumb.dtls.suite.NamedGroup;
import dev.plumb.dtls.suite.SignatureScheme;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The server's side of a DTLS 1.2 handshake, from the ClientHello on. It always asks for the client's certificate.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc6347#section-4.2.4 RFC 6347 4.2.4, Timeout and Retransmission
 */
final class ServerHandshake12 extends Handshake12 {
    private Step step = Step.CERTIFICATE;
    private SignatureScheme scheme = SignatureScheme.ECDSA_SECP256R1_SHA256;
    private @Nullable KeyExchange exchange;

    /** The next step of the handshake. */
    private enum Step {
        CERTIFICATE,
        CLIENT_KEY_EXCHANGE,
        CERTIFICATE_VERIFY,
        FINISHED,
        NOTHING
    }

    /** Creates the handshake, and answers a hello. */
    ServerHandshake12(HandshakeParts parts, RawHandshake raw, ClientHello hello, long nowNanos)
            throws HandshakeException {
        super(DtlsRole.SERVER, parts);
        checkOffer(hello);
        group = chosenGroup(hello.extensions());
        srtpProfile = SrtpNegotiation.choose(parts.config(), hello.extensions());
        settleExtendedMasterSecret(hello.extensions());
        clientRandom = hello.random();
        serverRandom = newRandom();
        if (parts.config().spoken().contains(DtlsVersion.DTLS_1_3)) {
            Downgrade.mark(serverRandom);
        }
        transcript.add(raw);
        parts.flight().begin(nowNanos);
        answer(hello);
        parts.flight().send(true, nowNanos);
    }

    @Override
    Handshake receive(RawHandshake raw, long nowNanos) throws HandshakeException {
        switch (step) {
            case CERTIFICATE -> {
                takePeerCertificate(expect(raw, HandshakeType.CERTIFICATE, Certificate::parse));
                next(raw, Step.CLIENT_KEY_EXCHANGE);
            }
            case CLIENT_KEY_EXCHANGE -> {
                takeClientKey(raw, expect(raw, HandshakeType.CLIENT_KEY_EXCHANGE, ClientKeyExchange::parse));
            }
            case CERTIFICATE_VERIFY -> {
                verify(expect(raw, HandshakeType.CERTIFICATE_VERIFY, CertificateVerify::parse));
                next(raw, Step.FINISHED);
            }
            case FINISHED -> {
                takeFinished(raw);
                parts.flight().begin(nowNanos);
                addFinished();
                parts.flight().send(false, nowNanos);
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

    private void checkOffer(ClientHello hello) throws HandshakeException {
        Extensions extensions = hello.extensions();
        if (!hello.offersNoCompression() || !extensions.isFirstNegotiation()) {
            throw new HandshakeException(
                    AlertDescription.HANDSHAKE_FAILURE, "the client insists on compression or renegotiation");
        }
        checkPointFormats(extensions);
        DtlsCertificate certificate = parts.config().certificate();
        suite = parts.config().cipherSuites().stream()
                .filter(candidate -> candidate.version() == DtlsVersion.DTLS_1_2
                        && candidate.keyAlgorithm().equals(certificate.keyAlgorithm())
                        && hello.cipherSuites().contains(candidate.id()))
                .findFirst()
                .orElseThrow(
                        () -> new HandshakeException(AlertDescription.HANDSHAKE_FAILURE, "no cipher suite in common"));
        scheme = SignatureScheme.choose(
                        DtlsVersion.DTLS_1_2, extensions.list16(ExtensionType.SIGNATURE_ALGORITHMS), certificate.key())
                .orElseThrow(() ->
                        new HandshakeException(AlertDescription.HANDSHAKE_FAILURE, "no signature scheme in common"));
    }

    private NamedGroup chosenGroup(Extensions extensions) throws HandshakeException {
        List<Integer> offered = extensions.has(ExtensionType.SUPPORTED_GROUPS)
                ? extensions.list16(ExtensionType.SUPPORTED_GROUPS)
                : List.of(NamedGroup.SECP256R1.id());
        return parts.config().groups(DtlsVersion.DTLS_1_2).stream()
                .filter(candidate -> offered.contains(candidate.id()))
                .findFirst()
                .orElseThrow(() -> new HandshakeException(AlertDescription.HANDSHAKE_FAILURE, "no group in common"));
    }

    private void answer(ClientHello hello) {
        DtlsCertificate certificate = parts.config().certificate();
        KeyExchange ours = parts.keys().generate(group);
        exchange = ours;
        add(0, new ServerHello(RecordHeader.DTLS_1_2, serverRandom, new byte[0], suite.id(), 0, extensions(hello)));
        add(0, new Certificate(List.of(certificate.derBytes())));
        byte[] signed = ServerKeyExchange.signedBytes(clientRandom, serverRandom, group.id(), ours.publicBytes());
        add(
                0,
                new ServerKeyExchange(
                        group.id(), ours.publicBytes(), scheme.id(), certificate.sign(scheme, signed, parts.random())));
        add(
                0,
                new CertificateRequest(
                        new byte[] {CertificateRequest.ECDSA_SIGN, CertificateRequest.RSA_SIGN},
                        SignatureScheme.ids(parts.config().spoken()),
                        new byte[0]));
        add(0, new ServerHelloDone());
    }

    private Extensions extensions(ClientHello hello) {
        Extensions answer = new Extensions();
        if (hasExtendedMasterSecret) {
            answer.withExtendedMasterSecret();
        }
        if (hello.extensions().has(ExtensionType.RENEGOTIATION_INFO)
                || hello.cipherSuites().contains(CipherSuite.EMPTY_RENEGOTIATION_INFO_SCSV)) {
            answer.withEmptyRenegotiationInfo();
        }
        if (hello.extensions().has(ExtensionType.EC_POINT_FORMATS)) {
            answer.withUncompressedPoints();
        }
        srtpProfile.ifPresent(profile -> answer.withSrtp(new UseSrtp(List.of(profile.id()))));
        return answer;
    }

    private void takeClientKey(RawHandshake raw, ClientKeyExchange key) throws HandshakeException {
        KeyExchange ours = exchange;
        if (ours == null) {
            throw new HandshakeException(AlertDescription.INTERNAL_ERROR, "there is no key of our own");
        }
        byte[] secret = agree(ours, key.publicKey());
        next(raw, Step.CERTIFICATE_VERIFY);
        deriveKeys(secret);
        exchange = null;
    }

    private void verify(CertificateVerify message) throws HandshakeException {
        byte[] signed = transcript.bytes();
        boolean isGenuine = SignatureScheme.of(message.scheme())
                .flatMap(scheme -> peer().map(peer -> scheme.verify(peer.key(), signed, message.signature())))
                .orElse(false);
        if (!isGenuine) {
            throw new HandshakeException(
                    AlertDescription.DECRYPT_ERROR, "the client does not prove that its certificate is its own");
        }
    }
}
