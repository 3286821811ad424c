package dev.plumb.dtls;

import dev.plumb.dtls.message.CertificateRequest13;
import dev.plumb.dtls.message.EncryptedExtensions;
import dev.plumb.dtls.message.ExtensionType;
import dev.plumb.dtls.message.Extensions;
import dev.plumb.dtls.message.KeyShare;
import dev.plumb.dtls.message.RawHandshake;
import dev.plumb.dtls.message.ServerHello;
import dev.plumb.dtls.message.UseSrtp;
import dev.plumb.dtls.record.RecordHeader;
import dev.plumb.dtls.suite.AlertDescription;
import dev.plumb.dtls.suite.DtlsVersion;
import dev.plumb.dtls.suite.SignatureScheme;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The server's side of a DTLS 1.3 handshake, from the ClientHello that can be answered on. It always asks for the
 * client's certificate.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc8446#section-4 RFC 8446 4, Handshake Protocol
 */
final class ServerHandshake13 extends Handshake13 {
    private Step step = Step.CERTIFICATE;

    /** The next step of the handshake. */
    private enum Step {
        CERTIFICATE,
        CERTIFICATE_VERIFY,
        FINISHED
    }

    /**
     * Creates the handshake, and answers a hello.
     *
     * @param retry the request that the client was sent before, if there was one
     */
    ServerHandshake13(
            HandshakeParts parts, ServerOpening.@Nullable Retry retry, RawHandshake raw, Offer13 offer, long nowNanos)
            throws HandshakeException {
        super(DtlsRole.SERVER, parts, offer.suite());
        group = offer.group();
        srtpProfile = SrtpNegotiation.choose(parts.config(), offer.extensions());
        if (retry != null) {
            transcript.add(retry.hello());
            transcript.replaceByHash();
            transcript.add(retry.request());
        }
        transcript.add(raw);
        Optional<Agreed> agreed =
                offer.share().flatMap(share -> Optional.ofNullable(parts.keys().answer(group, share.key())));
        if (agreed.isEmpty()) {
            throw new HandshakeException(AlertDescription.ILLEGAL_PARAMETER, "the client's key is not valid");
        }
        parts.flight().begin(nowNanos);
        answer(agreed.get(), offer.scheme());
        parts.flight().send(true, nowNanos);
    }

    private void answer(Agreed agreed, SignatureScheme scheme) {
        Extensions hello = new Extensions()
                .withSelectedVersion(DtlsVersion.DTLS_1_3)
                .with(ExtensionType.KEY_SHARE, new KeyShare(group.id(), agreed.publicBytes()).toBytes());
        add(0, new ServerHello(RecordHeader.DTLS_1_2, newRandom(), new byte[0], suite.id(), 0, hello));
        startEncrypting(agreed.secret());
        Extensions answers = new Extensions();
        srtpProfile.ifPresent(profile -> answers.withSrtp(new UseSrtp(List.of(profile.id()))));
        add(KeySchedule13.HANDSHAKE_EPOCH, new EncryptedExtensions(answers));
        Extensions wanted = new Extensions()
                .withList16(ExtensionType.SIGNATURE_ALGORITHMS, SignatureScheme.ids(List.of(DtlsVersion.DTLS_1_3)));
        add(KeySchedule13.HANDSHAKE_EPOCH, new CertificateRequest13(new byte[0], wanted));
        addCertificate(scheme, new byte[0]);
        addFinished();
        keys.application(transcript.hash());
    }

    @Override
    void before(RawHandshake raw, long nowNanos) throws HandshakeException {
        switch (step) {
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
                parts.flight().discard();
                complete();
            }
        }
    }
}
