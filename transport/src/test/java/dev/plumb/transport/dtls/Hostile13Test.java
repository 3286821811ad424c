package dev.plumb.transport.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.base.bytes.Packet;
import dev.plumb.base.bytes.PacketPool;
import dev.plumb.testkit.Seeds;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Peers of DTLS 1.3 that say what they must not. They are scripts that have the keys, so that even what is encrypted can be wrong; the same
 * script, left as it is, connects.
 */
class Hostile13Test {
    private static final long NOW = 1_000_000_000L;

    /** A script's own flight: messages by epoch, made one after the other, for each depends on those before. */
    private static final class Script {
        final DtlsRole role;
        final List<byte[]> fromUs = new ArrayList<>();
        final PacketPool pool = new PacketPool();
        final DtlsConnection engine;
        final Transcript13 transcript = new Transcript13(HashAlgorithm.SHA_256);
        final KeySchedule13 keys = KeySchedule13.of(HashAlgorithm.SHA_256);
        final EphemeralKeys ephemeral = new EphemeralKeys(Seeds.secureRandom(9));
        final DtlsRecordReader reader = new DtlsRecordReader(pool, new Tally());
        final HandshakeReassembler reassembler = new HandshakeReassembler();
        final List<RawHandshake> heard = new ArrayList<>();
        final List<Alert> alerts = new ArrayList<>();
        final List<Ack> acks = new ArrayList<>();
        final DtlsRecordWriter writer = new DtlsRecordWriter(this::deliver, new Tally());
        UnaryOperator<RawHandshake> change = m -> m;
        int nextSeq;

        /** A peer of {@code role} for an engine of ours of the other. */
        Script(DtlsRole role) {
            this.role = role;
            DtlsConfig config = DtlsConfig.of(ours())
                    .withVersions(DtlsVersion.DTLS_1_3, DtlsVersion.DTLS_1_2)
                    .withGroups(List.of(NamedGroup.X25519, NamedGroup.SECP256R1));
            engine = new DtlsConnection(
                    config,
                    owned -> {
                        fromUs.add(owned.toByteArray());
                        owned.release();
                    },
                    pool,
                    Seeds.secureRandom(4));
        }

        DtlsCertificate ours() {
            return role == DtlsRole.SERVER ? DtlsPair.CLIENT_CERTIFICATE : DtlsPair.SERVER_CERTIFICATE;
        }

        DtlsCertificate theirs() {
            return role == DtlsRole.SERVER ? DtlsPair.SERVER_CERTIFICATE : DtlsPair.CLIENT_CERTIFICATE;
        }

        void start() {
            engine.start(role.other(), List.of(theirs().fingerprint("sha-256")), NOW);
            hear();
        }

        private void deliver(Packet owned) {
            engine.receive(owned, NOW);
            owned.release();
            hear();
        }

        /** Takes in what the engine has sent. */
        void hear() {
            List<byte[]> now = List.copyOf(fromUs);
            fromUs.clear();
            for (byte[] datagram : now) {
                reader.read(Packet.copyOf(datagram), this::record);
            }
            reader.readHeld(this::record);
        }

        private void record(int type, long epoch, long sequence, Packet content) {
            if (type == ContentType.HANDSHAKE) {
                for (int at = 0; at < content.length(); ) {
                    HandshakeFragment f = HandshakeFragment.parse(content, at);
                    reassembler.add(f, content, at);
                    at += HandshakeFragment.HEADER_BYTES + f.fragmentLength();
                }
                for (RawHandshake m = reassembler.poll(); m != null; m = reassembler.poll()) {
                    heard.add(m);
                }
            } else if (type == ContentType.ALERT) {
                alerts.add(Alert.parse(content));
            } else if (type == ContentType.ACK) {
                acks.add(Ack.parse(content));
            }
            content.release();
        }

        /** Says a message, changed as the case wants; what is left out has no type. */
        void say(long epoch, HandshakeMessage message) {
            RawHandshake raw = change.apply(new RawHandshake(message.type(), nextSeq, message.toBytes()));
            if (raw.type() >= 0) {
                nextSeq++;
                transcript.add(raw);
                raw(epoch, ContentType.HANDSHAKE, raw.toBytes());
            }
        }

        void raw(long epoch, int contentType, byte[] content) {
            Packet packet = pool.take();
            writer.append(packet, contentType, epoch, content);
            deliver(packet);
        }

