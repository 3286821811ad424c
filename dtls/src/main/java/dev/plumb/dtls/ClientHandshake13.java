package dev.plumb.dtls;

import dev.plumb.dtls.message.CertificateRequest13;
import dev.plumb.dtls.message.ClientHello;
import dev.plumb.dtls.message.EncryptedExtensions;
import dev.plumb.dtls.message.ExtensionType;
import dev.plumb.dtls.message.Extensions;
import dev.plumb.dtls.message.HandshakeType;
import dev.plumb.dtls.message.KeyShare;
import dev.plumb.dtls.message.RawHandshake;
import dev.plumb.dtls.message.ServerHello;
import dev.plumb.dtls.suite.AlertDescription;
import dev.plumb.dtls.suite.CipherSuite;
import dev.plumb.dtls.suite.DtlsVersion;
import dev.plumb.dtls.suite.SignatureScheme;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The client's side of a DTLS 1.3 handshake, from the ServerHello on.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc8446#section-4 RFC 8446 4, Handshake Protocol
 */
final class ClientHandshake13 extends Handshake13 {
    private static final Set<Integer> IN_SERVER_HELLO =
            Set.of(ExtensionType.SUPPORTED_VERSIONS, ExtensionType.KEY_SHARE);
    private static final Set<Integer> IN_ENCRYPTED = Set.of(ExtensionType.SUPPORTED_GROUPS, ExtensionType.USE_SRTP);

    private Step step = Step.ENCRYPTED_EXTENSIONS;
    private @Nullable SignatureScheme askedFor;

    /** The next step of the handshake. */
    private enum Step {
        ENCRYPTED_EXTENSIONS,
        REQUEST_OR_CERTIFICATE,
        CERTIFICATE,
        CERTIFICATE_VERIFY,
        FINISHED
    }

    /**
     * Continues from a hello that the server has answered.
     *
     * @param said the hello; where the server had asked for another one, the first, that request, and the second
     */
    ClientHandshake13(
            HandshakeParts parts,
            ClientHello hello,
            List<KeyExchange> shares,
            List<RawHandshake> said,
            boolean wasRetried,
            RawHandshake raw,
            ServerHello answer,
            CipherSuite suite)
            throws HandshakeException {
        super(DtlsRole.CLIENT, parts, suite);
        transcript.add(said.getFirst());
        if (wasRetried) {
            transcript.replaceByHash();
        }
        said.subList(1, said.size()).forEach(transcript::add);
        transcript.add(raw);
        onlyAsked(answer.extensions(), IN_SERVER_HELLO);
        startEncrypting(agreed(shares, answer.extensions()));
    }

    private static void onlyAsked(Extensions extensions, Set<Integer> allowed) throws HandshakeException {
        for (int type : extensions.data().keySet()) {
            if (!allowed.contains(type)) {
                throw new HandshakeException(
                        AlertDescription.UNSUPPORTED_EXTENSION, "extension " + type + " was not asked for");
            }
        }
    }

    private byte[] agreed(List<KeyExchange> shares, Extensions extensions) throws HandshakeException {
        if (!extensions.has(ExtensionType.KEY_SHARE)) {
            throw new HandshakeException(AlertDescription.MISSING_EXTENSION, "the server shows no key");
        }
        Optional<KeyShare> theirs = KeyShare.parse(extensions.get(ExtensionType.KEY_SHARE));
        Optional<KeyExchange> ours = theirs.flatMap(share -> shares.stream()
                .filter(candidate -> candidate.group().id() == share.group())
                .findFirst());
        if (theirs.isEmpty() || ours.isEmpty()) {
            throw new HandshakeException(
                    AlertDescription.ILLEGAL_PARAMETER, "the server's key is in a group that we showed none in");
        }
        group = ours.get().group();
        byte[] secret = ours.get().agree(theirs.get().key());
        if (secret == null) {
            throw new HandshakeException(AlertDescription.ILLEGAL_PARAMETER, "the server's key is not valid");
        }
        return secret;
    }

    @Override
    void before(RawHandshake raw, long nowNanos) throws HandshakeException {
        switch (step) {
            case ENCRYPTED_EXTENSIONS -> {
                answers(expect(raw, HandshakeType.ENCRYPTED_EXTENSIONS, EncryptedExtensions::parse)
                        .extensions());
                next(raw, Step.REQUEST_OR_CERTIFICATE);
            }
            case REQUEST_OR_CERTIFICATE -> {
                if (raw.type() == HandshakeType.CERTIFICATE_REQUEST) {
                    request(expect(raw, HandshakeType.CERTIFICATE_REQUEST, CertificateRequest13::parse));
                    next(raw, Step.CERTIFICATE);
                } else {
                    takeCertificate(raw);
                    step = Step.CERTIFICATE_VERIFY;
                }
            }
            case CERTIFICATE -> {
                takeCertificate(raw);
                step = Step.CERTIFICATE_VERIFY;
            }
            case CERTIFICATE_VERIFY -> {
                takeProof(raw);
                step = Step.FINISHED;
            }
            case FINISHED -> {
                takeFinished(raw);
                answer(nowNanos);
            }
        }
    }

    private void next(RawHandshake raw, Step next) {
        transcript.add(raw);
        step = next;
    }

    private void answers(Extensions extensions) throws HandshakeException {
        onlyAsked(extensions, IN_ENCRYPTED);
        if (extensions.has(ExtensionType.USE_SRTP)
                && parts.config().srtpProfiles().isEmpty()) {
            throw new HandshakeException(AlertDescription.UNSUPPORTED_EXTENSION, "use_srtp was not asked for");
        }
        srtpProfile = SrtpNegotiation.chosen(parts.config(), extensions);
    }

    private void request(CertificateRequest13 request) throws HandshakeException {
        if (request.context().length != 0) {
            throw new HandshakeException(AlertDescription.ILLEGAL_PARAMETER, "the request has a context");
        }
        if (!request.extensions().has(ExtensionType.SIGNATURE_ALGORITHMS)) {
            throw new HandshakeException(
                    AlertDescription.MISSING_EXTENSION, "the request names no signature algorithms");
        }
        askedFor = SignatureScheme.choose(
                        DtlsVersion.DTLS_1_3,
                        request.extensions().list16(ExtensionType.SIGNATURE_ALGORITHMS),
                        parts.config().certificate().key())
                .orElseThrow(() -> new HandshakeException(
                        AlertDescription.HANDSHAKE_FAILURE, "the server does not take our kind of certificate"));
    }

    private void answer(long nowNanos) {
        keys.application(transcript.hash());
        parts.flight().begin(nowNanos);
        SignatureScheme scheme = askedFor;
        if (scheme != null) {
            addCertificate(scheme, new byte[0]);
        }
        addFinished();
        complete();
        parts.flight().send(true, nowNanos);
    }
}
