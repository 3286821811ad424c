package dev.plumb.transport.dtls;

import dev.plumb.base.crypto.SrtpProfile;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The client's side of a DTLS 1.2 handshake.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc6347#section-4.2.4 RFC 6347 4.2.4, Timeout and Retransmission
 */
final class ClientHandshake extends Handshake {
    private static final int MAX_COOKIE_ROUNDS = 3;
    private static final Set<Integer> ASKED = Set.of(
            ExtensionType.EC_POINT_FORMATS,
            ExtensionType.USE_SRTP,
            ExtensionType.EXTENDED_MASTER_SECRET,
            ExtensionType.RENEGOTIATION_INFO);

    private final ClientHello hello;
    private Step step = Step.SERVER_HELLO;
    private int cookieRounds;
    private @Nullable SignatureScheme askedFor;
    private @Nullable KeyExchange exchange;
    private byte[] serverPublic = {};

    /** What is due next. */
    private enum Step {
        SERVER_HELLO,
        CERTIFICATE,
        SERVER_KEY_EXCHANGE,
        REQUEST_OR_DONE,
        DONE,
        FINISHED,
        NOTHING
    }

    ClientHandshake(HandshakeParts parts) {
        super(DtlsRole.CLIENT, parts);
        clientRandom = newRandom();
        hello = new ClientHello(
                RecordHeader.DTLS_1_2,
                clientRandom,
                new byte[0],
                new byte[0],
                Arrays.stream(CipherSuite.values()).map(CipherSuite::id).toList(),
                new byte[1],
                extensions(parts.config()));
    }

    private static Extensions extensions(DtlsConfig config) {
        Extensions extensions = new Extensions()
                .withExtendedMasterSecret()
                .withEmptyRenegotiationInfo()
                .withList16(
                        ExtensionType.SUPPORTED_GROUPS,
                        config.groups().stream().map(NamedGroup::id).toList())
                .withUncompressedPoints()
                .withList16(ExtensionType.SIGNATURE_ALGORITHMS, SignatureScheme.ids());
        if (!config.srtpProfiles().isEmpty()) {
            extensions.withSrtp(new UseSrtp(
                    config.srtpProfiles().stream().map(SrtpProfile::id).toList()));
        }
        return extensions;
    }

    /** Says hello. */
    void start(long nowNanos) {
        parts.flight().begin();
        add(0, hello);
        parts.flight().send(true, nowNanos);
    }

    @Override
    boolean isBegun() {
        return true;
    }

    @Override
    void receive(RawHandshake raw, long nowNanos) throws HandshakeException {
        switch (step) {
            case SERVER_HELLO -> {
                if (raw.type() == HandshakeType.HELLO_VERIFY_REQUEST) {
                    cookie(expect(raw, HandshakeType.HELLO_VERIFY_REQUEST, HelloVerifyRequest::parse), nowNanos);
                } else {
                    serverHello(expect(raw, HandshakeType.SERVER_HELLO, ServerHello::parse));
                    next(raw, Step.CERTIFICATE);
                }
            }
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

    private void cookie(HelloVerifyRequest request, long nowNanos) throws HandshakeException {
        if (++cookieRounds > MAX_COOKIE_ROUNDS) {
            throw new HandshakeException(AlertDescription.UNEXPECTED_MESSAGE, "the server asks for cookies for ever");
        }
        transcript.reset();
        parts.flight().begin();
        add(0, hello.withCookie(request.cookie()));
        parts.flight().send(true, nowNanos);
    }

    private void serverHello(ServerHello answer) throws HandshakeException {
        if (answer.version() != RecordHeader.DTLS_1_2) {
            throw new HandshakeException(
                    AlertDescription.PROTOCOL_VERSION,
                    "the server speaks version " + Integer.toHexString(answer.version()));
        }
        suite = CipherSuite.of(answer.cipherSuite())
                .filter(s -> answer.compressionMethod() == 0)
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
        settleExtendedMasterSecret(extensions.has(ExtensionType.EXTENDED_MASTER_SECRET));
        if (extensions.has(ExtensionType.USE_SRTP)) {
            srtpProfile = Optional.of(chosenProfile(extensions));
        }
        serverRandom = answer.random();
    }

    private SrtpProfile chosenProfile(Extensions extensions) throws HandshakeException {
        return extensions
                .useSrtp()
                .filter(chosen -> chosen.profiles().size() == 1 && chosen.mki().length == 0)
                .flatMap(chosen -> SrtpProfile.of(chosen.profiles().getFirst()))
                .filter(parts.config().srtpProfiles()::contains)
                .orElseThrow(() -> new HandshakeException(
                        AlertDescription.ILLEGAL_PARAMETER, "the server chose an SRTP profile that was not offered"));
    }

    private void serverKey(ServerKeyExchange key) throws HandshakeException {
        group = NamedGroup.of(key.group())
                .filter(parts.config().groups()::contains)
                .orElseThrow(() -> new HandshakeException(
                        AlertDescription.ILLEGAL_PARAMETER, "the server chose a group that was not offered"));
        byte[] signed = ServerKeyExchange.signedBytes(clientRandom, serverRandom, key.group(), key.publicKey());
        boolean isGenuine = SignatureScheme.of(key.scheme())
                .filter(scheme -> scheme.keyAlgorithm().equals(suite.keyAlgorithm()))
                .flatMap(scheme -> peer().map(peer -> scheme.verify(peer.key(), signed, key.signature())))
                .orElse(false);
        if (!isGenuine) {
            throw new HandshakeException(AlertDescription.DECRYPT_ERROR, "the server's key is not signed properly");
        }
        serverPublic = key.publicKey();
        exchange = KeyExchange.generate(group, parts.random());
    }

    private void request(CertificateRequest request) throws HandshakeException {
        askedFor = SignatureScheme.choose(
                        request.schemes(), parts.config().certificate().keyAlgorithm())
                .orElseThrow(() -> new HandshakeException(
                        AlertDescription.HANDSHAKE_FAILURE, "the server does not take our kind of certificate"));
    }

    private void done(RawHandshake raw, long nowNanos) throws HandshakeException {
        expect(raw, HandshakeType.SERVER_HELLO_DONE, ServerHelloDone::parse);
        transcript.add(raw);
        KeyExchange ours = exchange;
        if (ours == null) {
            throw new HandshakeException(AlertDescription.INTERNAL_ERROR, "there is no key of our own");
        }
        parts.flight().begin();
        DtlsCertificate certificate = parts.config().certificate();
        SignatureScheme scheme = askedFor;
        if (scheme != null) {
            add(0, new Certificate(List.of(certificate.derBytes())));
        }
        add(0, new ClientKeyExchange(ours.publicBytes()));
        deriveKeys(ours, serverPublic);
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
