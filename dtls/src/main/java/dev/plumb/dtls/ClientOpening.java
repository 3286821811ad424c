package dev.plumb.dtls;

import dev.plumb.base.crypto.SrtpProfile;
import dev.plumb.dtls.message.ClientHello;
import dev.plumb.dtls.message.ExtensionType;
import dev.plumb.dtls.message.Extensions;
import dev.plumb.dtls.message.HandshakeType;
import dev.plumb.dtls.message.HelloVerifyRequest;
import dev.plumb.dtls.message.KeyShare;
import dev.plumb.dtls.message.RawHandshake;
import dev.plumb.dtls.message.ServerHello;
import dev.plumb.dtls.message.UseSrtp;
import dev.plumb.dtls.record.RecordHeader;
import dev.plumb.dtls.suite.AlertDescription;
import dev.plumb.dtls.suite.CipherSuite;
import dev.plumb.dtls.suite.DtlsVersion;
import dev.plumb.dtls.suite.NamedGroup;
import dev.plumb.dtls.suite.SignatureScheme;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The client's hello, until the server has chosen a version. The server may ask once for another hello in each
 * version's manner.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9147#section-5.3 RFC 9147 5.3, ClientHello Message
 * @spec https://www.rfc-editor.org/rfc/rfc8446#section-4.1.4 RFC 8446 4.1.4, Hello Retry Request
 */
final class ClientOpening extends Handshake {
    private static final int MAX_COOKIE_ROUNDS = 3;

    /** Hellos and the request to say another, as far as DTLS 1.3's hash runs over them. */
    private final List<RawHandshake> said = new ArrayList<>();

    private List<KeyExchange> shares = List.of();
    private ClientHello hello;
    private int cookieRounds;
    private @Nullable CipherSuite retrySuite;

    ClientOpening(HandshakeParts parts) {
        super(DtlsRole.CLIENT, parts);
        DtlsConfig config = parts.config();
        hello = new ClientHello(
                RecordHeader.DTLS_1_2,
                newRandom(),
                new byte[0],
                new byte[0],
                config.cipherSuites().stream()
                        .filter(suite -> config.spoken().contains(suite.version()))
                        .map(CipherSuite::id)
                        .toList(),
                new byte[1],
                extensions(config));
    }

    private Extensions extensions(DtlsConfig config) {
        Extensions extensions = new Extensions();
        List<NamedGroup> groups = config.groups();
        if (config.spoken().contains(DtlsVersion.DTLS_1_3)) {
            shares = parts.keys().shares(groups);
            extensions
                    .withSupportedVersions(config.spoken())
                    .with(
                            ExtensionType.KEY_SHARE,
                            KeyShare.toBytes(shares.stream()
                                    .map(share -> new KeyShare(share.group().id(), share.publicBytes()))
                                    .toList()));
        } else {
            groups = config.groups(DtlsVersion.DTLS_1_2);
        }
        if (config.spoken().contains(DtlsVersion.DTLS_1_2)) {
            extensions.withExtendedMasterSecret().withEmptyRenegotiationInfo().withUncompressedPoints();
        }
        extensions
                .withList16(
                        ExtensionType.SUPPORTED_GROUPS,
                        groups.stream().map(NamedGroup::id).toList())
                .withList16(ExtensionType.SIGNATURE_ALGORITHMS, SignatureScheme.ids(config.spoken()));
        if (!config.srtpProfiles().isEmpty()) {
            extensions.withSrtp(new UseSrtp(
                    config.srtpProfiles().stream().map(SrtpProfile::id).toList()));
        }
        return extensions;
    }

    /** Sends the ClientHello. */
    void start(long nowNanos) {
        parts.flight().begin(nowNanos);
        said.add(parts.flight().add(0, hello));
        parts.flight().send(true, nowNanos);
    }

    @Override
    boolean mayCome(int type, long epoch, boolean isOld) {
        return epoch == 0 && type != HandshakeType.FINISHED;
    }

    @Override
    Handshake receive(RawHandshake raw, long nowNanos) throws HandshakeException {
        if (raw.type() == HandshakeType.HELLO_VERIFY_REQUEST) {
            cookie(expect(raw, HandshakeType.HELLO_VERIFY_REQUEST, HelloVerifyRequest::parse), nowNanos);
            return this;
        }
        ServerHello answer = expect(raw, HandshakeType.SERVER_HELLO, ServerHello::parse);
        if (!answer.extensions().has(ExtensionType.SUPPORTED_VERSIONS)) {
            return version12(raw, answer);
        }
        if (!offers(DtlsVersion.DTLS_1_3)
                || answer.extensions().u16(ExtensionType.SUPPORTED_VERSIONS) != DtlsVersion.DTLS_1_3.id()) {
            throw illegal("the server chose a version that was not offered");
        }
        CipherSuite suite = chosenSuite(answer);
        if (answer.isRetryRequest()) {
            retry(raw, answer, suite, nowNanos);
            return this;
        }
        return new ClientHandshake13(parts, hello, shares, said, retrySuite != null, raw, answer, suite);
    }

