package dev.plumb.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.base.bytes.BigEndian;
import dev.plumb.base.bytes.Packet;
import dev.plumb.dtls.message.ClientHello;
import dev.plumb.dtls.message.ExtensionType;
import dev.plumb.dtls.message.Extensions;
import dev.plumb.dtls.message.HandshakeFragment;
import dev.plumb.dtls.message.HandshakeReassembler;
import dev.plumb.dtls.message.HandshakeType;
import dev.plumb.dtls.message.RawHandshake;
import dev.plumb.dtls.message.ServerHello;
import dev.plumb.dtls.message.UseSrtp;
import dev.plumb.dtls.message.WireWriter;
import dev.plumb.dtls.record.ContentType;
import dev.plumb.dtls.record.DtlsRecordReader;
import dev.plumb.dtls.record.RecordHeader;
import dev.plumb.dtls.record.Tally;
import dev.plumb.dtls.suite.Alert;
import dev.plumb.dtls.suite.AlertDescription;
import dev.plumb.dtls.suite.DtlsVersion;
import dev.plumb.testkit.LinkConditions;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Field;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What an attacker, or a peer that is not like us, puts on the path. */
class DtlsAdversaryTest {
    private static final Duration SOON = Duration.ofMillis(100);
    private static final Duration DOUBT = Duration.ofSeconds(10);

    private static byte[] record(int contentType, int epoch, long sequence, byte[] content) {
        byte[] out = new byte[RecordHeader.BYTES + content.length];
        new RecordHeader(contentType, epoch, sequence, content.length).write(out, 0);
        System.arraycopy(content, 0, out, RecordHeader.BYTES, content.length);
        return out;
    }

    private static byte[] fragment(byte[] body, int from, int count) {
        byte[] out = new byte[HandshakeFragment.HEADER_BYTES + count];
        new HandshakeFragment(HandshakeType.CLIENT_HELLO, body.length, 0, from, count).write(out, 0);
        System.arraycopy(body, from, out, HandshakeFragment.HEADER_BYTES, count);
        return out;
    }

    private static byte[] connectedAlert(AlertDescription description) {
        return record(ContentType.ALERT, 0, 1000, Alert.fatal(description).toBytes());
    }

    /** A hello as browsers say it: DTLS 1.3 first, GREASE, a post-quantum key share. */
    private static ClientHello browserHello(int... versions) {
        List<Integer> offered = Arrays.stream(versions).boxed().toList();
        WireWriter list = new WireWriter();
        offered.forEach(list::u16);
        Extensions extensions = new Extensions()
                .with(0x0a0a, new byte[0])
                .withList16(ExtensionType.SUPPORTED_GROUPS, List.of(0x1a1a, 0x11ec, 0x001d, 0x0017, 0x0018))
                .withUncompressedPoints()
                .withList16(ExtensionType.SIGNATURE_ALGORITHMS, List.of(0x2a2a, 0x0403, 0x0804, 0x0401))
                .with(
                        ExtensionType.SUPPORTED_VERSIONS,
                        new WireWriter().vector8(list.toByteArray()).toByteArray())
                .with(51, new byte[1260])
                .withExtendedMasterSecret()
                .withEmptyRenegotiationInfo()
                .withSrtp(new UseSrtp(List.of(0x5a5a, 0x0001)))
                .with(0x3a3a, new byte[1]);
        return new ClientHello(
                RecordHeader.DTLS_1_2,
                new byte[32],
                new byte[0],
                new byte[0],
                List.of(0x4a4a, 0x1301, 0xc02b, 0xc02f),
                new byte[1],
                extensions);
    }

    private static List<RawHandshake> answers(DtlsPair pair) {
        HandshakeReassembler reassembler = new HandshakeReassembler();
        List<RawHandshake> answers = new ArrayList<>();
        DtlsRecordReader reader = new DtlsRecordReader(pair.server.driver.pool(), new Tally());
        for (byte[] datagram : pair.server.sent) {
            reader.read(Packet.copyOf(datagram), (type, epoch, sequence, content) -> {
                for (int at = 0; type == ContentType.HANDSHAKE && at < content.length(); ) {
                    HandshakeFragment f = HandshakeFragment.parse(content, at);
                    reassembler.add(f, content, at);
                    at += HandshakeFragment.HEADER_BYTES + f.fragmentLength();
                }
                content.release();
            });
        }
        for (RawHandshake m = reassembler.poll(); m != null; m = reassembler.poll()) {
            answers.add(m);
        }
        return answers;
    }

