package dev.plumb.dtls;

import dev.plumb.dtls.message.ClientHello;
import dev.plumb.dtls.message.ExtensionType;
import dev.plumb.dtls.message.Extensions;
import dev.plumb.dtls.message.HandshakeType;
import dev.plumb.dtls.message.HelloVerifyRequest;
import dev.plumb.dtls.message.KeyShare;
import dev.plumb.dtls.message.RawHandshake;
import dev.plumb.dtls.message.ServerHello;
import dev.plumb.dtls.message.WireWriter;
import dev.plumb.dtls.record.RecordHeader;
import dev.plumb.dtls.suite.AlertDescription;
import dev.plumb.dtls.suite.CipherSuite;
import dev.plumb.dtls.suite.DtlsVersion;
import dev.plumb.dtls.suite.NamedGroup;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The server's wait for a hello that it can answer. Where the client is to confirm its address, or shows no key that we
 * can use, it is asked for another hello, in the manner of the version that it will get.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc6347#section-4.2.1 RFC 6347 4.2.1, Denial-of-Service Countermeasures
 * @spec https://www.rfc-editor.org/rfc/rfc9147#section-5.1 RFC 9147 5.1, Denial-of-Service Countermeasures
 */
final class ServerOpening extends Handshake {
    private static final int COOKIE_BYTES = 20;

    private final byte[] cookie = new byte[COOKIE_BYTES];
    private boolean isBegun;
    private boolean hasVerifyRequest;
    private @Nullable Retry retry;

    ServerOpening(HandshakeParts parts) {
        super(DtlsRole.SERVER, parts);
        parts.random().nextBytes(cookie);
    }

    /** The parameters that a HelloRetryRequest has settled. */
    record Retry(RawHandshake hello, RawHandshake request, CipherSuite suite, NamedGroup group, boolean wantsCookie) {}

    @Override
    boolean isBegun() {
        return isBegun;
    }

    @Override
    boolean mayCome(int type, long epoch, boolean isOld) {
        return epoch == 0 && type != HandshakeType.FINISHED;
    }

    @Override
    Handshake receive(RawHandshake raw, long nowNanos) throws HandshakeException {
        Handshake next = answer(raw, expect(raw, HandshakeType.CLIENT_HELLO, ClientHello::parse), nowNanos);
        isBegun = true;
        return next;
    }

    private Handshake answer(RawHandshake raw, ClientHello hello, long nowNanos) throws HandshakeException {
        DtlsVersion version = version(hello);
        if (version == DtlsVersion.DTLS_1_3) {
            return version13(raw, hello, nowNanos);
        }
        if (retry != null) {
            throw illegal("the second hello is for another version");
        }
        if (parts.config().verifiesHello() && !MessageDigest.isEqual(cookie, hello.cookie())) {
            askForCookie(nowNanos);
            return this;
        }
        return new ServerHandshake12(parts, raw, hello, nowNanos);
    }

    private DtlsVersion version(ClientHello hello) throws HandshakeException {
        List<DtlsVersion> ours = parts.config().spoken();
        Extensions extensions = hello.extensions();
        if (extensions.has(ExtensionType.SUPPORTED_VERSIONS)) {
            return DtlsVersion.choose(ours, extensions.supportedVersions()).orElseThrow(ServerOpening::noVersion);
        }
        // versions of DTLS count downwards: 0xfeff is 1.0, 0xfefd is 1.2
        boolean speaks12 =
                hello.version() <= RecordHeader.DTLS_1_2 && hello.version() >>> 8 == RecordHeader.DTLS_1_2 >>> 8;
        if (!speaks12 || !ours.contains(DtlsVersion.DTLS_1_2)) {
            throw noVersion();
        }
        return DtlsVersion.DTLS_1_2;
    }

    private void askForCookie(long nowNanos) throws HandshakeException {
        if (hasVerifyRequest) {
            throw illegal("the client's cookie is not ours");
        }
        hasVerifyRequest = true;
        parts.flight().begin(nowNanos);
        parts.flight().add(0, new HelloVerifyRequest(RecordHeader.DTLS_1_0, cookie));
        parts.flight().send(false, nowNanos);
    }

    private Handshake version13(RawHandshake raw, ClientHello hello, long nowNanos) throws HandshakeException {
        Offer13 offer = Offer13.of(hello, parts.config());
        Retry before = retry;
        if (before != null) {
            checkRetried(before, offer);
            return new ServerHandshake13(parts, before, raw, offer, nowNanos);
        }
        Optional<KeyShare> share = offer.share();
        if (share.isPresent() && !parts.config().verifiesHello()) {
            return new ServerHandshake13(parts, null, raw, offer, nowNanos);
        }
        Extensions request = new Extensions().withSelectedVersion(DtlsVersion.DTLS_1_3);
        if (share.isEmpty()) {
            request.with(
                    ExtensionType.KEY_SHARE,
                    new WireWriter().u16(offer.group().id()).toByteArray());
        }
        if (parts.config().verifiesHello()) {
            request.withCookie(cookie);
        }
        parts.flight().begin(nowNanos);
        RawHandshake sent = parts.flight().add(0, ServerHello.retryRequest(offer.suite(), request));
        retry = new Retry(
                raw, sent, offer.suite(), offer.group(), parts.config().verifiesHello());
        parts.flight().send(false, nowNanos);
        return this;
    }

    private void checkRetried(Retry before, Offer13 offer) throws HandshakeException {
        if (before.wantsCookie
                && !MessageDigest.isEqual(cookie, offer.extensions().cookie())) {
            throw illegal("the client's cookie is not ours");
        }
        if (offer.suite() != before.suite
                || offer.group() != before.group
                || offer.share().isEmpty()) {
            throw illegal("the second hello is not what was asked for");
        }
    }

    private static HandshakeException noVersion() {
        return new HandshakeException(AlertDescription.PROTOCOL_VERSION, "no version of DTLS in common");
    }

    private static HandshakeException illegal(String detail) {
        return new HandshakeException(AlertDescription.ILLEGAL_PARAMETER, detail);
    }
}
