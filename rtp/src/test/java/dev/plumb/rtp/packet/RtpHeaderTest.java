package dev.plumb.rtp.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.plumb.base.bytes.Packet;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RtpHeaderTest {
    private static Packet hex(String s) {
        return Packet.copyOf(HexFormat.of().parseHex(s.replace(" ", "")));
    }

    @Test
    void readsAndChangesTheFixedHeader() {
        Packet p = hex("80e0 1234 00000010 cafebabe 010203");
        RtpHeader h = new RtpHeader();
        assertThat(h.parse(p)).isTrue();
        assertThat(h.marker()).isTrue();
        assertThat(h.payloadType()).isEqualTo(96);
        assertThat(h.sequence()).isEqualTo(0x1234);
        assertThat(h.timestamp()).isEqualTo(16);
        assertThat(h.ssrc()).isEqualTo(0xcafebabeL);
        assertThat(h.payload()).containsExactly(1, 2, 3);
        h.marker(false);
        h.payloadType(111);
        h.sequence(7);
        h.ssrc(9);
        assertThat(HexFormat.of().formatHex(p.toByteArray())).isEqualTo("806f00070000001000000009010203");
        assertThat(h).hasToString("RTP[ssrc=9 pt=111 seq=7 ts=16 payload=3]");
    }

    @Test
    void readsSourcesPaddingAndOneByteExtensions() {
        Packet p = hex("b2 60 0001 00000000 00000001 0000000a 0000000b bede0002 10aa 3211 2233 0000 ff 000003");
        RtpHeader h = new RtpHeader();
        assertThat(h.parse(p)).isTrue();
        assertThat(h.csrcCount()).isEqualTo(2);
        assertThat(h.csrc(1)).isEqualTo(0x0b);
        assertThat(h.paddingBytes()).isEqualTo(3);
        assertThat(h.payloadBytes()).isEqualTo(1);
        assertThat(h.unsigned8(1)).isEqualTo(0xaa);
        assertThat(h.find(3)).isPositive();
        assertThat(h.foundBytes()).isEqualTo(3);
        assertThat(h.find(2)).isNegative();
        assertThat(h.find(0)).isNegative();
    }

    @Test
    void readsTwoByteExtensions() {
        Packet p = hex("90 60 0001 00000000 00000001 10000002 1002 6869 1100 0000");
        RtpHeader h = new RtpHeader();
        assertThat(h.parse(p)).isTrue();
        assertThat(h.text(16)).isEqualTo("hi");
        assertThat(h.find(17)).isPositive();
        assertThat(h.foundBytes()).isZero();
        assertThat(h.text(17)).isNull();
    }

    @Test
    void refusesWhatIsCutShort() {
        RtpHeader h = new RtpHeader();
        assertThat(h.parse(hex("8060"))).isFalse();
        assertThat(h.parse(hex("4060 0001 00000000 00000001"))).isFalse();
        assertThat(h.parse(hex("8f60 0001 00000000 00000001"))).isFalse();
        assertThat(h.parse(hex("9060 0001 00000000 00000001 bede0002"))).isFalse();
        assertThat(h.parse(hex("a060 0001 00000000 00000001 05"))).isFalse();
        assertThat(h.parse(hex("a060 0001 00000000 00000001"))).isFalse();
    }

    @Test
    void extensionsThatRunOverTheEndAreNotFound() {
        RtpHeader h = new RtpHeader();
        assertThat(h.parse(hex("9060 0001 00000000 00000001 bede0001 1f010203")))
                .isTrue();
        assertThat(h.find(1)).isNegative();
        assertThat(h.parse(hex("9060 0001 00000000 00000001 10000001 00000009")))
                .isTrue();
        assertThat(h.find(9)).isNegative();
    }

    @Test
    void writesOneByteOrTwoByteExtensionsAsNeeded() {
        byte[] mid = "0".getBytes(StandardCharsets.UTF_8);
        for (int id : new int[] {4, 20}) {
            RtpHeaderWriter writer = RtpHeaderWriter.layout(5)
                    .with(1, mid)
                    .with(0, mid)
                    .with(2, new byte[0])
                    .with(id, new byte[3])
                    .with(6, new byte[2])
                    .build();
            Packet p = Packet.copyOf();
            writer.write(p, 96, 65535, 77, true);
            p.append(new byte[] {9}, 0, 1);
            RtpHeader h = new RtpHeader();
            assertThat(h.parse(p)).isTrue();
            assertThat(h.headerBytes()).isEqualTo(writer.bytes());
            h.put24(id, 0x123456);
            h.put16(6, 0xabcd);
            h.put16(9, 1);
            assertThat(h.text(1)).isEqualTo("0");
            assertThat(h.unsigned16(6)).isEqualTo(0xabcd);
            assertThat(h.unsigned16(id)).isEqualTo(0x1234);
            assertThat(h.unsigned16(9)).isEqualTo(-1);
            assertThat(h.sequence()).isEqualTo(65535);
            assertThat(h.marker()).isTrue();
            assertThat(h.payload()).containsExactly(9);
        }
    }

    @Test
    void rtcpIsToldFromRtpByItsType() {
        assertThat(RtpHeader.isRtcp(hex("80c8"))).isTrue();
        assertThat(RtpHeader.isRtcp(hex("80cf"))).isTrue();
        assertThat(RtpHeader.isRtcp(hex("8060"))).isFalse();
        assertThat(RtpHeader.isRtcp(hex("80e0"))).isFalse();
        assertThat(RtpHeader.isRtcp(hex("803f"))).isFalse();
        assertThat(RtpHeader.isRtcp(hex("8040"))).isTrue();
        assertThat(RtpHeader.isRtcp(hex("80"))).isFalse();
    }

    @Test
    void idsAreKnownByUri() {
        HeaderExtensionIds ids = HeaderExtensionIds.of(Map.of(HeaderExtension.MID.uri(), 3, "urn:unknown", 4));
        assertThat(ids.id(HeaderExtension.MID)).isEqualTo(3);
        assertThat(ids.has(HeaderExtension.RID)).isFalse();
        assertThat(ids.orElse(HeaderExtensionIds.ofKnown(Map.of(HeaderExtension.RID, 9)))
                        .id(HeaderExtension.RID))
                .isEqualTo(9);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HeaderExtensionIds.ofKnown(Map.of(HeaderExtension.RID, 15)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HeaderExtensionIds.ofKnown(Map.of(HeaderExtension.RID, 1, HeaderExtension.MID, 1)));
    }

    @Test
    void sequenceNumbersUnwrap() {
        SequenceUnwrapper u = SequenceUnwrapper.of16();
        long first = u.unwrap(65534);
        assertThat(u.unwrap(1)).isEqualTo(first + 3);
        assertThat(u.unwrap(65535)).isEqualTo(first + 1);
        assertThat(u.peek(2)).isEqualTo(first + 4);
        assertThat(u.unwrap(30_000)).isEqualTo(first + 30_002);
        assertThat(u.unwrap(60_000)).isEqualTo(first + 60_002);
        assertThat(u.unwrap(10)).isEqualTo(first + 12 + 65536);
        SequenceUnwrapper t = SequenceUnwrapper.of32();
        long start = t.unwrap(0xffff_fff0L);
        assertThat(t.unwrap(0x10)).isEqualTo(start + 0x20);
    }
}