    @Test
    void answersABrowsersHelloInPartsOfAnyOrder() {
        byte[] body = browserHello(0x5a5a, 0xfefc, 0xfefd).toBytes();
        for (long seed = 0; seed < 20; seed++) {
            DtlsPair pair = new DtlsPair(seed, c -> c, c -> c.withVersions(DtlsVersion.DTLS_1_2));
            Random random = new Random(seed);
            List<byte[]> parts = new ArrayList<>();
            for (int at = 0; at < body.length; at += 200) {
                int from = Math.max(0, at - random.nextInt(80));
                parts.add(fragment(body, from, Math.min(body.length - from, 200 + random.nextInt(100) + at - from)));
            }
            Collections.shuffle(parts, random);
            for (int i = 0; i < parts.size(); i++) {
                pair.server.driver.inject(record(ContentType.HANDSHAKE, 0, i, parts.get(i)));
            }
            List<RawHandshake> answers = answers(pair);
            assertThat(answers)
                    .extracting(RawHandshake::type)
                    .containsExactly(
                            HandshakeType.SERVER_HELLO,
                            HandshakeType.CERTIFICATE,
                            HandshakeType.SERVER_KEY_EXCHANGE,
                            HandshakeType.CERTIFICATE_REQUEST,
                            HandshakeType.SERVER_HELLO_DONE);
            ServerHello hello = ServerHello.parse(answers.getFirst().body());
            assertThat(hello.version()).isEqualTo(RecordHeader.DTLS_1_2);
            assertThat(hello.extensions().has(ExtensionType.SUPPORTED_VERSIONS)).isFalse();
            assertThat(hello.extensions().useSrtp().orElseThrow().profiles()).containsExactly(1);
            byte[] end = Arrays.copyOfRange(hello.random(), 24, 31);
            assertThat(end).isNotEqualTo(new byte[] {'D', 'O', 'W', 'N', 'G', 'R', 'D'});
            pair.server.driver.call(DtlsConnection::close);
            assertThat(pair.server.driver.pool().outstanding()).isZero();
        }
    }

    @Test
    void refusesAClientOfDtls13Alone() {
        DtlsPair pair = new DtlsPair(1, c -> c, c -> c.withVersions(DtlsVersion.DTLS_1_2));
        byte[] body = browserHello(0xfefc).toBytes();
        pair.startServer();
        pair.server.driver.inject(record(ContentType.HANDSHAKE, 0, 0, fragment(body, 0, body.length)));
        assertThat(pair.server.state()).isInstanceOf(DtlsState.Connecting.class);
        pair.clock.runFor(DOUBT);
        assertThat(pair.server.failure()).isEqualTo(DtlsFailure.HANDSHAKE);
        assertThat(pair.server.events(DtlsEvent.AlertSent.class))
                .singleElement()
                .satisfies(e -> assertThat(e.alert().is(AlertDescription.PROTOCOL_VERSION))
                        .isTrue());
    }

    @Test
    void nothingInTheClearEndsAnEstablishedAssociation() {
        DtlsPair pair = new DtlsPair(2).start();
        assertThat(pair.connects(SOON)).isTrue();
        List<byte[]> handshake = new ArrayList<>(pair.client.sent);
        for (DtlsPair.End end : List.of(pair.client, pair.server)) {
            end.driver.inject(connectedAlert(AlertDescription.HANDSHAKE_FAILURE));
            end.driver.inject(connectedAlert(AlertDescription.CLOSE_NOTIFY));
            end.driver.inject(record(ContentType.ALERT, 1, 77, new byte[40]));
            end.driver.inject(record(ContentType.APPLICATION_DATA, 0, 78, new byte[40]));
            end.driver.inject(record(ContentType.APPLICATION_DATA, 2, 79, new byte[40]));
            end.driver.inject(record(ContentType.CHANGE_CIPHER_SPEC, 0, 80, new byte[] {1}));
            handshake.forEach(end.driver::inject);
        }
        assertThat(pair.client.isConnected() && pair.server.isConnected()).isTrue();
        assertThat(pair.client.connection().counters().droppedForged()).isPositive();
        pair.client.send("still here");
        pair.clock.runFor(SOON);
        assertThat(pair.server.received).containsExactly("still here");
        assertThat(pair.outstandingAfterClose()).isZero();
    }

