package dev.plumb.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.base.bytes.Packet;
import dev.plumb.dtls.message.Certificate;
import dev.plumb.dtls.message.CertificateRequest;
import dev.plumb.dtls.message.ClientHello;
import dev.plumb.dtls.message.ClientKeyExchange;
import dev.plumb.dtls.message.ExtensionType;
import dev.plumb.dtls.message.Extensions;
import dev.plumb.dtls.message.HandshakeFragment;
import dev.plumb.dtls.message.HandshakeType;
import dev.plumb.dtls.message.HelloVerifyRequest;
import dev.plumb.dtls.message.RawHandshake;
import dev.plumb.dtls.message.ServerHello;
import dev.plumb.dtls.record.ContentType;
import dev.plumb.dtls.record.RecordHeader;
import dev.plumb.dtls.suite.AlertDescription;
import dev.plumb.dtls.suite.CipherSuite;
import dev.plumb.dtls.suite.DtlsVersion;
import dev.plumb.dtls.suite.NamedGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Peers of DTLS 1.2 that say what they must not: each message in the clear is changed, left out, doubled or put
 * elsewhere. The other side says why it ends the handshake, and never connects.
 */
class Hostile12Test {
    private static final Duration LONG = Duration.ofSeconds(40);

    /** What a peer does wrong, and what it is told. */
    record Case(String name, DtlsRole hostile, UnaryOperator<List<RawHandshake>> change, AlertDescription expected) {
        @Override
        public String toString() {
            return hostile + " " + name;
        }
    }

    private static Case server(String name, AlertDescription expected, UnaryOperator<List<RawHandshake>> change) {
        return new Case(name, DtlsRole.SERVER, change, expected);
    }

    private static Case client(String name, AlertDescription expected, UnaryOperator<List<RawHandshake>> change) {
        return new Case(name, DtlsRole.CLIENT, change, expected);
    }

    /** Changes the body of one type of message. */
    private static UnaryOperator<List<RawHandshake>> body(int type, UnaryOperator<byte[]> change) {
        return messages -> messages.stream()
                .map(m -> m.type() == type
                        ? new RawHandshake(
                                type, m.messageSeq(), change.apply(m.body().clone()))
                        : m)
                .toList();
    }

    private static UnaryOperator<List<RawHandshake>> serverHello(UnaryOperator<ServerHello> change) {
        return body(
                HandshakeType.SERVER_HELLO,
                b -> change.apply(ServerHello.parse(b)).toBytes());
    }

    private static UnaryOperator<List<RawHandshake>> clientHello(UnaryOperator<ClientHello> change) {
        return body(
                HandshakeType.CLIENT_HELLO,
                b -> change.apply(ClientHello.parse(b)).toBytes());
    }

    /** Leaves a type out; what follows takes its number. */
    private static UnaryOperator<List<RawHandshake>> without(int type) {
        return messages -> {
            List<RawHandshake> out = new ArrayList<>();
            int left = 0;
            for (RawHandshake m : messages) {
                if (m.type() == type) {
                    left++;
                } else {
                    out.add(new RawHandshake(m.type(), m.messageSeq() - left, m.body()));
                }
            }
            return out;
        };
    }

    /** Says a message of one type under another. */
    private static UnaryOperator<List<RawHandshake>> renamed(int type, int other) {
        return messages -> messages.stream()
                .map(m -> m.type() == type ? new RawHandshake(other, m.messageSeq(), m.body()) : m)
                .toList();
    }

    private static ServerHello withSuite(ServerHello h, int suite) {
        return new ServerHello(h.version(), h.random(), h.sessionId(), suite, h.compressionMethod(), h.extensions());
    }

    private static ServerHello withExtension(ServerHello h, int type, byte... content) {
        h.extensions().with(type, content);
        return h;
    }

    private static ClientHello withVersion(ClientHello h, int version) {
        return new ClientHello(
                version,
                h.random(),
                h.sessionId(),
                h.cookie(),
                h.cipherSuites(),
                h.compressionMethods(),
                h.extensions());
    }

