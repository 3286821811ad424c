package dev.plumb.ice.stun;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.base.bytes.Packet;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Messages of RFC 5769 and what may go wrong with others. */
class StunMessageTest {
    /** RFC 5769 2.1, a request with short-term credentials. */
    private static final String SAMPLE_REQUEST = """
            00010058 2112a442 b7e7a701 bc34d686 fa87dfae 80220010 5354554e 20746573 7420636c 69656e74
            00240004 6e0001ff 80290008 932ff9b1 51263b36 00060009 6576746a 3a683676 59202020 00080014
            9aeaa70c bfd8cb56 781ef2b5 b2d3f249 c1b571a2 80280004 e57a3bcf""";

    /** RFC 5769 2.2, an IPv4 response. */
    private static final String SAMPLE_RESPONSE_4 = """
            0101003c 2112a442 b7e7a701 bc34d686 fa87dfae 8022000b 74657374 20766563 746f7220 00200008
            0001a147 e112a643 00080014 2b91f599 fd9e90c3 8c7489f9 2af9ba53 f06be7d7 80280004 c07d4c96""";

    /** RFC 5769 2.3, an IPv6 response. */
    private static final String SAMPLE_RESPONSE_6 = """
            01010048 2112a442 b7e7a701 bc34d686 fa87dfae 8022000b 74657374 20766563 746f7220 00200014
            0002a147 0113a9fa a5d3f179 bc25f4b5 bed2b9d9 00080014 a382954e 4be67bf1 1784c97c 8292c275
            bfe3ed41 80280004 c8fb0b4c""";

    private static final Integrity KEY = Integrity.ofPassword("VOkJxbRl1RmTxUk/WvJxBt");

    private static Packet packet(String hex) {
        return Packet.copyOf(HexFormat.of().parseHex(hex.replaceAll("\\s", "")));
    }

    @Test
    void readsTheSampleRequest() {
        StunMessage m = StunMessage.parse(packet(SAMPLE_REQUEST));
        assertThat(m.messageClass()).isEqualTo(StunClass.REQUEST);
        assertThat(m.username()).isEqualTo("evtj:h6vY");
        assertThat(m.priority()).isEqualTo(0x6e0001ffL);
        assertThat(m.tieBreaker(AttributeType.ICE_CONTROLLED)).isEqualTo(0x932ff9b151263b36L);
        assertThat(m.hasFingerprint()).isTrue();
        assertThat(m.isAuthentic(KEY)).isTrue();
        assertThat(m.isAuthentic(Integrity.ofPassword("another"))).isFalse();
    }

    @Test
    void readsTheSampleResponses() throws Exception {
        StunMessage four = StunMessage.parse(packet(SAMPLE_RESPONSE_4));
        assertThat(four.isAuthentic(KEY)).isTrue();
        assertThat(four.mappedAddress()).isEqualTo(new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 32853));
        StunMessage six = StunMessage.parse(packet(SAMPLE_RESPONSE_6));
        assertThat(six.isAuthentic(KEY)).isTrue();
        assertThat(six.mappedAddress())
                .isEqualTo(new InetSocketAddress(InetAddress.ofLiteral("2001:db8:1234:5678:11:2233:4455:6677"), 32853));
    }

    @Test
    void readsBackWhatItWrites() {
        TransactionId id = new TransactionId(0x0102030405060708L, 9);
        InetSocketAddress address = new InetSocketAddress(InetAddress.ofLiteral("2001:db8::1"), 4711);
        byte[] bytes = new StunWriter(StunClass.SUCCESS, StunMessage.BINDING, id)
                .xorMappedAddress(address)
                .error(ErrorCode.ROLE_CONFLICT)
                .integrity(KEY)
                .fingerprint()
                .toByteArray();
        StunMessage m = StunMessage.parse(Packet.copyOf(bytes));
        assertThat(m.id()).isEqualTo(id);
        assertThat(m.mappedAddress()).isEqualTo(address);
        assertThat(m.errorCode()).isEqualTo(ErrorCode.ROLE_CONFLICT);
        assertThat(m.isAuthentic(KEY)).isTrue();
    }

    @Test
    void ignoresAttributesBehindIntegrity() {
        byte[] bytes = StunWriter.bindingRequest(new TransactionId(1, 2))
                .username("a:b")
                .integrity(KEY)
                .attribute(AttributeType.USE_CANDIDATE)
                .fingerprint()
                .toByteArray();
        StunMessage m = StunMessage.parse(Packet.copyOf(bytes));
        assertThat(m.isAuthentic(KEY)).isTrue();
        assertThat(m.has(AttributeType.USE_CANDIDATE)).isFalse();
    }

    @Test
    void namesUnknownAttributesThatMustBeUnderstood() {
        byte[] bytes = StunWriter.bindingRequest(new TransactionId(1, 2))
                .attribute(0x7f01, (byte) 1)
                .attribute(0xc001, (byte) 1)
                .username("x:y")
                .toByteArray();
        StunMessage m = StunMessage.parse(Packet.copyOf(bytes));
        assertThat(m.unknownRequired(Set.of(AttributeType.USERNAME))).containsExactly(0x7f01);
    }

    @Test
    void refusesEveryFlippedByteUnderTheFingerprint() {
        byte[] good = packet(SAMPLE_REQUEST).toByteArray();
        for (int i = 0; i < good.length; i++) {
            byte[] bad = good.clone();
            bad[i] ^= 0x40;
            StunMessage m = StunMessage.parse(Packet.copyOf(bad));
            assertThat(m == null || !m.hasFingerprint()).as("byte %d", i).isTrue();
        }
    }
}
