package dev.plumb.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.dtls.message.Certificate;
import dev.plumb.dtls.message.CertificateRequest;
import dev.plumb.dtls.message.CertificateVerify;
import dev.plumb.dtls.message.ClientHello;
import dev.plumb.dtls.message.ClientKeyExchange;
import dev.plumb.dtls.message.Extensions;
import dev.plumb.dtls.message.Finished;
import dev.plumb.dtls.message.HandshakeMessage;
import dev.plumb.dtls.message.HelloVerifyRequest;
import dev.plumb.dtls.message.ServerHello;
import dev.plumb.dtls.message.ServerKeyExchange;
import dev.plumb.dtls.message.UseSrtp;
import dev.plumb.dtls.message.WireReader;
import dev.plumb.dtls.record.RecordHeader;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HandshakeMessagesTest {
    private static final byte[] RANDOM = new byte[32];
    private static final Extensions EXTENSIONS =
            new Extensions().withExtendedMasterSecret().withSrtp(new UseSrtp(List.of(1, 7)));

    record Sample(HandshakeMessage message, Function<byte[], HandshakeMessage> parser) {}

    private static Stream<Sample> samples() {
        return Stream.of(
                new Sample(
                        new ClientHello(
                                0xfefd, RANDOM, new byte[3], new byte[20], List.of(0xc02b), new byte[1], EXTENSIONS),
                        ClientHello::parse),
                new Sample(new ServerHello(0xfefd, RANDOM, new byte[0], 0xc02b, 0, EXTENSIONS), ServerHello::parse),
                new Sample(new HelloVerifyRequest(0xfeff, new byte[20]), HelloVerifyRequest::parse),
                new Sample(new Certificate(List.of(new byte[300], new byte[2])), Certificate::parse),
                new Sample(new ServerKeyExchange(29, new byte[32], 0x0403, new byte[70]), ServerKeyExchange::parse),
                new Sample(
                        new CertificateRequest(new byte[] {64}, List.of(0x0403), new byte[4]),
                        CertificateRequest::parse),
                new Sample(new ClientKeyExchange(new byte[32]), ClientKeyExchange::parse),
                new Sample(new CertificateVerify(0x0403, new byte[70]), CertificateVerify::parse),
                new Sample(new Finished(new byte[12]), Finished::parse));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void comesBackFromTheWireAndNoPartOfItDoes(Sample sample) {
        byte[] bytes = sample.message().toBytes();
        assertThat(sample.parser().apply(bytes).toBytes()).isEqualTo(bytes);
        assertThat(sample.parser().apply(Arrays.copyOf(bytes, bytes.length + 1)))
                .isNull();
        for (int length = 0; length < bytes.length; length++) {
            HandshakeMessage part = sample.parser().apply(Arrays.copyOf(bytes, length));
            // a hello without its extensions is a hello as well
            assertThat(part == null || part.toBytes().length == length).isTrue();
        }
    }

    @Test
    void useSrtpIsAsInTheRfc() {
        assertThat(HexFormat.of().formatHex(new UseSrtp(List.of(1, 7)).toBytes()))
                .isEqualTo("00040001000700");
        assertThat(UseSrtp.parse(HexFormat.of().parseHex("0003000100"))).isEmpty();
    }

    @Test
    void anExtensionThatComesTwiceIsRefused() {
        byte[] twice = HexFormat.of().parseHex("0008001700000017" + "0000");
        assertThat(Extensions.parse(new WireReader(twice))).isNull();
    }

    @Test
    void recordHeaderComesBack() {
        RecordHeader header = new RecordHeader(23, 1, 0x0123456789abL, 5);
        byte[] bytes = new byte[18];
        header.write(bytes, 0);
        assertThat(HexFormat.of().formatHex(bytes, 0, 13)).isEqualTo("17fefd00010123456789ab0005");
        dev.plumb.base.bytes.Packet packet = dev.plumb.base.bytes.Packet.copyOf(bytes);
        assertThat(RecordHeader.parse(packet, 0)).isEqualTo(header);
        assertThat(RecordHeader.parse(packet.length(17), 0)).isNull();
    }
}