    private static ClientHello withExtension(ClientHello h, int type, byte... content) {
        h.extensions().with(type, content);
        return h;
    }

    private static byte[] flipped(byte[] bytes, int fromEnd) {
        bytes[bytes.length - fromEnd] ^= 1;
        return bytes;
    }

    private static byte[] cut(byte[] bytes) {
        return Arrays.copyOf(bytes, bytes.length - 1);
    }

    static Stream<Case> cases() {
        return Stream.of(
                server(
                        "speaks DTLS 1.0",
                        AlertDescription.PROTOCOL_VERSION,
                        serverHello(h -> new ServerHello(
                                0xfeff, h.random(), h.sessionId(), h.cipherSuite(), 0, h.extensions()))),
                server(
                        "chooses a CBC suite",
                        AlertDescription.ILLEGAL_PARAMETER,
                        serverHello(h -> withSuite(h, 0xc023))),
                server(
                        "chooses a suite of TLS 1.3",
                        AlertDescription.ILLEGAL_PARAMETER,
                        serverHello(h -> withSuite(h, 0x1301))),
                server("chooses NULL", AlertDescription.ILLEGAL_PARAMETER, serverHello(h -> withSuite(h, 0))),
                server(
                        "chooses RSA for its ECDSA key",
                        AlertDescription.DECRYPT_ERROR,
                        serverHello(h -> withSuite(h, 0xc02f))),
                server(
                        "compresses",
                        AlertDescription.ILLEGAL_PARAMETER,
                        serverHello(h -> new ServerHello(
                                h.version(), h.random(), h.sessionId(), h.cipherSuite(), 1, h.extensions()))),
                server(
                        "answers what was not asked",
                        AlertDescription.UNSUPPORTED_EXTENSION,
                        serverHello(h -> withExtension(h, 16, (byte) 0, (byte) 0))),
                server(
                        "speaks of a renegotiation",
                        AlertDescription.HANDSHAKE_FAILURE,
                        serverHello(h -> withExtension(h, ExtensionType.RENEGOTIATION_INFO, (byte) 1, (byte) 7))),
                server(
                        "writes only compressed points",
                        AlertDescription.ILLEGAL_PARAMETER,
                        serverHello(h -> withExtension(h, ExtensionType.EC_POINT_FORMATS, (byte) 1, (byte) 1))),
                server(
                        "fills the extended master secret",
                        AlertDescription.DECODE_ERROR,
                        serverHello(h -> withExtension(h, ExtensionType.EXTENDED_MASTER_SECRET, (byte) 1))),
                server(
                        "asks in DTLS 1.2 for another hello of DTLS 1.3",
                        AlertDescription.ILLEGAL_PARAMETER,
                        serverHello(h -> new ServerHello(
                                h.version(),
                                ServerHello.retryRequest(CipherSuite.TLS_AES_128_GCM_SHA256, new Extensions())
                                        .random(),
                                h.sessionId(),
                                h.cipherSuite(),
                                0,
                                h.extensions()))),
                server(
                        "has bytes behind its certificate",
                        AlertDescription.BAD_CERTIFICATE,
                        body(
                                HandshakeType.CERTIFICATE,
                                b -> new Certificate(List.of(Arrays.copyOf(
                                                DtlsPair.SERVER_CERTIFICATE.derBytes(),
                                                DtlsPair.SERVER_CERTIFICATE.derBytes().length + 5)))
                                        .toBytes())),
                client(
                        "reads only compressed points",
                        AlertDescription.ILLEGAL_PARAMETER,
                        clientHello(h -> withExtension(h, ExtensionType.EC_POINT_FORMATS, (byte) 1, (byte) 1))),
                client(
                        "fills the extended master secret",
                        AlertDescription.DECODE_ERROR,
                        clientHello(h -> withExtension(h, ExtensionType.EXTENDED_MASTER_SECRET, (byte) 1))),
                server(
                        "chooses an unknown SRTP profile",
                        AlertDescription.ILLEGAL_PARAMETER,
                        serverHello(h -> withExtension(
                                h, ExtensionType.USE_SRTP, (byte) 0, (byte) 2, (byte) 0, (byte) 5, (byte) 0))),
                server(
                        "chooses two SRTP profiles",
                        AlertDescription.ILLEGAL_PARAMETER,
                        serverHello(h -> withExtension(
                                h,
                                ExtensionType.USE_SRTP,
                                (byte) 0,
                                (byte) 4,
                                (byte) 0,
                                (byte) 1,
                                (byte) 0,
                                (byte) 7,
                                (byte) 0))),
                server(
                        "gives an MKI",
                        AlertDescription.ILLEGAL_PARAMETER,
                        serverHello(h -> withExtension(
                                h, ExtensionType.USE_SRTP, (byte) 0, (byte) 2, (byte) 0, (byte) 7, (byte) 1, (byte)
                                        9))),
                server("drops the extended master secret", AlertDescription.HANDSHAKE_FAILURE, serverHello(h -> {
                    h.extensions().data().remove(ExtensionType.EXTENDED_MASTER_SECRET);
                    return h;
                })),
                server(
                        "cuts its hello",
                        AlertDescription.DECODE_ERROR,
                        body(HandshakeType.SERVER_HELLO, Hostile12Test::cut)),
                server(
                        "leaves its certificate out",
                        AlertDescription.UNEXPECTED_MESSAGE,
                        without(HandshakeType.CERTIFICATE)),
                server(
                        "leaves its key out",
                        AlertDescription.UNEXPECTED_MESSAGE,
                        without(HandshakeType.SERVER_KEY_EXCHANGE)),
                server(
                        "shows no certificate",
                        AlertDescription.HANDSHAKE_FAILURE,
                        body(HandshakeType.CERTIFICATE, b -> new byte[3])),
                server(
                        "shows a broken certificate",
                        AlertDescription.BAD_CERTIFICATE,
                        body(HandshakeType.CERTIFICATE, b -> new byte[] {0, 0, 5, 0, 0, 2, 1, 2})),
                server(
                        "shows another's certificate",
                        AlertDescription.BAD_CERTIFICATE,
                        body(
                                HandshakeType.CERTIFICATE,
                                b -> new Certificate(List.of(DtlsPair.CLIENT_CERTIFICATE.derBytes())).toBytes())),
                server(
                        "signs nothing",
                        AlertDescription.DECRYPT_ERROR,
                        body(HandshakeType.SERVER_KEY_EXCHANGE, b -> flipped(b, 1))),
                server(
                        "changes its signed key",
                        AlertDescription.DECRYPT_ERROR,
                        body(HandshakeType.SERVER_KEY_EXCHANGE, b -> {
                            b[10] ^= 1;
                            return b;
                        })),
                server(
                        "uses an unknown group",
                        AlertDescription.ILLEGAL_PARAMETER,
                        body(HandshakeType.SERVER_KEY_EXCHANGE, b -> {
                            b[2] = 0x77;
                            return b;
                        })),
                server(
                        "uses an explicit curve",
                        AlertDescription.DECODE_ERROR,
                        body(HandshakeType.SERVER_KEY_EXCHANGE, b -> {
                            b[0] = 1;
                            return b;
                        })),
                server(
                        "uses an unknown signature scheme",
                        AlertDescription.DECRYPT_ERROR,
                        body(HandshakeType.SERVER_KEY_EXCHANGE, b -> {
                            b[4 + b[3]] = 2;
                            return b;
                        })),
                server(
                        "takes no certificate of ours",
                        AlertDescription.HANDSHAKE_FAILURE,
                        body(
                                HandshakeType.CERTIFICATE_REQUEST,
                                b -> new CertificateRequest(new byte[] {1}, List.of(0x0201), new byte[0]).toBytes())),
                server(
                        "ends its flight with a byte too many",
                        AlertDescription.DECODE_ERROR,
                        body(HandshakeType.SERVER_HELLO_DONE, b -> new byte[1])),
                server("asks for hellos for ever", AlertDescription.UNEXPECTED_MESSAGE, messages -> {
                    List<RawHandshake> out = new ArrayList<>();
                    for (int i = 0; i < 10; i++) {
                        out.add(new RawHandshake(
                                HandshakeType.HELLO_VERIFY_REQUEST,
                                i,
                                new HelloVerifyRequest(0xfeff, new byte[4]).toBytes()));
                    }
                    return out;
                }),
                server(
                        "says a client's message",
                        AlertDescription.UNEXPECTED_MESSAGE,
                        renamed(HandshakeType.CERTIFICATE, HandshakeType.CLIENT_KEY_EXCHANGE)),
                server(
                        "says HelloRequest",
                        AlertDescription.UNEXPECTED_MESSAGE,
                        renamed(HandshakeType.SERVER_HELLO, HandshakeType.HELLO_REQUEST)),
                client(
                        "has no suite for us",
                        AlertDescription.HANDSHAKE_FAILURE,
                        clientHello(h -> new ClientHello(
                                h.version(),
                                h.random(),
                                h.sessionId(),
                                h.cookie(),
                                List.of(0xc023, 0x002f),
                                h.compressionMethods(),
                                h.extensions()))),
                client("speaks DTLS 1.0", AlertDescription.PROTOCOL_VERSION, clientHello(h -> withVersion(h, 0xfeff))),
                client("speaks TLS", AlertDescription.PROTOCOL_VERSION, clientHello(h -> withVersion(h, 0x0303))),
                client(
                        "insists on compression",
                        AlertDescription.HANDSHAKE_FAILURE,
                        clientHello(h -> new ClientHello(
                                h.version(),
                                h.random(),
                                h.sessionId(),
                                h.cookie(),
                                h.cipherSuites(),
                                new byte[] {1},
                                h.extensions()))),
                client(
                        "renegotiates",
                        AlertDescription.HANDSHAKE_FAILURE,
                        clientHello(h -> withExtension(h, ExtensionType.RENEGOTIATION_INFO, (byte) 1, (byte) 7))),
                client(
                        "has no group for us",
                        AlertDescription.HANDSHAKE_FAILURE,
                        clientHello(h -> withExtension(
                                h, ExtensionType.SUPPORTED_GROUPS, (byte) 0, (byte) 2, (byte) 0, (byte) 9))),
                client(
                        "has malformed groups",
                        AlertDescription.HANDSHAKE_FAILURE,
                        clientHello(
                                h -> withExtension(h, ExtensionType.SUPPORTED_GROUPS, (byte) 0, (byte) 3, (byte) 0))),
                client(
                        "takes no signature of ours",
                        AlertDescription.HANDSHAKE_FAILURE,
                        clientHello(h -> withExtension(
                                h, ExtensionType.SIGNATURE_ALGORITHMS, (byte) 0, (byte) 2, (byte) 2, (byte) 1))),
                client(
                        "cuts its hello",
                        AlertDescription.DECODE_ERROR,
                        body(HandshakeType.CLIENT_HELLO, Hostile12Test::cut)),
                client(
                        "begins with a certificate",
                        AlertDescription.UNEXPECTED_MESSAGE,
                        renamed(HandshakeType.CLIENT_HELLO, HandshakeType.CERTIFICATE)),
                client(
                        "leaves its certificate out",
                        AlertDescription.UNEXPECTED_MESSAGE,
                        without(HandshakeType.CERTIFICATE)),
                client(
                        "shows no certificate",
                        AlertDescription.HANDSHAKE_FAILURE,
                        body(HandshakeType.CERTIFICATE, b -> new byte[3])),
                client(
                        "shows another's certificate",
                        AlertDescription.BAD_CERTIFICATE,
                        body(
                                HandshakeType.CERTIFICATE,
                                b -> new Certificate(List.of(DtlsPair.SERVER_CERTIFICATE.derBytes())).toBytes())),
                client(
                        "leaves its key out",
                        AlertDescription.UNEXPECTED_MESSAGE,
                        without(HandshakeType.CLIENT_KEY_EXCHANGE)),
                client(
                        "sends a point of small order",
                        AlertDescription.ILLEGAL_PARAMETER,
                        body(HandshakeType.CLIENT_KEY_EXCHANGE, b -> new ClientKeyExchange(new byte[32]).toBytes())),
                client(
                        "sends half a point",
                        AlertDescription.ILLEGAL_PARAMETER,
                        body(HandshakeType.CLIENT_KEY_EXCHANGE, b -> new ClientKeyExchange(new byte[16]).toBytes())),
                client(
                        "sends no point",
                        AlertDescription.ILLEGAL_PARAMETER,
                        body(HandshakeType.CLIENT_KEY_EXCHANGE, b -> new ClientKeyExchange(new byte[0]).toBytes())),
                client(
                        "signs nothing",
                        AlertDescription.DECRYPT_ERROR,
                        body(HandshakeType.CERTIFICATE_VERIFY, b -> flipped(b, 1))),
                client(
                        "signs by RSA with its ECDSA key",
                        AlertDescription.DECRYPT_ERROR,
                        body(HandshakeType.CERTIFICATE_VERIFY, b -> {
                            b[0] = 8;
                            b[1] = 4;
                            return b;
                        })));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isToldWhyAndGetsNowhere(Case hostile) {
        DtlsPair pair = new DtlsPair(
                1,
                c -> c.withVersions(DtlsVersion.DTLS_1_2)
                        .withGroups(List.of(NamedGroup.X25519))
                        .withRequiresExtendedMasterSecret(true));
        boolean isServer = hostile.hostile == DtlsRole.SERVER;
        DtlsPair.End bad = isServer ? pair.server : pair.client;
        DtlsPair.End good = isServer ? pair.client : pair.server;
        bad.onTheWay = datagram -> changed(datagram, hostile.change);
        pair.start();
        pair.clock.runFor(LONG);
        assertThat(good.isConnected() || bad.isConnected()).isFalse();
        assertThat(good.events(DtlsEvent.AlertSent.class))
                .first()
                .satisfies(e -> assertThat(e.alert().toString()).isEqualTo("fatal " + hostile.expected));
        assertThat(good.received).isEmpty();
        assertThat(pair.outstandingAfterClose()).isZero();
    }

    /** Takes the messages in the clear out of a datagram, changes them, and puts them into records of their own. */
    private static byte[] changed(byte[] datagram, UnaryOperator<List<RawHandshake>> change) {
        Packet packet = Packet.copyOf(datagram);
        List<RawHandshake> messages = new ArrayList<>();
        byte[] rest = {};
        for (int at = 0; at < packet.length(); ) {
            RecordHeader header = RecordHeader.parse(packet, at);
            int end = at + RecordHeader.BYTES + header.length();
            if (header.epoch() == 0 && header.contentType() == ContentType.HANDSHAKE) {
                HandshakeFragment f = HandshakeFragment.parse(packet, at + RecordHeader.BYTES);
                if (f.fragmentLength() != f.length()) {
                    return new byte[0]; // a retransmission in smaller fragments contains nothing new
                }
                int from = at + RecordHeader.BYTES + HandshakeFragment.HEADER_BYTES;
                messages.add(new RawHandshake(f.type(), f.messageSeq(), Arrays.copyOfRange(datagram, from, end)));
            } else {
                int before = rest.length;
                rest = Arrays.copyOf(rest, before + end - at);
                System.arraycopy(datagram, at, rest, before, end - at);
            }
            at = end;
        }
        Packet out = Packet.copyOf();
        for (RawHandshake m : change.apply(messages)) {
            byte[] content = m.toBytes();
            byte[] header = new byte[RecordHeader.BYTES];
            new RecordHeader(ContentType.HANDSHAKE, 0, m.messageSeq(), content.length).write(header, 0);
            out.append(header, 0, header.length).append(content, 0, content.length);
        }
        return out.append(rest, 0, rest.length).toByteArray();
    }
}