    private boolean offers(DtlsVersion version) {
        return parts.config().spoken().contains(version);
    }

    private void cookie(HelloVerifyRequest request, long nowNanos) throws HandshakeException {
        if (cookieRounds >= MAX_COOKIE_ROUNDS || retrySuite != null || !offers(DtlsVersion.DTLS_1_2)) {
            throw new HandshakeException(AlertDescription.UNEXPECTED_MESSAGE, "the server asks for cookies for ever");
        }
        cookieRounds++;
        hello = hello.withCookie(request.cookie());
        said.clear(); // neither that request nor the hello before it counts
        start(nowNanos);
    }

    private Handshake version12(RawHandshake raw, ServerHello answer) throws HandshakeException {
        if (answer.version() != RecordHeader.DTLS_1_2 || !offers(DtlsVersion.DTLS_1_2)) {
            throw new HandshakeException(
                    AlertDescription.PROTOCOL_VERSION,
                    "the server speaks version " + Integer.toHexString(answer.version()));
        }
        if (retrySuite != null
                || answer.isRetryRequest()
                || (offers(DtlsVersion.DTLS_1_3) && Downgrade.isMarked(answer.random()))) {
            throw illegal("somebody makes the server speak an older version than it could");
        }
        return new ClientHandshake12(parts, hello, said.getLast(), raw, answer);
    }

    private CipherSuite chosenSuite(ServerHello answer) throws HandshakeException {
        CipherSuite before = retrySuite;
        return CipherSuite.of(answer.cipherSuite())
                .filter(suite -> suite.version() == DtlsVersion.DTLS_1_3
                        && parts.config().cipherSuites().contains(suite)
                        && (before == null || before == suite)
                        && answer.version() == RecordHeader.DTLS_1_2
                        && answer.compressionMethod() == 0
                        && answer.sessionId().length == 0)
                .orElseThrow(() -> illegal("the server chose what was not offered"));
    }

    private void retry(RawHandshake raw, ServerHello request, CipherSuite suite, long nowNanos)
            throws HandshakeException {
        if (retrySuite != null) {
            throw new HandshakeException(
                    AlertDescription.UNEXPECTED_MESSAGE, "the server asks twice for another hello");
        }
        Extensions changed = new Extensions();
        hello.extensions().data().forEach(changed::with);
        Extensions asked = request.extensions();
        for (int type : asked.data().keySet()) {
            if (!List.of(ExtensionType.SUPPORTED_VERSIONS, ExtensionType.KEY_SHARE, ExtensionType.COOKIE)
                    .contains(type)) {
                throw new HandshakeException(
                        AlertDescription.UNSUPPORTED_EXTENSION, "extension " + type + " was not asked for");
            }
        }
        Optional<NamedGroup> group = asked.has(ExtensionType.KEY_SHARE)
                ? Optional.of(newGroup(asked.u16(ExtensionType.KEY_SHARE)))
                : Optional.empty();
        byte[] cookie = asked.cookie();
        if (asked.has(ExtensionType.COOKIE) && cookie.length == 0) {
            throw new HandshakeException(AlertDescription.DECODE_ERROR, "the cookie is malformed");
        }
        if (cookie.length > 0) {
            changed.withCookie(cookie);
        } else if (group.isEmpty()) {
            throw illegal("the server asks for the same hello again");
        }
        if (group.isPresent()) {
            KeyExchange made = parts.keys().generate(group.get());
            shares = List.of(made);
            changed.with(
                    ExtensionType.KEY_SHARE,
                    KeyShare.toBytes(List.of(new KeyShare(made.group().id(), made.publicBytes()))));
        }
        retrySuite = suite;
        hello = hello.withExtensions(changed);
        said.add(raw);
        start(nowNanos);
    }

    private NamedGroup newGroup(int id) throws HandshakeException {
        Optional<NamedGroup> wanted = NamedGroup.of(id).filter(parts.config().groups()::contains);
        boolean isShared = wanted.isPresent() && shares.stream().anyMatch(share -> share.group() == wanted.get());
        return wanted.filter(group -> !isShared)
                .orElseThrow(() -> illegal("the server asks for a group that was not offered, or was shared already"));
    }

    private static HandshakeException illegal(String detail) {
        return new HandshakeException(AlertDescription.ILLEGAL_PARAMETER, detail);
    }
}
