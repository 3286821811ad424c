package dev.plumb.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.dtls.message.Certificate13;
import dev.plumb.dtls.message.CertificateRequest13;
import dev.plumb.dtls.message.CertificateVerify;
import dev.plumb.dtls.message.ClientHello;
import dev.plumb.dtls.message.ExtensionType;
import dev.plumb.dtls.message.Extensions;
import dev.plumb.dtls.message.HandshakeType;
import dev.plumb.dtls.message.KeyShare;
import dev.plumb.dtls.message.RawHandshake;
import dev.plumb.dtls.message.ServerHello;
import dev.plumb.dtls.suite.AlertDescription;
import dev.plumb.dtls.suite.CipherSuite;
import dev.plumb.dtls.suite.DtlsVersion;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Peers of DTLS 1.3 whose handshakes say what they must not.
 */
class Hostile13Test {
    /** What a peer does wrong, and what it is told. */
    record Case(String name, DtlsRole hostile, UnaryOperator<RawHandshake> change, AlertDescription expected) {
        @Override
        public String toString() {
            return hostile + " " + name;
        }
    }

    private static Case server(String name, AlertDescription expected, int type, UnaryOperator<byte[]> change) {
        return new Case(name, DtlsRole.SERVER, body(type, change), expected);
    }

    private static Case client(String name, AlertDescription expected, int type, UnaryOperator<byte[]> change) {
        return new Case(name, DtlsRole.CLIENT, body(type, change), expected);
    }

    private static UnaryOperator<RawHandshake> body(int type, UnaryOperator<byte[]> change) {
        return m -> m.type() == type ? new RawHandshake(type, m.messageSeq(), change.apply(m.body())) : m;
    }

    private static Case hello(String name, AlertDescription expected, UnaryOperator<ClientHello> change) {
        return client(
                name,
                expected,
                HandshakeType.CLIENT_HELLO,
                b -> change.apply(ClientHello.parse(b)).toBytes());
    }

    private static Case answer(String name, AlertDescription expected, UnaryOperator<ServerHello> change) {
        return server(
                name,
                expected,
                HandshakeType.SERVER_HELLO,
                b -> change.apply(ServerHello.parse(b)).toBytes());
    }

    private static Case without(DtlsRole role, int type) {
        return new Case(
                "leaves out " + type,
                role,
                m -> m.type() == type ? new RawHandshake(-1, m.messageSeq(), m.body()) : m,
                AlertDescription.UNEXPECTED_MESSAGE);
    }

    private static ServerHello changed(ServerHello h, byte[] sessionId, int suite, int compression) {
        return new ServerHello(h.version(), h.random(), sessionId, suite, compression, h.extensions());
    }

    private static ServerHello with(ServerHello h, int type, byte... content) {
        h.extensions().with(type, content);
        return h;
    }

    private static ClientHello with(ClientHello h, int type, byte... content) {
        h.extensions().with(type, content);
        return h;
    }

    private static ClientHello without(ClientHello h, int type) {
        h.extensions().data().remove(type);
        return h;
    }

    private static byte[] flipped(byte[] bytes) {
        bytes[bytes.length - 1] ^= 1;
        return bytes;
    }

    private static byte[] share(int group, byte... key) {
        return new KeyShare(group, key).toBytes();
    }

    private static byte[] shares(KeyShare... shares) {
        return KeyShare.toBytes(List.of(shares));
    }

