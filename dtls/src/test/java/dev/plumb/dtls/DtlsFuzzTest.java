package dev.plumb.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.plumb.base.bytes.Packet;
import dev.plumb.base.bytes.PacketPool;
import dev.plumb.dtls.message.Ack;
import dev.plumb.dtls.message.Certificate;
import dev.plumb.dtls.message.Certificate13;
import dev.plumb.dtls.message.CertificateRequest;
import dev.plumb.dtls.message.CertificateRequest13;
import dev.plumb.dtls.message.CertificateVerify;
import dev.plumb.dtls.message.ClientHello;
import dev.plumb.dtls.message.ClientKeyExchange;
import dev.plumb.dtls.message.EncryptedExtensions;
import dev.plumb.dtls.message.ExtensionType;
import dev.plumb.dtls.message.Extensions;
import dev.plumb.dtls.message.Finished;
import dev.plumb.dtls.message.HandshakeFragment;
import dev.plumb.dtls.message.HandshakeMessage;
import dev.plumb.dtls.message.HandshakeType;
import dev.plumb.dtls.message.HelloVerifyRequest;
import dev.plumb.dtls.message.KeyShare;
import dev.plumb.dtls.message.KeyUpdate;
import dev.plumb.dtls.message.ServerHello;
import dev.plumb.dtls.message.ServerHelloDone;
import dev.plumb.dtls.message.ServerKeyExchange;
import dev.plumb.dtls.message.UseSrtp;
import dev.plumb.dtls.message.WireReader;
import dev.plumb.dtls.record.ContentType;
import dev.plumb.dtls.record.RecordHeader;
import dev.plumb.dtls.record.UnifiedHeader;
import dev.plumb.dtls.suite.Alert;
import dev.plumb.dtls.suite.DtlsVersion;
import dev.plumb.dtls.suite.NamedGroup;
import dev.plumb.testkit.Seeds;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** No byte string throws, and what is parsed is written back as it was. */
class DtlsFuzzTest {
    private static void roundTrip(byte[] body, Function<byte[], ? extends HandshakeMessage> parser) {
        HandshakeMessage parsed = parser.apply(body);
        if (parsed != null) {
            assertThat(parsed.toString()).isNotEmpty();
            HandshakeMessage again = parser.apply(parsed.toBytes());
            assertThat(again).isNotNull();
            assertThat(again.toBytes()).isEqualTo(parsed.toBytes());
        }
    }

    @FuzzTest
    void messages(byte[] body) {
        roundTrip(body, ClientHello::parse);
        roundTrip(body, ServerHello::parse);
        roundTrip(body, HelloVerifyRequest::parse);
        roundTrip(body, Certificate::parse);
        roundTrip(body, ServerKeyExchange::parse);
        roundTrip(body, CertificateRequest::parse);
        roundTrip(body, ServerHelloDone::parse);
        roundTrip(body, ClientKeyExchange::parse);
        roundTrip(body, CertificateVerify::parse);
        roundTrip(body, Finished::parse);
        roundTrip(body, EncryptedExtensions::parse);
        roundTrip(body, CertificateRequest13::parse);
        roundTrip(body, Certificate13::parse);
        roundTrip(body, KeyUpdate::parse);
        UseSrtp.parse(body).ifPresent(srtp -> assertThat(srtp.toBytes()).isEqualTo(body));
        DtlsFingerprint.parse(new String(body, java.nio.charset.StandardCharsets.ISO_8859_1));
        PeerCertificate.parse(body);
    }

    /** Headers and what records and extensions hold. */
    @FuzzTest
    void records(byte[] bytes) {
        Packet packet = Packet.copyOf(bytes);
        UnifiedHeader unified = UnifiedHeader.parse(packet, 0);
        if (unified != null) {
            assertThat(unified.bytes() + unified.length()).isLessThanOrEqualTo(bytes.length);
            byte[] again = bytes.clone();
            unified.write(again, 0, unified.sequenceBytes() == 2 ? packet.u16(1) : packet.u8(1));
            assertThat(again).isEqualTo(bytes);
        }
        RecordHeader classic = RecordHeader.parse(packet, 0);
        if (classic != null) {
            assertThat(RecordHeader.BYTES + classic.length()).isLessThanOrEqualTo(bytes.length);
        }
        Ack ack = Ack.parse(packet);
        if (ack != null) {
            assertThat(ack.toBytes()).isEqualTo(bytes);
        }
        Alert alert = Alert.parse(packet);
        if (alert != null) {
            assertThat(alert.toBytes()).isEqualTo(bytes);
        }
        HandshakeFragment.parse(packet, 0);
        KeyShare.parse(bytes).ifPresent(share -> assertThat(share.toBytes()).isEqualTo(bytes));
        List<KeyShare> shares = KeyShare.parseList(bytes);
        if (shares != null) {
            assertThat(KeyShare.toBytes(shares)).isEqualTo(bytes);
        }
        Extensions extensions = Extensions.parse(new WireReader(bytes));
        if (extensions != null) {
            extensions.supportedVersions();
            extensions.cookie();
            extensions.useSrtp();
            extensions.list16(ExtensionType.SUPPORTED_GROUPS);
        }
        EphemeralKeys keys = new EphemeralKeys(Seeds.secureRandom(1));
        List<NamedGroup> groups = List.of(NamedGroup.values());
        keys.answer(groups.get(bytes.length % groups.size()), bytes);
    }

