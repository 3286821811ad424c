package dev.plumb.codecs.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.media.codec.CodecFormat;
import dev.plumb.media.codec.Codecs;
import dev.plumb.media.codec.EncodedPicture;
import dev.plumb.media.codec.MediaKind;
import dev.plumb.media.codec.VideoDecoder;
import dev.plumb.media.codec.VideoEncoder;
import dev.plumb.media.codec.VideoEncoderSettings;
import dev.plumb.media.device.TestPattern;
import dev.plumb.media.video.VideoFrame;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class VideoCodecsTest {
    private static final long FRAME_NANOS = 33_333_333L;
    private static final long START_NANOS = 7_000_000_123L;
    private static final FfmpegProvider PROVIDER = new FfmpegProvider();

    static List<CodecFormat> formats() {
        return PROVIDER.formats();
    }

    private static VideoEncoder encoder(CodecFormat format, long bitsPerSecond) {
        return PROVIDER.videoEncoder(format, new VideoEncoderSettings(bitsPerSecond, 30, 1));
    }

    private static VideoFrame pattern(int number, int width, int height) {
        return TestPattern.draw(number, width, height, START_NANOS + number * FRAME_NANOS);
    }

    private static List<EncodedPicture> encode(VideoEncoder encoder, int first, int count, int width, int height) {
        List<EncodedPicture> out = new ArrayList<>();
        for (int i = first; i < first + count; i++) {
            encoder.encode(pattern(i, width, height), i == first, out::add);
        }
        return out;
    }

    private static double psnr(VideoFrame a, VideoFrame b) {
        double sum = 0;
        for (int i = 0; i < a.i420().length; i++) {
            double difference = (a.i420()[i] & 0xff) - (b.i420()[i] & 0xff);
            sum += difference * difference;
        }
        return 10 * Math.log10(255 * 255 / Math.max(1e-9, sum / a.i420().length));
    }

    @Test
    void isFoundWithBothFormatsInOrder() {
        assertThat(Codecs.load().formats(MediaKind.VIDEO))
                .extracting(CodecFormat::name)
                .containsExactly("VP8", "H264");
        assertThat(formats().get(0).parameters()).isEmpty();
        assertThat(formats().get(1).parameters())
                .containsEntry("packetization-mode", "1")
                .containsEntry("profile-level-id", "42e01f")
                .containsEntry("level-asymmetry-allowed", "1");
    }

    @ParameterizedTest
    @MethodSource("formats")
    void everyPictureComesOutWithItsNumberTimeAndQuality(CodecFormat format) {
        try (VideoEncoder encoder = encoder(format, 1_500_000);
                VideoDecoder decoder = PROVIDER.videoDecoder(format)) {
            long encodeNanos = 0;
            long decodeNanos = 0;
            for (int i = 0; i < 90; i++) {
                VideoFrame frame = pattern(i, 640, 360);
                List<EncodedPicture> encoded = new ArrayList<>();
                long begin = System.nanoTime();
                encoder.encode(frame, false, encoded::add);
                encodeNanos += System.nanoTime() - begin;
                assertThat(encoded).hasSize(1);
                assertThat(encoded.getFirst().keyFrame()).isEqualTo(i == 0);
                assertThat(encoded.getFirst().timestampNanos()).isEqualTo(frame.timestampNanos());
                List<VideoFrame> decoded = new ArrayList<>();
                begin = System.nanoTime();
                assertThat(decoder.decode(encoded.getFirst(), decoded::add)).isTrue();
                decodeNanos += System.nanoTime() - begin;
                assertThat(decoded).hasSize(1);
                assertThat(TestPattern.numberIn(decoded.getFirst())).hasValue(i);
                assertThat(decoded.getFirst().timestampNanos()).isEqualTo(frame.timestampNanos());
                assertThat(psnr(frame, decoded.getFirst())).as("PSNR of %d", i).isGreaterThan(30);
            }
            System.out.printf(
                    "%s 640x360: encode %.2f ms, decode %.2f ms a picture%n",
                    format.name(), encodeNanos / 90e6, decodeNanos / 90e6);
        }
    }

    @ParameterizedTest
    @MethodSource("formats")
    void givesKeyFramesOnRequestThatDecodeAlone(CodecFormat format) {
        try (VideoEncoder encoder = encoder(format, 800_000);
                VideoDecoder decoder = PROVIDER.videoDecoder(format)) {
            encode(encoder, 0, 20, 320, 180);
            List<EncodedPicture> out = new ArrayList<>();
            encoder.encode(pattern(20, 320, 180), true, out::add);
            encoder.encode(pattern(21, 320, 180), false, out::add);
            assertThat(out).extracting(EncodedPicture::keyFrame).containsExactly(true, false);
            List<VideoFrame> decoded = new ArrayList<>();
            out.forEach(p -> assertThat(decoder.decode(p, decoded::add)).isTrue());
            assertThat(decoded)
                    .extracting(f -> TestPattern.numberIn(f).orElse(-1))
                    .containsExactly(20, 21);
        }
    }

    @ParameterizedTest
    @MethodSource("formats")
    void saysThatAKeyFrameIsNeededWhereItBeginsInTheMiddle(CodecFormat format) {
        try (VideoEncoder encoder = encoder(format, 800_000);
                VideoDecoder decoder = PROVIDER.videoDecoder(format)) {
            List<EncodedPicture> out = encode(encoder, 0, 5, 320, 180);
            assertThat(decoder.decode(out.get(3), f -> {})).isFalse();
            EncodedPicture liar = new EncodedPicture(out.get(4).data(), true, 320, 180, 0);
            assertThat(decoder.decode(liar, f -> {})).isFalse();
            assertThat(decoder.decode(out.get(0), f -> {})).isTrue();
            assertThat(decoder.decode(out.get(1), f -> {})).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("formats")
    void anotherSizeBeginsAnew(CodecFormat format) {
        try (VideoEncoder encoder = encoder(format, 800_000);
                VideoDecoder decoder = PROVIDER.videoDecoder(format)) {
            List<EncodedPicture> out = encode(encoder, 0, 10, 640, 360);
            for (int i = 10; i < 20; i++) {
                encoder.encode(pattern(i, 322, 182), false, out::add);
            }
            assertThat(out.get(10).keyFrame()).isTrue();
            assertThat(out.get(10).width()).isEqualTo(322);
            List<VideoFrame> decoded = new ArrayList<>();
            out.forEach(p -> assertThat(decoder.decode(p, decoded::add)).isTrue());
            assertThat(decoded.get(9).width()).isEqualTo(640);
            assertThat(decoded.get(10).width()).isEqualTo(322);
            assertThat(decoded.get(10).height()).isEqualTo(182);
            assertThat(TestPattern.numberIn(decoded.get(19))).hasValue(19);
        }
    }

    @ParameterizedTest
    @MethodSource("formats")
    void followsTheRate(CodecFormat format) {
        try (VideoEncoder encoder = encoder(format, 200_000)) {
            encoder.rate(200_000, 30);
            long low = noisyBytes(encoder, 0);
            encoder.rate(2_000_000, 30);
            noisyBytes(encoder, 90);
            long high = noisyBytes(encoder, 180);
            encoder.rate(200_000, 30);
            noisyBytes(encoder, 270);
            long lowAgain = noisyBytes(encoder, 360);
            System.out.printf("%s: %d, %d, %d bytes in 3 s%n", format.name(), low, high, lowAgain);
            assertThat(high).isGreaterThan(3 * low).isGreaterThan(3 * lowAgain);
            assertThat(high * 8 / 3).isBetween(1_000_000L, 2_600_000L);
        }
    }

    private static long noisyBytes(VideoEncoder encoder, int first) {
        Random random = new Random(first);
        long[] bytes = {0};
        for (int i = first; i < first + 90; i++) {
            VideoFrame frame = pattern(i, 320, 180);
            for (int n = 0; n < 320 * 180; n++) {
                frame.i420()[n] = (byte) Math.clamp((frame.i420()[n] & 0xff) + random.nextInt(-12, 13), 0, 255);
            }
            encoder.encode(frame, false, p -> bytes[0] += p.data().length);
        }
        return bytes[0];
    }

    @ParameterizedTest
    @MethodSource("formats")
    void brokenPicturesAreRefusedAndNeverThrow(CodecFormat format) {
        long seed = 42;
        Random random = new Random(seed);
        List<EncodedPicture> good;
        try (VideoEncoder encoder = encoder(format, 800_000)) {
            good = encode(encoder, 0, 10, 320, 180);
        }
        try (VideoDecoder decoder = PROVIDER.videoDecoder(format)) {
            for (int i = 0; i < 200; i++) {
                byte[] garbage = new byte[random.nextInt(300)];
                random.nextBytes(garbage);
                EncodedPicture picture = new EncodedPicture(garbage, random.nextBoolean(), 0, 0, i);
                assertThat(decoder.decode(picture, f -> {}))
                        .as("seed %d, %d", seed, i)
                        .isFalse();
            }
            byte[] whole = good.getFirst().data();
            for (int length : new int[] {0, 1, 5, 20, whole.length / 4}) {
                EncodedPicture cut = new EncodedPicture(Arrays.copyOf(whole, length), true, 320, 180, 0);
                assertThat(decoder.decode(cut, f -> {}))
                        .as("cut to %d of %d", length, whole.length)
                        .isFalse();
            }
            // libavcodec reads zeros past the end of VP8's last partition, whose length is nowhere written
            byte[] half = Arrays.copyOf(whole, whole.length / 2);
            decoder.decode(new EncodedPicture(half, true, 320, 180, 0), f -> {});
            for (int i = 0; i < 500; i++) {
                byte[] flipped = good.get(i % 10).data().clone();
                for (int n = 0; n < 1 + i % 8; n++) {
                    flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
                }
                decoder.decode(new EncodedPicture(flipped, i % 10 == 0, 320, 180, 0), f -> {});
            }
            assertThat(decoder.decode(good.getFirst(), f -> {})).isTrue();
        }
    }

    @Test
    void h264IsAByteStreamWithParameterSetsBeforeEachKeyFrame() {
        try (VideoEncoder encoder = encoder(formats().get(1), 800_000)) {
            List<EncodedPicture> out = encode(encoder, 0, 3, 640, 360);
            encoder.encode(pattern(3, 640, 360), true, out::add);
            assertThat(nalTypes(out.get(0).data())).startsWith(7, 8, 5);
            assertThat(nalTypes(out.get(1).data())).containsOnly(1);
            assertThat(nalTypes(out.get(3).data())).startsWith(7, 8, 5);
            assertThat(out.get(0).data()).startsWith(0, 0, 0, 1);
            assertThat(out.get(0).data()[5]).as("profile_idc").isEqualTo((byte) 66);
        }
    }

    private static List<Integer> nalTypes(byte[] data) {
        List<Integer> types = new ArrayList<>();
        for (int i = 0; i + 3 < data.length; i++) {
            if (data[i] == 0 && data[i + 1] == 0 && data[i + 2] == 1) {
                types.add(data[i + 3] & 0x1f);
            }
        }
        return types;
    }

    @ParameterizedTest
    @MethodSource("formats")
    void manyEncodersAndDecodersGiveTheirMemoryBack(CodecFormat format) {
        for (int i = 0; i < 100; i++) {
            VideoEncoder encoder = encoder(format, 500_000);
            VideoDecoder decoder = PROVIDER.videoDecoder(format);
            encode(encoder, 0, 1, 160, 90).forEach(p -> decoder.decode(p, f -> {}));
            encoder.close();
            encoder.close();
            decoder.close();
            decoder.close();
        }
    }

    @Test
    void anAccessUnitWithoutAPictureIsNoFailure() {
        CodecFormat h264 = formats().get(1);
        try (VideoEncoder encoder = encoder(h264, 500_000);
                VideoDecoder decoder = PROVIDER.videoDecoder(h264)) {
            List<VideoFrame> shown = new ArrayList<>();
            byte[] delimiter = {0, 0, 0, 1, 9, 0x10};
            byte[] information = {0, 0, 0, 1, 6, 5, 17, 1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 2, 3, 4, 5, 6, 7, 8, (byte) 0x80};
            for (EncodedPicture picture : encode(encoder, 0, 5, 320, 180)) {
                assertThat(decoder.decode(picture, shown::add)).isTrue();
                assertThat(decoder.decode(new EncodedPicture(delimiter, false, 0, 0, 0), shown::add))
                        .isTrue();
                assertThat(decoder.decode(new EncodedPicture(information, false, 0, 0, 0), shown::add))
                        .isTrue();
            }
            assertThat(shown).hasSize(5);
        }
    }

    @Test
    void unitsOfModeZeroFitPackets() {
        CodecFormat single = CodecFormat.video("H264", Map.of("profile-level-id", "42e01f"));
        try (VideoEncoder encoder = encoder(single, 3_000_000);
                VideoDecoder decoder = PROVIDER.videoDecoder(single)) {
            List<Integer> numbers = new ArrayList<>();
            for (EncodedPicture picture : encode(encoder, 0, 10, 640, 360)) {
                assertThat(decoder.decode(
                                picture,
                                f -> numbers.add(TestPattern.numberIn(f).orElse(-1))))
                        .isTrue();
                assertThat(numbers.getLast()).isEqualTo(numbers.size() - 1);
                int from = 0;
                for (int i = 3; i + 3 < picture.data().length; i++) {
                    byte[] d = picture.data();
                    if (d[i] == 0 && d[i + 1] == 0 && d[i + 2] == 1) {
                        assertThat(i - from).isLessThan(1_100);
                        from = i;
                    }
                }
                assertThat(picture.data().length - from).isLessThan(1_100);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("formats")
    void whatTheEncoderCannotIsScaledToWhatItCan(CodecFormat format) {
        for (int[] size : new int[][] {{2, 2}, {8, 8}, {15, 9}, {64, 2}, {2, 1500}, {33, 17}}) {
            try (VideoEncoder encoder = encoder(format, 300_000);
                    VideoDecoder decoder = PROVIDER.videoDecoder(format)) {
                byte[] grey = new byte[VideoFrame.bytesOf(size[0], size[1])];
                Arrays.fill(grey, (byte) 128);
                List<VideoFrame> shown = new ArrayList<>();
                for (int i = 0; i < 3; i++) {
                    VideoFrame frame = new VideoFrame(grey, size[0], size[1], START_NANOS + i * FRAME_NANOS);
                    encoder.encode(frame, i == 0, picture -> {
                        assertThat(decoder.decode(picture, shown::add)).isTrue();
                        assertThat(shown.getLast().width()).isEqualTo(picture.width());
                        assertThat(shown.getLast().height()).isEqualTo(picture.height());
                    });
                }
                assertThat(shown).as("%d x %d", size[0], size[1]).isNotEmpty();
                assertThat(shown.getLast().luma(0, 0)).isBetween(120, 136);
            }
        }
    }

    @Test
    void threadsFollowThePictureAndTheCoresThatAreFree() {
        EncoderThreads two = new EncoderThreads(2);
        assertThat(two.take(1920, 1080, 8)).isEqualTo(1);
        EncoderThreads eight = new EncoderThreads(8);
        assertThat(eight.take(640, 360, 8)).isEqualTo(1);
        assertThat(eight.take(1280, 720, 8)).isEqualTo(2);
        assertThat(eight.take(1920, 1080, 8)).isEqualTo(4);
        assertThat(eight.take(1920, 1080, 8)).isEqualTo(1);
        eight.giveBack(4);
        assertThat(eight.take(1920, 1080, 8)).isEqualTo(3);
        assertThat(eight.take(1920, 1080, 1)).isEqualTo(1);
    }
}
