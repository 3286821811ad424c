package dev.plumb.rtp.payload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.base.bytes.Packet;
import dev.plumb.testkit.Seeds;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PayloadTest {
    /** Collects payloads behind a header of four bytes. */
    private static final class Collector implements PayloadSink {
        private final List<byte[]> payloads = new ArrayList<>();
        private int lasts;
        private Packet current = Packet.copyOf();

        @Override
        public Packet begin() {
            current = Packet.copyOf(new byte[] {1, 2, 3, 4});
            return current;
        }

        @Override
        public void end(boolean lastOfFrame) {
            byte[] b = current.toByteArray();
            payloads.add(Arrays.copyOfRange(b, 4, b.length));
            lasts += lastOfFrame ? 1 : 0;
        }
    }

    private static List<byte[]> cut(Packetizer packetizer, byte[] frame, int atMost) {
        Collector c = new Collector();
        int count = packetizer.packetize(frame, atMost, c);
        assertThat(count).isEqualTo(c.payloads.size());
        assertThat(c.lasts).isEqualTo(count == 0 ? 0 : 1);
        assertThat(c.payloads).allSatisfy(p -> assertThat(p.length).isLessThanOrEqualTo(atMost));
        return c.payloads;
    }

    private static byte[] hex(String s) {
        return HexFormat.of().parseHex(s.replace(" ", ""));
    }

    private static byte[] random(Random random, int bytes) {
        byte[] b = new byte[bytes];
        random.nextBytes(b);
        return b;
    }

    @Test
    void soundIsOnePayload() {
        byte[] frame = {1, 2, 3};
        assertThat(cut(PayloadFormat.OPUS.packetizer(), frame, 1000)).containsExactly(frame);
        assertThat(cut(PayloadFormat.OPUS.packetizer(), new byte[0], 1000)).isEmpty();
        assertThat(cut(PayloadFormat.PCM.packetizer(), new byte[2000], 1000)).isEmpty();
        assertThat(PayloadFormat.OPUS.depacketizer().depacketize(List.of(frame)).data())
                .isEqualTo(frame);
    }

    @Test
    void formatsAreFoundByName() {
        assertThat(PayloadFormat.ofName("opus")).contains(PayloadFormat.OPUS);
        assertThat(PayloadFormat.ofName("pcma")).contains(PayloadFormat.PCM);
        assertThat(PayloadFormat.ofName("h264")).contains(PayloadFormat.H264);
        assertThat(PayloadFormat.ofName("AV2")).isEmpty();
    }

    @Test
    void vp8FramesComeBack() {
        Seeds.forEach(20, seed -> {
            Random random = new Random(seed);
            Packetizer packetizer = PayloadFormat.VP8.packetizer();
            for (int i = 0; i < 50; i++) {
                byte[] frame = random(random, 1 + random.nextInt(5000));
                List<byte[]> payloads = cut(packetizer, frame, 100 + random.nextInt(1000));
                assertThat(Vp8Depacketizer.INSTANCE.depacketize(payloads).data())
                        .isEqualTo(frame);
                assertThat(Vp8Depacketizer.INSTANCE.beginsKeyFrame(payloads.getFirst()))
                        .isEqualTo((frame[0] & 1) == 0);
                if (payloads.size() > 1) {
                    assertThat(Vp8Depacketizer.INSTANCE.beginsKeyFrame(payloads.get(1)))
                            .isFalse();
                    assertThat(Vp8Depacketizer.INSTANCE.depacketize(payloads.subList(1, payloads.size())))
                            .isNull();
                }
            }
        });
    }

    @Test
    void vp8PictureNumberCountsAndWraps() {
        Packetizer packetizer = PayloadFormat.VP8.packetizer();
        int last = -1;
        for (int i = 0; i <= 0x8000; i++) {
            byte[] p = cut(packetizer, new byte[] {1}, 100).getFirst();
            int id = ((p[2] & 0x7f) << 8) | (p[3] & 0xff);
            assertThat(id).isEqualTo((last + 1) & 0x7fff);
            last = id;
        }
    }

    @Test
    void vp8DescriptorWithEverything() {
        // X, S; I L T K; 15-bit id; TL0PICIDX; TID Y KEYIDX; then a key frame of 320x240
        Depacketizer.Depacketized d =
                Vp8Depacketizer.INSTANCE.depacketize(List.of(hex("90 f0 8123 55 20 10 00 00 9d012a 4001 f000 00")));
        assertThat(d.keyFrame()).isTrue();
        assertThat(d.width()).isEqualTo(320);
        assertThat(d.height()).isEqualTo(240);
        assertThat(Vp8Depacketizer.INSTANCE.depacketize(List.of(hex("10 01"))))
                .satisfies(x -> assertThat(x.keyFrame()).isFalse());
        assertThat(Vp8Depacketizer.INSTANCE.depacketize(List.of(hex("90 f0 81"))))
                .isNull();
    }

    private static byte[] annexB(List<byte[]> units, Random random) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] unit : units) {
            if (random.nextBoolean()) {
                out.write(0);
            }
            out.writeBytes(new byte[] {0, 0, 1});
            out.writeBytes(unit);
        }
        return out.toByteArray();
    }

    private static List<byte[]> units(byte[] frame) {
        return H264Nal.split(frame).stream()
                .map(s -> Arrays.copyOfRange(frame, s.from(), s.to()))
                .toList();
    }

    /** A unit without start codes in it, and without a zero at its end. */
    private static byte[] unit(Random random, int header, int bytes) {
        byte[] b = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            b[i] = (byte) (1 + random.nextInt(255));
        }
        b[0] = (byte) header;
        return b;
    }

    @Test
    void h264UnitsComeBack() {
        Seeds.forEach(30, seed -> {
            Random random = new Random(seed);
            Packetizer packetizer = PayloadFormat.H264.packetizer();
            for (int i = 0; i < 30; i++) {
                List<byte[]> units = new ArrayList<>();
                boolean key = random.nextInt(3) == 0;
                if (key) {
                    units.add(unit(random, 0x67, 12));
                    units.add(unit(random, 0x68, 4));
                }
                for (int n = 1 + random.nextInt(4); n > 0; n--) {
                    units.add(unit(random, key ? 0x65 : 0x41, 2 + random.nextInt(3000)));
                }
                byte[] frame = annexB(units, random);
                List<byte[]> payloads = cut(packetizer, frame, 100 + random.nextInt(1100));
                Depacketizer.Depacketized d = H264Depacketizer.INSTANCE.depacketize(payloads);
                assertThat(d.keyFrame()).isEqualTo(key);
                assertThat(units(d.data())).containsExactlyElementsOf(units);
                assertThat(H264Depacketizer.INSTANCE.beginsKeyFrame(payloads.getFirst()))
                        .isEqualTo(key);
            }
        });
    }

    @Test
    void h264KeyFramesGetTheirParameterSets() {
        Packetizer packetizer = PayloadFormat.H264.packetizer();
        byte[] sets = hex("00000001 6742c01e 00000001 68ce3c80 00000001 65888402");
        byte[] bare = hex("00000001 0910 00000001 65888403");
        byte[] first = H264Depacketizer.INSTANCE
                .depacketize(cut(packetizer, sets, 1000))
                .data();
        byte[] second = H264Depacketizer.INSTANCE
                .depacketize(cut(packetizer, bare, 1000))
                .data();
        assertThat(units(first)).hasSize(3);
        assertThat(units(second)).hasSize(3);
        assertThat(second[4]).isEqualTo((byte) 0x67);
        assertThat(cut(packetizer, sets, 1000))
                .singleElement()
                .satisfies(p -> assertThat(p[0] & 0x1f).isEqualTo(H264Nal.STAP_A));
    }

    @Test
    void h264SizeIsRead() {
        // High 1280x720 as x264 writes it; baseline 640x360 with cropping
        assertThat(size("6764001facd9405005bb011000000300100000030320f1831960")).isEqualTo(new H264Size(1280, 720));
        assertThat(size("6742c01eda0280bfe59a808080a0000003002000000791e2c5d4")).satisfies(s -> {
            assertThat(s.width()).isEqualTo(640);
            assertThat(s.height()).isEqualTo(360);
        });
        assertThat(size("67")).isNull();
        assertThat(size("674200")).isNull();
    }

    private static H264Size size(String sps) {
        byte[] b = hex(sps);
        return H264Size.of(b, 0, b.length);
    }

    @Test
    void brokenH264IsNull() {
        Depacketizer d = H264Depacketizer.INSTANCE;
        assertThat(d.depacketize(List.of())).isNull();
        assertThat(d.depacketize(List.of(hex("7c 85 01")))).isNull();
        assertThat(d.depacketize(List.of(hex("7c 45 01")))).isNull();
        assertThat(d.depacketize(List.of(hex("7c 85 01"), hex("41 01")))).isNull();
        assertThat(d.depacketize(List.of(hex("78 0009 01")))).isNull();
        assertThat(d.depacketize(List.of(hex("78 0000 01")))).isNull();
        assertThat(d.depacketize(List.of(hex("7f 00")))).isNull();
        assertThat(d.depacketize(List.of(hex("7c 85 01"), hex("7c 45 02")))).isNotNull();
    }

    @Test
    void framesThatAreTooLongAreNull() {
        byte[] big = new byte[1 << 20];
        big[0] = 0x10;
        assertThat(Vp8Depacketizer.INSTANCE.depacketize(List.of(big, big, big, big, big)))
                .isNull();
    }

    @Test
    void h264InModeZeroHasAUnitAPacket() {
        byte[] frame = hex("00000001 6742c01e 00000001 68ce3c80 00000001 65888402");
        assertThat(cut(PayloadFormat.H264_SINGLE.packetizer(), frame, 1000))
                .containsExactly(hex("6742c01e"), hex("68ce3c80"), hex("65888402"));
    }

    @Test
    void h264ParameterSetsOfTheDescriptionGoBeforeAKeyFrameWithoutAny() {
        byte[] bare = hex("00000001 65888402");
        byte[] whole = hex("00000001 6742c01e 00000001 68ce3c80 00000001 65888402");
        assertThat(H264ParameterSets.completed(bare, "Z0LAHg==,aM48gA==")).isEqualTo(whole);
        assertThat(H264ParameterSets.completed(whole, "Z0LAHg==,aM48gA==")).isEqualTo(whole);
        assertThat(H264ParameterSets.completed(bare, "%%,,Zg==,")).isEqualTo(bare);
        assertThat(H264ParameterSets.completed(bare, null)).isEqualTo(bare);
    }
}