    static Stream<Case> cases() {
        byte[] none = {};
        return Stream.of(
                answer(
                        "chooses a suite that was not offered",
                        AlertDescription.ILLEGAL_PARAMETER,
                        h -> changed(h, none, 0x1304, 0)),
                answer(
                        "chooses a suite of DTLS 1.2",
                        AlertDescription.ILLEGAL_PARAMETER,
                        h -> changed(h, none, 0xc02b, 0)),
                answer(
                        "makes up a session",
                        AlertDescription.ILLEGAL_PARAMETER,
                        h -> changed(h, new byte[5], 0x1301, 0)),
                answer("compresses", AlertDescription.ILLEGAL_PARAMETER, h -> changed(h, none, 0x1301, 1)),
                answer(
                        "chooses a version that was not offered",
                        AlertDescription.ILLEGAL_PARAMETER,
                        h -> with(h, ExtensionType.SUPPORTED_VERSIONS, (byte) 3, (byte) 4)),
                answer(
                        "answers in the clear what belongs under cover",
                        AlertDescription.UNSUPPORTED_EXTENSION,
                        h -> with(h, ExtensionType.USE_SRTP, (byte) 0, (byte) 2, (byte) 0, (byte) 7, (byte) 0)),
                answer("shows no key", AlertDescription.MISSING_EXTENSION, h -> {
                    h.extensions().data().remove(ExtensionType.KEY_SHARE);
                    return h;
                }),
                answer(
                        "shows a key in another group",
                        AlertDescription.ILLEGAL_PARAMETER,
                        h -> with(h, ExtensionType.KEY_SHARE, share(23, new byte[65]))),
                answer(
                        "shows a point of small order",
                        AlertDescription.ILLEGAL_PARAMETER,
                        h -> with(h, ExtensionType.KEY_SHARE, share(29, new byte[32]))),
                answer(
                        "shows a malformed key",
                        AlertDescription.ILLEGAL_PARAMETER,
                        h -> with(h, ExtensionType.KEY_SHARE, (byte) 0)),
                answer("pretends to speak DTLS 1.2 only", AlertDescription.ILLEGAL_PARAMETER, h -> {
                    byte[] random = new byte[32];
                    Downgrade.mark(random);
                    return new ServerHello(h.version(), random, none, 0xc02b, 0, new Extensions());
                }),
                answer(
                        "asks for the same key again",
                        AlertDescription.ILLEGAL_PARAMETER,
                        h -> ServerHello.retryRequest(
                                CipherSuite.TLS_AES_128_GCM_SHA256,
                                new Extensions()
                                        .withSelectedVersion(DtlsVersion.DTLS_1_3)
                                        .with(ExtensionType.KEY_SHARE, new byte[] {0, 29}))),
                answer(
                        "asks for a key in an unknown group",
                        AlertDescription.ILLEGAL_PARAMETER,
                        h -> ServerHello.retryRequest(
                                CipherSuite.TLS_AES_128_GCM_SHA256,
                                new Extensions()
                                        .withSelectedVersion(DtlsVersion.DTLS_1_3)
                                        .with(ExtensionType.KEY_SHARE, new byte[] {1, 1}))),
                answer(
                        "asks for the same hello again",
                        AlertDescription.ILLEGAL_PARAMETER,
                        h -> ServerHello.retryRequest(
                                CipherSuite.TLS_AES_128_GCM_SHA256,
                                new Extensions().withSelectedVersion(DtlsVersion.DTLS_1_3))),
                server(
                        "answers what was not asked",
                        AlertDescription.UNSUPPORTED_EXTENSION,
                        HandshakeType.ENCRYPTED_EXTENSIONS,
                        b -> ScriptedPeer13.encrypted(16, (byte) 0, (byte) 0)),
                server(
                        "chooses an unknown SRTP profile",
                        AlertDescription.ILLEGAL_PARAMETER,
                        HandshakeType.ENCRYPTED_EXTENSIONS,
                        b -> ScriptedPeer13.encrypted(
                                ExtensionType.USE_SRTP, (byte) 0, (byte) 2, (byte) 0, (byte) 5, (byte) 0)),
                server(
                        "gives an MKI",
                        AlertDescription.ILLEGAL_PARAMETER,
                        HandshakeType.ENCRYPTED_EXTENSIONS,
                        b -> ScriptedPeer13.encrypted(
                                ExtensionType.USE_SRTP, (byte) 0, (byte) 2, (byte) 0, (byte) 7, (byte) 1, (byte) 1)),
                server(
                        "cuts its extensions",
                        AlertDescription.DECODE_ERROR,
                        HandshakeType.ENCRYPTED_EXTENSIONS,
                        b -> Arrays.copyOf(b, b.length - 1)),
                server(
                        "asks for a certificate in a context",
                        AlertDescription.ILLEGAL_PARAMETER,
                        HandshakeType.CERTIFICATE_REQUEST,
                        b -> new CertificateRequest13(
                                        new byte[1],
                                        CertificateRequest13.parse(b).extensions())
                                .toBytes()),
                server(
                        "names no signature that it takes",
                        AlertDescription.MISSING_EXTENSION,
                        HandshakeType.CERTIFICATE_REQUEST,
                        b -> new CertificateRequest13(none, new Extensions()).toBytes()),
                server(
                        "takes no certificate of ours",
                        AlertDescription.HANDSHAKE_FAILURE,
                        HandshakeType.CERTIFICATE_REQUEST,
                        b -> new CertificateRequest13(none, new Extensions().withList16(13, List.of(0x0804)))
                                .toBytes()),
                server(
                        "shows no certificate",
                        AlertDescription.DECODE_ERROR,
                        HandshakeType.CERTIFICATE,
                        b -> new Certificate13(none, List.of()).toBytes()),
                server(
                        "shows another's certificate",
                        AlertDescription.BAD_CERTIFICATE,
                        HandshakeType.CERTIFICATE,
                        b -> Certificate13.of(none, DtlsPair.CLIENT_CERTIFICATE.derBytes())
                                .toBytes()),
                server(
                        "staples what was not asked",
                        AlertDescription.UNSUPPORTED_EXTENSION,
                        HandshakeType.CERTIFICATE,
                        b -> new Certificate13(
                                        none,
                                        List.of(new Certificate13.Entry(
                                                DtlsPair.SERVER_CERTIFICATE.derBytes(),
                                                new Extensions().with(5, new byte[1]))))
                                .toBytes()),
                server(
                        "signs nothing",
                        AlertDescription.DECRYPT_ERROR,
                        HandshakeType.CERTIFICATE_VERIFY,
                        Hostile13Test::flipped),
                server(
                        "signs by PKCS#1",
                        AlertDescription.ILLEGAL_PARAMETER,
                        HandshakeType.CERTIFICATE_VERIFY,
                        b -> new CertificateVerify(
                                        0x0401, CertificateVerify.parse(b).signature())
                                .toBytes()),
                server(
                        "signs by another curve's scheme",
                        AlertDescription.ILLEGAL_PARAMETER,
                        HandshakeType.CERTIFICATE_VERIFY,
                        b -> new CertificateVerify(
                                        0x0503, CertificateVerify.parse(b).signature())
                                .toBytes()),
                server(
                        "finishes wrongly",
                        AlertDescription.DECRYPT_ERROR,
                        HandshakeType.FINISHED,
                        Hostile13Test::flipped),
                server(
                        "finishes as DTLS 1.2 does",
                        AlertDescription.DECRYPT_ERROR,
                        HandshakeType.FINISHED,
                        b -> Arrays.copyOf(b, 12)),
                server("finishes with nothing", AlertDescription.DECODE_ERROR, HandshakeType.FINISHED, b -> none),
                without(DtlsRole.SERVER, HandshakeType.ENCRYPTED_EXTENSIONS),
                without(DtlsRole.SERVER, HandshakeType.CERTIFICATE),
                without(DtlsRole.SERVER, HandshakeType.CERTIFICATE_VERIFY),
                hello(
                        "shows a version that there is not",
                        AlertDescription.PROTOCOL_VERSION,
                        h -> with(h, ExtensionType.SUPPORTED_VERSIONS, (byte) 2, (byte) 3, (byte) 4)),
                hello(
                        "names no groups",
                        AlertDescription.MISSING_EXTENSION,
                        h -> without(h, ExtensionType.SUPPORTED_GROUPS)),
                hello(
                        "shows no keys at all",
                        AlertDescription.MISSING_EXTENSION,
                        h -> without(h, ExtensionType.KEY_SHARE)),
                hello(
                        "names no signatures",
                        AlertDescription.MISSING_EXTENSION,
                        h -> without(h, ExtensionType.SIGNATURE_ALGORITHMS)),
                hello(
                        "takes no signature of ours",
                        AlertDescription.HANDSHAKE_FAILURE,
                        h -> with(h, ExtensionType.SIGNATURE_ALGORITHMS, (byte) 0, (byte) 2, (byte) 8, (byte) 4)),
                hello(
                        "has no group for us",
                        AlertDescription.HANDSHAKE_FAILURE,
                        h -> with(h, ExtensionType.SUPPORTED_GROUPS, (byte) 0, (byte) 2, (byte) 0, (byte) 30)),
                hello(
                        "has no suite for us",
                        AlertDescription.HANDSHAKE_FAILURE,
                        h -> new ClientHello(
                                h.version(),
                                h.random(),
                                h.sessionId(),
                                h.cookie(),
                                List.of(0x1304),
                                h.compressionMethods(),
                                h.extensions())),
                hello(
                        "shows two keys in a group",
                        AlertDescription.ILLEGAL_PARAMETER,
                        h -> with(
                                h,
                                ExtensionType.KEY_SHARE,
                                shares(new KeyShare(29, new byte[32]), new KeyShare(29, new byte[32])))),
                hello(
                        "shows a point of small order",
                        AlertDescription.ILLEGAL_PARAMETER,
                        h -> with(h, ExtensionType.KEY_SHARE, shares(new KeyShare(29, new byte[32])))),
                hello(
                        "shows a point off the curve",
                        AlertDescription.ILLEGAL_PARAMETER,
                        h -> with(h, ExtensionType.KEY_SHARE, shares(new KeyShare(23, new byte[65])))),
                hello(
                        "shows malformed keys",
                        AlertDescription.ILLEGAL_PARAMETER,
                        h -> with(h, ExtensionType.KEY_SHARE, (byte) 0, (byte) 9)),
                hello("has an old cookie", AlertDescription.ILLEGAL_PARAMETER, h -> h.withCookie(new byte[4])),
                hello(
                        "compresses",
                        AlertDescription.ILLEGAL_PARAMETER,
                        h -> new ClientHello(
                                h.version(),
                                h.random(),
                                h.sessionId(),
                                h.cookie(),
                                h.cipherSuites(),
                                new byte[] {1, 0},
                                h.extensions())),
                client(
                        "shows no certificate",
                        AlertDescription.CERTIFICATE_REQUIRED,
                        HandshakeType.CERTIFICATE,
                        b -> new Certificate13(none, List.of()).toBytes()),
                client(
                        "answers in a context",
                        AlertDescription.ILLEGAL_PARAMETER,
                        HandshakeType.CERTIFICATE,
                        b -> Certificate13.of(new byte[2], DtlsPair.CLIENT_CERTIFICATE.derBytes())
                                .toBytes()),
                client(
                        "shows another's certificate",
                        AlertDescription.BAD_CERTIFICATE,
                        HandshakeType.CERTIFICATE,
                        b -> Certificate13.of(none, DtlsPair.SERVER_CERTIFICATE.derBytes())
                                .toBytes()),
                client(
                        "shows a broken certificate",
                        AlertDescription.BAD_CERTIFICATE,
                        HandshakeType.CERTIFICATE,
                        b -> Certificate13.of(none, new byte[] {1, 2, 3}).toBytes()),
                client(
                        "signs nothing",
                        AlertDescription.DECRYPT_ERROR,
                        HandshakeType.CERTIFICATE_VERIFY,
                        Hostile13Test::flipped),
                client(
                        "finishes wrongly",
                        AlertDescription.DECRYPT_ERROR,
                        HandshakeType.FINISHED,
                        Hostile13Test::flipped),
                without(DtlsRole.CLIENT, HandshakeType.CERTIFICATE),
                without(DtlsRole.CLIENT, HandshakeType.CERTIFICATE_VERIFY));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isToldWhyAndGetsNowhere(Case hostile) {
        ScriptedPeer13 script = new ScriptedPeer13(hostile.hostile);
        script.change = hostile.change;
        try {
            script.run();
        } catch (IllegalStateException engineHasClosed) {
            assertThat(script.isConnected()).isFalse();
        }
        assertThat(script.isConnected()).isFalse();
        script.waitOutDoubts();
        assertThat(script.alertsSent()).containsExactly("fatal " + hostile.expected);
        assertThat(script.engine.pollPacket()).isNull();
    }

    @Test
    void theScriptItselfConnects() {
        assertThat(ScriptedPeer13.connected(DtlsRole.CLIENT).acks).isNotEmpty();
        ScriptedPeer13 server = ScriptedPeer13.connected(DtlsRole.SERVER);
        assertThat(server.heard.getLast().type()).isEqualTo(HandshakeType.FINISHED);
    }
}