        byte[] signed(DtlsRole signer) {
            String text = " ".repeat(64) + "TLS 1.3, " + (signer == DtlsRole.CLIENT ? "client" : "server")
                    + " CertificateVerify\0";
            byte[] head = text.getBytes(StandardCharsets.US_ASCII);
            byte[] hash = transcript.hash();
            byte[] out = Arrays.copyOf(head, head.length + hash.length);
            System.arraycopy(hash, 0, out, head.length, hash.length);
            return out;
        }

        void encrypt(byte[] secret) {
            keys.handshake(secret, transcript.hash());
            writer.install(2, keys.handshakeProtection(Aead.AES_128_GCM, role));
            reader.install(2, keys.handshakeProtection(Aead.AES_128_GCM, role.other()));
        }

        void applicationKeys() {
            writer.install(3, keys.applicationProtection(Aead.AES_128_GCM, role, 3));
            reader.install(3, keys.applicationProtection(Aead.AES_128_GCM, role.other(), 3));
            hear();
        }

        void proveAndFinish() {
            say(2, Certificate13.of(new byte[0], theirs().derBytes()));
            SignatureScheme scheme = SignatureScheme.ECDSA_SECP256R1_SHA256;
            byte[] signature = theirs().sign(scheme, signed(role), Seeds.secureRandom(1));
            say(2, new CertificateVerify(scheme.id(), signature));
            say(2, new Finished(keys.verifyData(role, transcript.hash())));
        }

        /** The server's part. */
        void serve() {
            start();
            ClientHello hello = ClientHello.parse(heard.getFirst().body());
            transcript.add(heard.getFirst());
            KeyShare share = KeyShare.parseList(hello.extensions().get(ExtensionType.KEY_SHARE))
                    .getFirst();
            Agreed agreed = ephemeral.answer(NamedGroup.X25519, share.key());
            Extensions extensions = new Extensions()
                    .withSelectedVersion(DtlsVersion.DTLS_1_3)
                    .with(
                            ExtensionType.KEY_SHARE,
                            new KeyShare(NamedGroup.X25519.id(), agreed.publicBytes()).toBytes());
            say(0, new ServerHello(RecordHeader.DTLS_1_2, new byte[32], new byte[0], 0x1301, 0, extensions));
            encrypt(agreed.secret());
            say(2, new EncryptedExtensions(new Extensions().withSrtp(new UseSrtp(List.of(7)))));
            say(
                    2,
                    new CertificateRequest13(
                            new byte[0],
                            new Extensions().withList16(ExtensionType.SIGNATURE_ALGORITHMS, List.of(0x0403))));
            proveAndFinish();
            keys.application(transcript.hash());
            applicationKeys();
        }

        /** The client's part. */
        void call() {
            start();
            KeyExchange share = ephemeral.generate(NamedGroup.X25519);
            Extensions extensions = new Extensions()
                    .withSupportedVersions(List.of(DtlsVersion.DTLS_1_3))
                    .withList16(ExtensionType.SUPPORTED_GROUPS, List.of(29, 23))
                    .withList16(ExtensionType.SIGNATURE_ALGORITHMS, List.of(0x0403))
                    .with(ExtensionType.KEY_SHARE, KeyShare.toBytes(List.of(KeyShare.of(share))));
            say(
                    0,
                    new ClientHello(
                            RecordHeader.DTLS_1_2,
                            new byte[32],
                            new byte[0],
                            new byte[0],
                            List.of(0x1301),
                            new byte[1],
                            extensions));
            if (heard.isEmpty() || heard.getFirst().type() != HandshakeType.SERVER_HELLO) {
                return;
            }
            ServerHello answer = ServerHello.parse(heard.getFirst().body());
            transcript.add(heard.getFirst());
            if (answer.isRetryRequest()) {
                return;
            }
            KeyShare theirs = KeyShare.parse(answer.extensions().get(ExtensionType.KEY_SHARE))
                    .orElseThrow();
            encrypt(share.agree(theirs.key()));
            hear();
            heard.subList(1, heard.size()).forEach(transcript::add);
            keys.application(transcript.hash());
            applicationKeys();
            proveAndFinish();
            hear();
        }

        void run() {
            if (role == DtlsRole.SERVER) {
                serve();
            } else {
                call();
            }
        }

        boolean isConnected() {
            return engine.state() instanceof DtlsState.Connected;
        }