    @Test
    void replayedAndChangedRecordsAreDropped() {
        DtlsPair pair = new DtlsPair(3).start();
        assertThat(pair.connects(SOON)).isTrue();
        pair.client.send("once");
        byte[] record = pair.client.sent.getLast();
        pair.clock.runFor(SOON);
        pair.server.driver.inject(record);
        assertThat(pair.server.connection().counters().droppedReplayed()).isEqualTo(1);
        for (int i = 0; i < record.length; i++) {
            byte[] changed = record.clone();
            changed[i] ^= 1;
            pair.server.driver.inject(changed);
        }
        assertThat(pair.server.received).containsExactly("once");
        assertThat(pair.outstandingAfterClose()).isZero();
    }

    @Test
    void garbageInBetweenDoesNotDisturbTheHandshake() {
        for (long seed = 0; seed < 30; seed++) {
            DtlsPair pair = new DtlsPair(seed);
            Random random = new Random(seed);
            pair.start();
            for (int i = 0; i < 40 && !(pair.client.isConnected() && pair.server.isConnected()); i++) {
                byte[] garbage = new byte[random.nextInt(200)];
                random.nextBytes(garbage);
                pair.client.driver.inject(garbage);
                pair.server.driver.inject(garbage);
                pair.client.driver.inject(record(ContentType.APPLICATION_DATA, 1, 5000 + i, garbage));
                pair.server.driver.inject(record(99, 0, i, garbage));
                pair.clock.runFor(Duration.ofMillis(1));
            }
            assertThat(pair.connects(Duration.ofSeconds(5))).isTrue();
            assertThat(pair.outstandingAfterClose()).isZero();
        }
    }

    @Test
    void aFatalAlertFailsTheHandshakeWhereThePeerSaysNothingElse() {
        DtlsPair pair = new DtlsPair(4);
        pair.conditions(LinkConditions.PERFECT.withLoss(1));
        pair.startClient();
        pair.client.driver.inject(connectedAlert(AlertDescription.HANDSHAKE_FAILURE));
        assertThat(pair.client.state()).isInstanceOf(DtlsState.Connecting.class);
        pair.clock.runFor(DOUBT);
        assertThat(pair.client.failure()).isEqualTo(DtlsFailure.ALERT_RECEIVED);
        assertThat(pair.client.events(DtlsEvent.AlertReceived.class))
                .singleElement()
                .satisfies(e -> assertThat(e.isAuthenticated()).isFalse());
    }

    @Test
    void recordsThatOvertakeTheKeysAreKept() {
        DtlsPair pair = new DtlsPair(5);
        pair.startServer();
        pair.startClient();
        pair.clock.runUntil(() -> pair.server.sent.size() >= 1, SOON);
        pair.fromClient.conditions(LinkConditions.PERFECT.withLoss(1));
        int before = pair.client.sent.size();
        pair.clock.runUntil(() -> pair.client.sent.size() > before, SOON);
        List<byte[]> records = new ArrayList<>();
        for (byte[] datagram : pair.client.sent.subList(before, pair.client.sent.size())) {
            for (int at = 0; at < datagram.length; ) {
                int end = at + RecordHeader.BYTES + BigEndian.u16(datagram, at + 11);
                records.add(Arrays.copyOfRange(datagram, at, end));
                at = end;
            }
        }
        Collections.reverse(records);
        ByteArrayOutputStream backwards = new ByteArrayOutputStream();
        records.forEach(backwards::writeBytes);
        pair.server.driver.inject(backwards.toByteArray());
        assertThat(pair.server.isConnected()).isTrue();
        assertThat(pair.connects(SOON)).isTrue();
    }

