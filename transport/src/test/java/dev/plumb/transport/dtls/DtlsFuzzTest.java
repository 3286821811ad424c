package dev.plumb.transport.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.plumb.base.bytes.Packet;
import dev.plumb.base.bytes.PacketPool;
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