        /** What the engine has said of its end, encrypted or not. */
        List<String> alertsSent() {
            List<String> sent = new ArrayList<>();
            for (DtlsEvent e = engine.pollEvent(); e != null; e = engine.pollEvent()) {
                if (e instanceof DtlsEvent.AlertSent alert) {
                    sent.add(alert.alert().toString());
                }
            }
            return sent;
        }
    }

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

    private static byte[] encrypted(int type, byte... content) {
        return new EncryptedExtensions(new Extensions().with(type, content)).toBytes();
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
                        b -> encrypted(16, (byte) 0, (byte) 0)),
                server(
                        "chooses an unknown SRTP profile",
                        AlertDescription.ILLEGAL_PARAMETER,
                        HandshakeType.ENCRYPTED_EXTENSIONS,
                        b -> encrypted(ExtensionType.USE_SRTP, (byte) 0, (byte) 2, (byte) 0, (byte) 5, (byte) 0)),
                server(
                        "gives an MKI",
                        AlertDescription.ILLEGAL_PARAMETER,
                        HandshakeType.ENCRYPTED_EXTENSIONS,
                        b -> encrypted(
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
        Script script = new Script(hostile.hostile);
        script.change = hostile.change;
        try {
            script.run();
        } catch (IllegalStateException engineHasClosed) {
            assertThat(script.isConnected()).isFalse();
        }
        assertThat(script.isConnected()).isFalse();
        assertThat(script.alertsSent()).containsExactly("fatal " + hostile.expected);
        assertThat(script.engine.pollPacket()).isNull();
    }

    private static Script connected(DtlsRole role) {
        Script script = new Script(role);
        script.run();
        assertThat(script.isConnected()).as("%s", script.engine.state()).isTrue();
        return script;
    }

    @Test
    void theScriptItselfConnects() {
        assertThat(connected(DtlsRole.CLIENT).acks).isNotEmpty();
        Script server = connected(DtlsRole.SERVER);
        assertThat(server.heard.getLast().type()).isEqualTo(HandshakeType.FINISHED);
    }

    @Test
    void aTicketIsTakenAndThrownAway() {
        Script server = connected(DtlsRole.SERVER);
        server.raw(
                3,
                ContentType.HANDSHAKE,
                new RawHandshake(HandshakeType.NEW_SESSION_TICKET, 6, new byte[20]).toBytes());
        assertThat(server.isConnected()).isTrue();
        assertThat(server.acks).last().satisfies(a -> assertThat(a.records()).containsExactly(new RecordNumber(3, 0)));
        Script client = connected(DtlsRole.CLIENT);
        client.raw(
                3,
                ContentType.HANDSHAKE,
                new RawHandshake(HandshakeType.NEW_SESSION_TICKET, 4, new byte[20]).toBytes());
        assertThat(client.isConnected()).isFalse();
        assertThat(client.alertsSent()).containsExactly("fatal UNEXPECTED_MESSAGE");
    }

    @Test
    void aKeyUpdateThatAsksForWhatThereIsNotEndsIt() {
        Script server = connected(DtlsRole.SERVER);
        server.raw(3, ContentType.HANDSHAKE, new RawHandshake(HandshakeType.KEY_UPDATE, 6, new byte[] {2}).toBytes());
        assertThat(server.alertsSent()).containsExactly("fatal ILLEGAL_PARAMETER");
    }

    /** RFC 8446 4.6.2: a client that has not offered it answers that it does not do so. */
    @Test
    void whoAsksForACertificateAfterTheHandshakeIsToldNo() {
        Script server = connected(DtlsRole.SERVER);
        server.raw(
                3,
                ContentType.HANDSHAKE,
                new RawHandshake(HandshakeType.CERTIFICATE_REQUEST, 6, new byte[] {0, 0, 0}).toBytes());
        assertThat(server.alertsSent()).containsExactly("fatal UNEXPECTED_MESSAGE");
    }

    /** RFC 8446 5.1: what follows would be of the new keys in a record of the old ones. */
    @Test
    void nothingFollowsNewKeysInTheirRecord() {
        Script server = connected(DtlsRole.SERVER);
        byte[] first = new RawHandshake(HandshakeType.KEY_UPDATE, 6, new byte[1]).toBytes();
        byte[] second = new RawHandshake(HandshakeType.KEY_UPDATE, 7, new byte[1]).toBytes();
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        server.raw(3, ContentType.HANDSHAKE, both);
        assertThat(server.alertsSent()).containsExactly("fatal UNEXPECTED_MESSAGE");
    }

    /** Anybody can write such a record before the handshake is over; acknowledged, it would push true ones out of the list. */
    @Test
    void recordsWithoutAMessageAreNotAcknowledged() {
        Script server = new Script(DtlsRole.SERVER);
        server.change = m -> {
            if (m.type() == HandshakeType.ENCRYPTED_EXTENSIONS) {
                server.raw(0, ContentType.HANDSHAKE, new byte[0]);
                server.engine.timeout(NOW + 300_000_000L);
                server.hear();
            }
            return m;
        };
        server.serve();
        assertThat(server.isConnected()).isTrue();
        assertThat(server.acks.getFirst().records()).containsExactly(new RecordNumber(0, 0));
    }

    /** Before the keys, anybody can write the message that is due next; after them it does not count. */
    @Test
    void whatCameInTheClearIsForgottenWhenKeysAreThere() {
        byte[] forged =
                new RawHandshake(HandshakeType.ENCRYPTED_EXTENSIONS, 1, encrypted(16, (byte) 0, (byte) 0)).toBytes();
        Script whole = new Script(DtlsRole.SERVER);
        whole.change = m -> {
            if (m.type() == HandshakeType.SERVER_HELLO || m.type() == HandshakeType.ENCRYPTED_EXTENSIONS) {
                whole.raw(0, ContentType.HANDSHAKE, forged);
            }
            return m;
        };
        whole.serve();
        assertThat(whole.isConnected()).isTrue();
        assertThat(whole.engine.counters().droppedUnexpected()).isPositive();
    }

    @Test
    void alertsInTheClearDoNotEndAHandshakeThatHasKeys() {
        Script server = new Script(DtlsRole.SERVER);
        UnaryOperator<RawHandshake> alertAfterHello = m -> {
            if (m.type() == HandshakeType.ENCRYPTED_EXTENSIONS) {
                server.raw(
                        0,
                        ContentType.ALERT,
                        Alert.fatal(AlertDescription.HANDSHAKE_FAILURE).toBytes());
                server.raw(0, ContentType.ACK, new Ack(List.of(new RecordNumber(0, 0))).toBytes());
            }
            return m;
        };
        server.change = alertAfterHello;
        server.serve();
        assertThat(server.isConnected()).isTrue();
    }

    @Test
    void applicationDataUnderTheHandshakesKeysIsDropped() {
        Script server = new Script(DtlsRole.SERVER);
        server.change = m -> {
            if (m.type() == HandshakeType.CERTIFICATE) {
                server.raw(2, ContentType.APPLICATION_DATA, new byte[] {1, 2, 3});
            }
            return m;
        };
        server.serve();
        assertThat(server.isConnected()).isTrue();
        assertThat(server.engine.pollPacket()).isNull();
        server.raw(3, ContentType.APPLICATION_DATA, new byte[] {4});
        Packet real = server.engine.pollPacket();
        assertThat(real.toByteArray()).containsExactly(4);
        real.release();
    }

    @Test
    void anEncryptedAlertEndsItWhateverItsLevel() {
        Script server = connected(DtlsRole.SERVER);
        server.raw(3, ContentType.ALERT, new byte[] {1, (byte) AlertDescription.INTERNAL_ERROR.code()});
        assertThat(server.engine.state()).isInstanceOf(DtlsState.Failed.class);
        Script other = connected(DtlsRole.CLIENT);
        other.raw(3, ContentType.ALERT, new byte[] {1, 0});
        assertThat(other.engine.state()).isEqualTo(new DtlsState.Closed());
        other.hear();
    }

    @Test
    void nonsenseUnderTheRightKeysIsDroppedAndCounted() {
        for (DtlsRole role : DtlsRole.values()) {
            Script script = connected(role);
            for (int type = 0; type < 256; type++) {
                if (type != ContentType.ALERT && type != ContentType.APPLICATION_DATA) {
                    script.raw(3, type, new byte[] {1, 2, 3});
                }
            }
            script.raw(3, ContentType.ACK, new byte[] {0, 16, 1});
            script.raw(
                    3, ContentType.ACK, new Ack(List.of(new RecordNumber(-1, -1), new RecordNumber(99, 0))).toBytes());
            script.raw(3, ContentType.ALERT, new byte[] {1});
            script.raw(3, ContentType.HANDSHAKE, new RawHandshake(HandshakeType.FINISHED, 9, new byte[32]).toBytes());
            assertThat(script.isConnected()).isTrue();
            assertThat(script.engine.counters().droppedUnexpected()).isGreaterThan(200);
        }
    }
}
