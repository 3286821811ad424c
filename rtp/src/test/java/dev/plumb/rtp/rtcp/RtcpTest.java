package dev.plumb.rtp.rtcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.base.bytes.Packet;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RtcpTest {
    private static final ReportBlock BLOCK =
            new ReportBlock(0xdeadbeefL, 12, -5, 0x1_0007L, 99, 0xabcd_1234L, 0xffff_0000L);

    private static Packet hex(String s) {
        return Packet.copyOf(HexFormat.of().parseHex(s.replace(" ", "")));
    }

    private static String written(RtcpPacket packet) {
        Packet out = Packet.copyOf();
        packet.write(out);
        return HexFormat.of().formatHex(out.toByteArray());
    }

    static Stream<RtcpPacket> packets() {
        int lost = TransportFeedback.LOST;
        return Stream.of(
                new SenderReport(1, 0xe000_0000_8000_0000L, 0xffff_ffffL, 7, 8, List.of(BLOCK, BLOCK)),
                new ReceiverReport(2, List.of()),
                new ReceiverReport(2, List.of(BLOCK)),
                new SourceDescription(List.of(
                        new SourceDescription.Chunk(3, "a"),
                        new SourceDescription.Chunk(4, "abcdef"),
                        new SourceDescription.Chunk(5, ""),
                        new SourceDescription.Chunk(6, "x".repeat(255)))),
                new Bye(List.of(1L, 0xffff_ffffL)),
                new Nack(1, 2, new int[] {10, 11, 26, 27, 65535, 3}),
                new PictureLossIndication(1, 2),
                new FullIntraRequest(1, List.of(new FullIntraRequest.Entry(9, 255))),
                new Remb(1, 1_000_000, List.of(5L, 6L)),
                new TransportFeedback(1, 2, 65530, -3, 200, new int[] {0, 255, 256, -1, lost, lost, 5, 32767, -32768}),
                new TransportFeedback(1, 2, 0, 0x7f_ffff, 0, new int[] {7}));
    }

    @ParameterizedTest
    @MethodSource("packets")
    void comesBackAsItWasWritten(RtcpPacket packet) {
        Packet out = Packet.copyOf();
        packet.write(out);
        assertThat(out.length() % 4).isZero();
        RtcpCompound compound = RtcpCompound.parse(out);
        assertThat(compound.packets()).containsExactly(packet);
        assertThat(compound.packets().getFirst()).hasSameHashCodeAs(packet).hasToString(packet.toString());
        assertThat(compound.skipped()).isZero();
        for (int length = 0; length < out.length(); length++) {
            assertThat(RtcpCompound.parse(Packet.copyOf(Arrays.copyOf(out.toByteArray(), length)))
                            .packets())
                    .isEmpty();
        }
    }

    @Test
    void writesWhatTheRfcsDraw() {
        assertThat(written(new ReceiverReport(1, List.of()))).isEqualTo("80c9000100000001");
        assertThat(written(new PictureLossIndication(1, 2))).isEqualTo("81ce00020000000100000002");
        assertThat(written(new Nack(1, 2, new int[] {100, 101, 116})))
                .isEqualTo("81cd00030000000100000002" + "00648001");
        assertThat(written(new Bye(List.of(7L)))).isEqualTo("81cb000100000007");
        assertThat(written(new FullIntraRequest(1, List.of(new FullIntraRequest.Entry(2, 3)))))
                .isEqualTo("84ce0004" + "00000001" + "00000000" + "00000002" + "03000000");
        assertThat(written(new Remb(1, 0x3ffff << 2, List.of(9L))))
                .isEqualTo("8fce0005" + "00000001" + "00000000" + "52454d42" + "010bffff" + "00000009");
        assertThat(written(new SourceDescription(List.of(new SourceDescription.Chunk(1, "ab")))))
                .isEqualTo("81ca0003" + "00000001" + "01026162" + "00000000");
    }

    @Test
    void readsTransportFeedbackInAllChunkForms() {
        // base 5, 20 statuses: a run of 2 small, a one-bit vector (14: 1 then 13 lost), a two-bit vector (4 used: small
        // large lost small)
        Packet p = hex("8fcd0008 00000001 00000002 0005 0014 000001 07" + "2002" + "a000"
                + "d840 01 02 03 04 0100 05 00" + " 0000 000000000000");
        p.put16(2, p.length() / 4 - 1);
        RtcpCompound c = RtcpCompound.parse(p);
        assertThat(c.packets()).singleElement().isInstanceOfSatisfying(TransportFeedback.class, f -> {
            assertThat(f.statusCount()).isEqualTo(20);
            assertThat(f.receivedCount()).isEqualTo(6);
            assertThat(f.deltas())
                    .startsWith(1, 2, 3, TransportFeedback.LOST)
                    .endsWith(4, 0x100, TransportFeedback.LOST, 5);
        });
    }

    @Test
    void skipsWhatItDoesNotKnow() {
        String unknown = "80cf0002 00000001 01020304"; // XR
        String app = "80cc0002 00000001 41424344";
        String pli = "81ce0002 00000001 00000002";
        String tmmbr = "83cd0003 00000001 00000002 00000000";
        RtcpCompound c = RtcpCompound.parse(hex(unknown + app + pli + tmmbr + pli));
        assertThat(c.packets()).hasSize(2);
        assertThat(c.skipped()).isEqualTo(3);
    }

    @Test
    void paddingIsTakenOff() {
        RtcpCompound c = RtcpCompound.parse(hex("a1cb0002 00000007 00000004"));
        assertThat(c.packets()).containsExactly(new Bye(List.of(7L)));
        assertThat(RtcpCompound.parse(hex("a1cb0001 00000000")).packets()).isEmpty();
        assertThat(RtcpCompound.parse(hex("a1cb0001 000000ff")).packets()).isEmpty();
    }

    @Test
    void aHostileStatusCountTakesNoMemory() {
        Packet p = hex("8fcd0004 00000001 00000002 0005 ffff 000001 07");
        assertThat(RtcpCompound.parse(p).packets()).isEmpty();
    }

    @Test
    void throwsNothingOnNoise() {
        Random random = new Random(1);
        for (int i = 0; i < 100_000; i++) {
            byte[] b = new byte[random.nextInt(80)];
            random.nextBytes(b);
            if (b.length > 4) {
                b[0] = (byte) (0x80 | (b[0] & 0x3f));
                b[1] = (byte) (200 + random.nextInt(8));
                b[2] = 0;
                b[3] = (byte) Math.max(0, b.length / 4 - 1);
            }
            RtcpCompound.parse(Packet.copyOf(b));
        }
    }
}