    /** A whole handshake of either version whose datagrams are cut, changed, doubled and mixed with others, then a connected pair. */
    @FuzzTest
    void tamperedHandshake(FuzzedDataProvider data) {
        DtlsVersion version = data.consumeBoolean() ? DtlsVersion.DTLS_1_3 : DtlsVersion.DTLS_1_2;
        boolean verifies = data.consumeBoolean();
        DtlsPair pair = new DtlsPair(
                1,
                c -> c.withVersions(version)
                        .withGroups(List.of(NamedGroup.X25519))
                        .withVerifiesHello(verifies));
        for (DtlsPair.End end : List.of(pair.client, pair.server)) {
            end.onTheWay = datagram -> tampered(datagram, data);
        }
        pair.start();
        for (int i = 0; i < 40; i++) {
            pair.clock.runFor(java.time.Duration.ofMillis(data.consumeInt(1, 400)));
            if (data.remainingBytes() > 0 && data.consumeBoolean()) {
                DtlsPair.End to = data.consumeBoolean() ? pair.client : pair.server;
                to.driver.inject(data.consumeBytes(data.consumeInt(0, 100)));
            }
        }
        if (pair.client.isConnected() && pair.server.isConnected()) {
            assertThat(pair.client.connection().exportKeyingMaterial("x", null, 16))
                    .isEqualTo(pair.server.connection().exportKeyingMaterial("x", null, 16));
        }
        assertThat(pair.outstandingAfterClose()).isZero();
    }

    private static byte[] tampered(byte[] datagram, FuzzedDataProvider data) {
        if (data.remainingBytes() == 0) {
            return datagram;
        }
        return switch (data.consumeInt(0, 5)) {
            case 0 -> Arrays.copyOf(datagram, data.consumeInt(0, datagram.length));
            case 1 -> {
                datagram[data.consumeInt(0, datagram.length - 1)] = data.consumeByte();
                yield datagram;
            }
            case 2 -> {
                byte[] twice = Arrays.copyOf(datagram, 2 * datagram.length);
                System.arraycopy(datagram, 0, twice, datagram.length, datagram.length);
                yield twice;
            }
            default -> datagram;
        };
    }

    /** Both roles, from the beginning, with whatever comes. */
    @FuzzTest
    void engine(FuzzedDataProvider data) {
        PacketPool pool = new PacketPool();
        boolean isClient = data.consumeBoolean();
        DtlsConnection connection = new DtlsConnection(
                DtlsConfig.of(DtlsPair.CLIENT_CERTIFICATE).withVerifiesHello(data.consumeBoolean()),
                Packet::release,
                pool,
                Seeds.secureRandom(1));
        long nowNanos = 1;
        if (isClient || data.consumeBoolean()) {
            connection.start(
                    isClient ? DtlsRole.CLIENT : DtlsRole.SERVER,
                    List.of(DtlsPair.SERVER_CERTIFICATE.fingerprint("sha-256")),
                    nowNanos);
        }
        while (data.remainingBytes() > 0) {
            byte[] datagram = data.consumeBytes(data.consumeInt(0, 1500));
            Packet packet = pool.copyOf(data.consumeBoolean() ? framed(datagram, data) : datagram);
            connection.receive(packet, nowNanos);
            packet.release();
            nowNanos += data.consumeInt(0, 100_000_000);
            connection.timeout(nowNanos);
            assertThat(connection.pollPacket()).isNull();
        }
        connection.close(nowNanos);
        assertThat(pool.outstanding()).isZero();
    }

    /** Puts proper headers before the bytes, so that they get as far as the messages. */
    private static byte[] framed(byte[] body, FuzzedDataProvider data) {
        int head = RecordHeader.BYTES + HandshakeFragment.HEADER_BYTES;
        byte[] out = Arrays.copyOf(new byte[head], head + body.length);
        int type = data.consumeBoolean() ? data.consumeInt(0, 20) : HandshakeType.CLIENT_HELLO;
        new RecordHeader(ContentType.HANDSHAKE, data.consumeInt(0, 1), 0, HandshakeFragment.HEADER_BYTES + body.length)
                .write(out, 0);
        new HandshakeFragment(type, body.length, data.consumeInt(0, 5), 0, body.length).write(out, RecordHeader.BYTES);
        System.arraycopy(body, 0, out, head, body.length);
        return out;
    }
}
