package dev.plumb.transport.dtls;

import dev.plumb.base.crypto.SrtpProfile;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The server's side of a DTLS 1.2 handshake. It always asks for the client's certificate.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc6347#section-4.2.4 RFC 6347 4.2.4, Timeout and Retransmission
 */
final class ServerHandshake extends Handshake {
    private static final int COOKIE_BYTES = 20;

    private final byte[] cookie;
    private Step step = Step.CLIENT_HELLO;
    private SignatureScheme scheme = SignatureScheme.ECDSA_SECP256R1_SHA256;
    private boolean isBegun;
    private boolean hasAskedForCookie;
    private @Nullable KeyExchange exchange;

    /** What is due next. */
    private enum Step {
        CLIENT_HELLO,
        CERTIFICATE,
        CLIENT_KEY_EXCHANGE,
        CERTIFICATE_VERIFY,
        FINISHED,
        NOTHING
    }

    ServerHandshake(HandshakeParts parts) {
        super(DtlsRole.SERVER, parts);
        cookie = Arrays.copyOf(newRandom(), COOKIE_BYTES);
    }

    @Override
    boolean isBegun() {
        return isBegun;
    }

    @Override
    void receive(RawHandshake raw, long nowNanos) throws HandshakeException {
        isBegun = true;
        switch (step) {
            case CLIENT_HELLO -> clientHello(raw, nowNanos);
            case CERTIFICATE -> {
                takePeerCertificate(expect(raw, HandshakeType.CERTIFICATE, Certificate::parse));
                next(raw, Step.CLIENT_KEY_EXCHANGE);
            }
            case CLIENT_KEY_EXCHANGE -> {
                ClientKeyExchange key = expect(raw, HandshakeType.CLIENT_KEY_EXCHANGE, ClientKeyExchange::parse);
                next(raw, Step.CERTIFICATE_VERIFY);
                takeClientKey(key);
            }
            case CERTIFICATE_VERIFY -> {
                verify(expect(raw, HandshakeType.CERTIFICATE_VERIFY, CertificateVerify::parse));
                next(raw, Step.FINISHED);
            }
            case FINISHED -> {
                takeFinished(raw);
                parts.flight().begin();
                addFinished();
                parts.flight().send(false, nowNanos);
                step = Step.NOTHING;
                isComplete = true;
            }
            case NOTHING ->
                throw new HandshakeException(AlertDescription.UNEXPECTED_MESSAGE, "a message after Finished");
        }
    }

    private void next(RawHandshake raw, Step next) {
        transcript.add(raw);
        step = next;
    }

    private void clientHello(RawHandshake raw, long nowNanos) throws HandshakeException {
        ClientHello hello = expect(raw, HandshakeType.CLIENT_HELLO, ClientHello::parse);
        parts.flight().begin();
        if (parts.config().verifiesHello() && !MessageDigest.isEqual(cookie, hello.cookie())) {
            askForCookie(nowNanos);
            return;
        }
        checkOffer(hello);
        group = chosenGroup(hello.extensions());
        srtpProfile = chosenProfile(hello.extensions());
        settleExtendedMasterSecret(hello.extensions().has(ExtensionType.EXTENDED_MASTER_SECRET));
        clientRandom = hello.random();
        serverRandom = newRandom();
        next(raw, Step.CERTIFICATE);
        answer(hello);
        parts.flight().send(true, nowNanos);
    }

    private void askForCookie(long nowNanos) throws HandshakeException {
        if (hasAskedForCookie) {
            throw new HandshakeException(AlertDescription.ILLEGAL_PARAMETER, "the client's cookie is not ours");
        }
        hasAskedForCookie = true;
        addUnhashed(0, new HelloVerifyRequest(RecordHeader.DTLS_1_0, cookie));
        parts.flight().send(false, nowNanos);
    }

    private void checkOffer(ClientHello hello) throws HandshakeException {
        Extensions extensions = hello.extensions();
        // versions of DTLS count downwards: 0xfeff is 1.0, 0xfefd is 1.2
        boolean speaksOurs = extensions.has(ExtensionType.SUPPORTED_VERSIONS)
                ? extensions.supportedVersions().contains(RecordHeader.DTLS_1_2)
                : hello.version() <= RecordHeader.DTLS_1_2 && hello.version() >>> 8 == RecordHeader.DTLS_1_2 >>> 8;
        if (!speaksOurs) {
            throw new HandshakeException(AlertDescription.PROTOCOL_VERSION, "the client does not speak DTLS 1.2");
        }
        if (!hello.offersNoCompression() || !extensions.isFirstNegotiation()) {
            throw new HandshakeException(
                    AlertDescription.HANDSHAKE_FAILURE, "the client insists on compression or renegotiation");
        }
        String ourKey = parts.config().certificate().keyAlgorithm();
        suite = CipherSuite.ofKey(ourKey);
        if (!hello.cipherSuites().contains(suite.id())) {
            throw new HandshakeException(AlertDescription.HANDSHAKE_FAILURE, "no cipher suite in common");
        }
        scheme = SignatureScheme.choose(extensions.list16(ExtensionType.SIGNATURE_ALGORITHMS), ourKey)
                .orElseThrow(() ->
                        new HandshakeException(AlertDescription.HANDSHAKE_FAILURE, "no signature scheme in common"));
    }

    private NamedGroup chosenGroup(Extensions extensions) throws HandshakeException {
        List<Integer> offered = extensions.has(ExtensionType.SUPPORTED_GROUPS)
                ? extensions.list16(ExtensionType.SUPPORTED_GROUPS)
                : List.of(NamedGroup.SECP256R1.id());
        return parts.config().groups().stream()
                .filter(candidate -> offered.contains(candidate.id()))
                .findFirst()
                .orElseThrow(() -> new HandshakeException(AlertDescription.HANDSHAKE_FAILURE, "no group in common"));
    }

    private Optional<SrtpProfile> chosenProfile(Extensions extensions) {
        List<Integer> offered = extensions.useSrtp().map(UseSrtp::profiles).orElse(List.of());
        return parts.config().srtpProfiles().stream()
                .filter(profile -> offered.contains(profile.id()))
                .findFirst();
    }

    private void answer(ClientHello hello) {
        DtlsCertificate certificate = parts.config().certificate();
        KeyExchange ours = KeyExchange.generate(group, parts.random());
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
                        SignatureScheme.ids(),
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

    private void takeClientKey(ClientKeyExchange key) throws HandshakeException {
        KeyExchange ours = exchange;
        if (ours == null) {
            throw new HandshakeException(AlertDescription.INTERNAL_ERROR, "there is no key of our own");
        }
        deriveKeys(ours, key.publicKey());
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
