package dev.plumb.rtp.jitter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.base.engine.Engine;
import dev.plumb.rtp.payload.PayloadFormat;
import dev.plumb.testkit.Seeds;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FrameBufferTest {
    private static final byte FIRST = 0x10;
    private static final byte LATER = 0x00;

    /** One packet of VP8: a descriptor byte, then a frame's byte that tells key frames, then the frame's number. */
    private static VideoPacket packet(long sequence, int frame, boolean first, boolean last, boolean key) {
        byte[] payload = {first ? FIRST : LATER, (byte) (key ? 0 : 1), (byte) frame};
        return new VideoPacket(sequence, frame * 3000L, last, 96, PayloadFormat.VP8, payload, sequence);
    }

    private static VideoPacket padding(long sequence, int frame) {
        return new VideoPacket(sequence, frame * 3000L, false, 96, PayloadFormat.VP8, new byte[0], sequence);
    }

    private static List<Integer> drain(FrameBuffer buffer, long now) {
        List<Integer> frames = new ArrayList<>();
        for (FrameBuffer.Assembled a = buffer.poll(now); a != null; a = buffer.poll(now)) {
            frames.add((int) a.frame().data()[1]);
        }
        return frames;
    }

    @Test
    void waitsForAKeyFrameFirst() {
        FrameBuffer b = new FrameBuffer();
        b.insert(packet(10, 1, true, true, false), 0);
        assertThat(drain(b, 0)).isEmpty();
        assertThat(b.needsKeyFrame(0)).isTrue();
        assertThat(b.asksForKeyFrame(0)).isTrue();
        b.insert(packet(11, 2, true, false, true), 0);
        assertThat(b.asksForKeyFrame(0)).isFalse();
        b.insert(packet(12, 2, false, true, true), 0);
        b.insert(packet(13, 3, true, true, false), 0);
        assertThat(drain(b, 0)).containsExactly(2, 3);
        assertThat(b.needsKeyFrame(0)).isFalse();
    }

    @Test
    void shuffledPacketsComeOutInOrder() {
        Seeds.forEach(20, seed -> {
            Random random = new Random(seed);
            List<VideoPacket> packets = new ArrayList<>();
            long sequence = 65_530;
            for (int frame = 0; frame < 60; frame++) {
                int count = 1 + random.nextInt(5);
                for (int i = 0; i < count; i++) {
                    packets.add(packet(sequence++, frame, i == 0, i == count - 1, frame == 0));
                    if (random.nextInt(6) == 0) {
                        packets.add(padding(sequence++, frame));
                    }
                }
            }
            for (int i = 0; i + 8 < packets.size(); i += 8) {
                Collections.shuffle(packets.subList(i, i + 8), random);
            }
            FrameBuffer b = new FrameBuffer();
            List<Integer> frames = new ArrayList<>();
            for (VideoPacket p : packets) {
                assertThat(b.insert(p, 0)).isTrue();
                frames.addAll(drain(b, 0));
            }
            assertThat(frames).hasSize(60).isSorted();
            assertThat(b.insert(packets.getFirst(), 0)).isFalse();
        });
    }

    @Test
    void aGapEndsByRepairOrByKeyFrame() {
        FrameBuffer b = new FrameBuffer();
        b.patienceNanos(100);
        b.insert(packet(10, 1, true, true, true), 0);
        b.insert(packet(12, 3, true, true, false), 50);
        assertThat(drain(b, 50)).containsExactly(1);
        assertThat(b.deadlineNanos(50)).isEqualTo(150);
        b.insert(packet(11, 2, true, true, false), 60);
        assertThat(drain(b, 60)).containsExactly(2, 3);
        assertThat(b.deadlineNanos(60)).isEqualTo(Engine.NEVER);

        b.insert(packet(14, 5, true, true, false), 100);
        b.insert(packet(15, 6, true, true, true), 110);
        assertThat(drain(b, 110)).isEmpty();
        assertThat(drain(b, 200)).containsExactly(6);
        assertThat(b.wantedFrom()).isEqualTo(16);
        assertThat(b.insert(packet(13, 4, true, true, false), 210)).isFalse();
    }

    @Test
    void lossInTheMiddleOfAFrameIsAGapToo() {
        FrameBuffer b = new FrameBuffer();
        b.patienceNanos(100);
        b.insert(packet(10, 1, true, true, true), 0);
        drain(b, 0);
        b.insert(packet(11, 2, true, false, false), 10);
        b.insert(packet(13, 2, false, true, false), 20);
        assertThat(b.needsKeyFrame(119)).isFalse();
        assertThat(b.needsKeyFrame(120)).isTrue();
    }

    @Test
    void aFlightAheadForgetsTheOldest() {
        FrameBuffer b = new FrameBuffer();
        b.insert(packet(10, 1, true, true, true), 0);
        drain(b, 0);
        for (long s = 12; s < 12 + 3L * PacketBuffer.CAPACITY; s++) {
            b.insert(packet(s, 2, s == 12, false, false), 0);
        }
        assertThat(drain(b, 0)).isEmpty();
        assertThat(b.needsKeyFrame(0)).isTrue();
        long next = 12 + 3L * PacketBuffer.CAPACITY;
        b.insert(packet(next, 7, true, true, true), 0);
        assertThat(drain(b, 0)).containsExactly(7);
    }

    @Test
    void brokenFrameNeedsAKeyFrame() {
        FrameBuffer b = new FrameBuffer();
        b.insert(packet(10, 1, true, true, true), 0);
        b.insert(new VideoPacket(11, 6000, true, 96, PayloadFormat.VP8, new byte[] {0x10}, 0), 0);
        assertThat(drain(b, 0)).containsExactly(1);
        assertThat(b.needsKeyFrame(0)).isTrue();
        assertThat(b.framesDropped()).isEqualTo(1);
    }

    @Test
    void onlyPicturesThatArePassedOverCountAsDropped() {
        FrameBuffer b = new FrameBuffer();
        b.patienceNanos(100);
        b.insert(packet(10, 1, true, true, true), 0);
        for (int i = 0; i < 4; i++) {
            b.insert(packet(12 + i, 3 + i, true, true, false), 0);
        }
        assertThat(drain(b, 200)).as("a key frame is looked for").containsExactly(1);
        assertThat(b.framesDropped()).as("what waits may still be repaired").isZero();
        b.insert(packet(11, 2, true, true, false), 210);
        assertThat(drain(b, 210)).containsExactly(2, 3, 4, 5, 6);
        assertThat(b.framesDropped()).isZero();

        for (int i = 0; i < 4; i++) {
            b.insert(packet(17 + i, 8 + i, true, true, false), 300);
        }
        b.insert(packet(21, 12, true, true, true), 310);
        assertThat(drain(b, 500)).containsExactly(12);
        // the first frame does not count, because nothing shows that it began there
        assertThat(b.framesDropped()).isEqualTo(3);
    }

    private static final String SPS = "6742c01eda0280bfe59a808080a0000003002000000791e2c5d4";
    private static final String PPS = "68ce3c80";

    /**
     * Feeds H.264 payloads, each followed by the timestamp of its access unit, and returns the frames that come out.
     * The last payload of an access unit has the marker, as cameras send it.
     */
    private static List<String> h264(Object... unitsAndTimestamps) {
        FrameBuffer b = new FrameBuffer();
        List<String> frames = new ArrayList<>();
        for (int i = 0; i < unitsAndTimestamps.length; i += 2) {
            int timestamp = (int) unitsAndTimestamps[i + 1];
            boolean last = i + 3 >= unitsAndTimestamps.length || timestamp != (int) unitsAndTimestamps[i + 3];
            byte[] payload = HexFormat.of().parseHex((String) unitsAndTimestamps[i]);
            b.insert(new VideoPacket(100 + i / 2, timestamp, last, 96, PayloadFormat.H264, payload, i), i);
            for (FrameBuffer.Assembled a = b.poll(i); a != null; a = b.poll(i)) {
                frames.add((a.frame().keyFrame() ? "key " + a.frame().width() + " " : "")
                        + HexFormat.of().formatHex(a.frame().data()).replace("00000001", "|"));
            }
            assertThat(b.framesDropped()).isZero();
        }
        return frames;
    }

    private static String aggregate(String... units) {
        StringBuilder all = new StringBuilder("78");
        for (String unit : units) {
            all.append(String.format("%04x", unit.length() / 2)).append(unit);
        }
        return all.toString();
    }

    @Test
    void parameterSetsWithATimestampOfTheirOwnGoBeforeEachIdr() {
        String key = "key 640 |" + SPS + "|" + PPS + "|65888402";
        assertThat(h264(aggregate(SPS, PPS), 1, "65888402", 2, "419a01", 3, "65888402", 4))
                .containsExactly(key, "|419a01", key);
        assertThat(h264(SPS, 1, PPS, 1, "65888402", 2, "419a01", 3)).containsExactly(key, "|419a01");
        assertThat(h264(SPS, 1, PPS, 2, "7c85888402", 3, "7c4503", 3))
                .containsExactly("key 640 |" + SPS + "|" + PPS + "|6588840203");
    }

    @Test
    void parameterSetsThatChangeBetweenPicturesGoBeforeTheNext() {
        assertThat(h264(aggregate(SPS, PPS, "65888402"), 1, "68ce3c81", 2, "419a01", 3, "419a02", 4))
                .containsExactly("key 640 |" + SPS + "|" + PPS + "|65888402", "|68ce3c81|419a01", "|419a02");
    }

    @Test
    void aKeyFrameMayBeginWithADelimiter() {
        assertThat(h264(aggregate("0910", SPS, PPS), 1, "65888402", 1, "419a01", 2))
                .containsExactly("key 640 |0910|" + SPS + "|" + PPS + "|65888402", "|419a01");
        assertThat(h264(aggregate("09f0", SPS, PPS, "0605", "65888402"), 1)).hasSize(1);
        assertThat(h264(aggregate("0910", "65888402"), 1)).containsExactly("key 0 |0910|65888402");
    }

    @Test
    void unitsWithoutABodyOfUnknownTypesAndWithoutAPictureArePassedOver() {
        assertThat(h264(
                        aggregate(SPS, PPS, "65888402"),
                        1,
                        "09",
                        2,
                        "419a01",
                        2,
                        "0c",
                        3,
                        "7f00",
                        4,
                        "00",
                        5,
                        "78",
                        6,
                        "7d8501",
                        7,
                        "0601",
                        8,
                        "78000000",
                        9,
                        "419a02",
                        10,
                        "0a",
                        10))
                .containsExactly("key 640 |" + SPS + "|" + PPS + "|65888402", "|419a01", "|419a02|0a");
    }

    @Test
    void packetsOfVp8WithoutAnyBytesArePassedOver() {
        FrameBuffer b = new FrameBuffer();
        b.insert(packet(1, 1, true, true, true), 0);
        b.insert(new VideoPacket(2, 9000, false, 96, PayloadFormat.VP8, new byte[] {FIRST, 1, 3}, 0), 0);
        b.insert(new VideoPacket(3, 9000, true, 96, PayloadFormat.VP8, new byte[] {LATER}, 0), 0);
        b.insert(packet(4, 4, true, true, false), 0);
        assertThat(drain(b, 0)).containsExactly(1, 3, 4);
        assertThat(b.framesDropped()).isZero();
    }
}