    @Test
    void earlyDataIsBounded() {
        DtlsPair pair = new DtlsPair(6);
        pair.startClient();
        pair.clock.runUntil(pair.client::isConnected, SOON);
        for (int i = 0; i < 1000; i++) {
            pair.client.send("early " + i);
        }
        pair.clock.runFor(SOON);
        assertThat(pair.server.driver.pool().outstanding()).isLessThan(100);
        assertThat(pair.server.connection().counters().droppedEarly()).isPositive();
        pair.startServer();
        assertThat(pair.server.received).startsWith("early 0", "early 1");
        assertThat(pair.outstandingAfterClose()).isZero();
    }

    /** Encrypted properly, as only the peer can. */
    private static void sayEncrypted(DtlsPair.End end, byte[] handshake) throws ReflectiveOperationException {
        Field field = DtlsConnection.class.getDeclaredField("association");
        field.setAccessible(true);
        DtlsAssociation association = (DtlsAssociation) field.get(end.connection());
        Packet packet = end.driver.pool().copyOf(handshake);
        association.writer().wrap(packet, ContentType.HANDSHAKE);
        association.writer().send(packet);
    }

    @Test
    void renegotiationIsRefusedOnceAndTheAssociationLives() throws Exception {
        for (boolean byClient : new boolean[] {true, false}) {
            DtlsPair pair = new DtlsPair(7, c -> c.withVersions(DtlsVersion.DTLS_1_2)).start();
            assertThat(pair.connects(SOON)).isTrue();
            DtlsPair.End asks = byClient ? pair.client : pair.server;
            DtlsPair.End refuses = byClient ? pair.server : pair.client;
            byte[] hello = byClient ? browserHello(0xfefd).toBytes() : new byte[0];
            int type = byClient ? HandshakeType.CLIENT_HELLO : HandshakeType.HELLO_REQUEST;
            for (int i = 0; i < 3; i++) {
                sayEncrypted(asks, new RawHandshake(type, 0, hello).toBytes());
                pair.clock.runFor(SOON);
            }
            assertThat(refuses.events(DtlsEvent.AlertSent.class))
                    .singleElement()
                    .satisfies(e -> assertThat(e.alert().toString()).isEqualTo("warning NO_RENEGOTIATION"));
            assertThat(pair.client.isConnected() && pair.server.isConnected()).isTrue();
            asks.send("still here");
            pair.clock.runFor(SOON);
            assertThat(refuses.received).containsExactly("still here");
            assertThat(pair.outstandingAfterClose()).isZero();
        }
    }

    /** Each of these costs the engine what it is documented to keep, and no more. */
    @Test
    void memoryBeforeAuthenticationIsBounded() {
        DtlsPair pair = new DtlsPair(8);
        HandshakeReassembler reassembler = new HandshakeReassembler();
        for (int i = 0; i < 5_000; i++) {
            byte[] junk = new byte[1200];
            junk[0] = (byte) (i % 2 == 0 ? 0x2e : ContentType.APPLICATION_DATA);
            if (i % 2 == 0) {
                BigEndian.put16(junk, 3, 1100);
            } else {
                new RecordHeader(ContentType.APPLICATION_DATA, 1, i, 1100).write(junk, 0);
            }
            pair.server.driver.inject(junk);
            HandshakeFragment part = new HandshakeFragment(1, HandshakeReassembler.MAX_MESSAGE_BYTES + 1, i, 0, 0);
            assertThat(reassembler.add(part, Packet.copyOf(new byte[20]), 0))
                    .isEqualTo(HandshakeReassembler.Outcome.REFUSED);
        }
        assertThat(pair.server.driver.pool().outstanding()).isLessThanOrEqualTo(16);
        assertThat(pair.server.connection().counters().droppedEarly()).isGreaterThan(4_000);
        pair.start();
        assertThat(pair.connects(Duration.ofSeconds(5))).isTrue();
        assertThat(pair.outstandingAfterClose()).isZero();
    }
}
