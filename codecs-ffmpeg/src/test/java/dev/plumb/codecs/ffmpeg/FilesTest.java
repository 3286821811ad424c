package dev.plumb.codecs.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.plumb.base.loop.ManualLoop;
import dev.plumb.media.audio.AudioFrame;
import dev.plumb.media.codec.MediaKind;
import dev.plumb.media.device.TestPattern;
import dev.plumb.media.video.VideoFrame;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FilesTest {
    private static final long START_NANOS = 5_000_000_000L;
    private static final long SECOND = 1_000_000_000L;
    private static final Set<MediaKind> BOTH = EnumSet.allOf(MediaKind.class);

    @TempDir
    private Path folder;

    /** What a file gave under simulated time. */
    private static final class Played {
        final List<VideoFrame> pictures = new ArrayList<>();
        final List<AudioFrame> sound = new ArrayList<>();
        int ends;

        static Played of(Path file, boolean repeat, long nanos) throws IOException {
            Played played = new Played();
            ManualLoop loop = new ManualLoop(START_NANOS, 0);
            FileSource source = FileSource.open(file, repeat, () -> played.ends++);
            source.video()
                    .ifPresent(v -> v.start(loop, f -> {
                        assertThat(loop.nowNanos()).isBetween(f.timestampNanos(), f.timestampNanos() + 2_000_000);
                        played.pictures.add(f);
                    }));
            source.audio().ifPresent(a -> a.start(loop, played.sound::add));
            for (long now = 0; now <= nanos; now += 1_000_000) {
                loop.run(START_NANOS + now);
            }
            source.video().ifPresent(v -> v.stop());
            source.audio().ifPresent(a -> a.stop());
            loop.run(START_NANOS + nanos);
            return played;
        }

        List<Integer> numbers() {
            return pictures.stream()
                    .map(f -> TestPattern.numberIn(f).orElse(-1))
                    .toList();
        }

        short[] mono() {
            int total = sound.stream().mapToInt(AudioFrame::samplesPerChannel).sum();
            short[] out = new short[total];
            int at = 0;
            for (AudioFrame frame : sound) {
                for (int i = 0; i < frame.samplesPerChannel(); i++) {
                    out[at++] = frame.samples()[i * frame.channels()];
                }
            }
            return out;
        }
    }

    private static AudioFrame tone(int index, double frequencyHz) {
        short[] samples = new short[960];
        for (int i = 0; i < 960; i++) {
            samples[i] = (short) (12_000 * Math.sin(2 * Math.PI * frequencyHz * (index * 960 + i) / 48_000));
        }
        return new AudioFrame(samples, 48_000, 1, index * 20_000_000L);
    }

    private static double frequencyHz(short[] samples, int from, int to) {
        int crossings = 0;
        for (int i = from + 1; i < to; i++) {
            if (samples[i - 1] < 0 && samples[i] >= 0) {
                crossings++;
            }
        }
        return crossings * 48_000.0 / (to - from);
    }

    private Path record(String name, int pictures, int width, int height) throws IOException {
        Path file = folder.resolve(name);
        FileRecorder recorder = FileRecorder.create(file, BOTH);
        for (int i = 0; i < pictures; i++) {
            recorder.video(TestPattern.draw(i, width, height, i * SECOND / 30));
            for (int n = i * 50 / 30; n < (i + 1) * 50 / 30; n++) {
                recorder.audio(tone(n, 440));
            }
        }
        recorder.close();
        assertThat(recorder.failed()).isFalse();
        assertThat(recorder.dropped()).isZero();
        return file;
    }

    private static double psnr(VideoFrame a, VideoFrame b) {
        double sum = 0;
        for (int i = 0; i < a.i420().length; i++) {
            double difference = (a.i420()[i] & 0xff) - (b.i420()[i] & 0xff);
            sum += difference * difference;
        }
        return 10 * Math.log10(255 * 255 / Math.max(1e-9, sum / a.i420().length));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.mkv", "a.webm", "a.mp4"})
    void whatIsRecordedPlaysInOrderAtItsPace(String name) throws IOException {
        long begin = System.nanoTime();
        Path file = record(name, 60, 640, 360);
        System.out.printf(
                "FILE %s: %.2f ms a picture to record, %d bytes%n",
                name, (System.nanoTime() - begin) / 60e6, Files.size(file));
        Played played = Played.of(file, false, 3 * SECOND);
        assertThat(played.numbers())
                .hasSize(60)
                .isSorted()
                .doesNotHaveDuplicates()
                .startsWith(0)
                .endsWith(59);
        assertThat(played.ends).isEqualTo(1);
        assertThat(psnr(TestPattern.draw(30, 640, 360, 0), played.pictures.get(30)))
                .isGreaterThan(36);
        long first = played.pictures.getFirst().timestampNanos();
        assertThat(first - START_NANOS).isBetween(0L, 60_000_000L);
        assertThat(played.pictures.getLast().timestampNanos() - first).isCloseTo(59 * SECOND / 30, within(4_000_000L));
        short[] mono = played.mono();
        assertThat(mono.length).isCloseTo(96_000, within(3_000));
        assertThat(frequencyHz(mono, 24_000, 72_000)).isCloseTo(440, within(3.0));
        assertThat(FileSource.open(file, false, () -> {}).durationNanos()).isCloseTo(2 * SECOND, within(100_000_000L));
    }

    @ParameterizedTest
    @ValueSource(strings = {"k.mkv", "k.webm", "k.mp4"})
    void whatWasRecordedBeforeAKillPlays(String name) throws IOException {
        Path file = folder.resolve(name);
        Path left = folder.resolve("left-" + name);
        try (FileRecorder recorder = FileRecorder.create(file, BOTH)) {
            for (int i = 0; i < 150; i++) {
                recorder.video(TestPattern.draw(i, 320, 180, i * SECOND / 30));
                for (int n = i * 50 / 30; n < (i + 1) * 50 / 30; n++) {
                    recorder.audio(tone(n, 440));
                }
            }
            while (recorder.queuedBytes() > 0) {
                Thread.onSpinWait();
            }
            Files.copy(file, left); // the file as a killed process would leave it
        }
        Played played = Played.of(left, false, 6 * SECOND);
        assertThat(played.numbers())
                .hasSizeGreaterThan(90)
                .isSorted()
                .doesNotHaveDuplicates()
                .startsWith(0);
        short[] mono = played.mono();
        assertThat(mono.length).isGreaterThan(3 * 48_000);
        assertThat(frequencyHz(mono, 24_000, 120_000)).isCloseTo(440, within(3.0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"b.mkv", "b.mp4"})
    void repeatsWithBothTogether(String name) throws IOException {
        Path file = record(name, 30, 320, 180);
        Played played = Played.of(file, true, 3 * SECOND);
        assertThat(played.ends).isZero();
        assertThat(played.numbers().size()).isBetween(80, 91);
        List<VideoFrame> firsts = played.pictures.stream()
                .filter(f -> TestPattern.numberIn(f).orElse(-1) == 0)
                .toList();
        assertThat(firsts).hasSizeBetween(2, 4);
        assertThat(firsts.get(1).timestampNanos() - firsts.get(0).timestampNanos())
                .isCloseTo(SECOND, within(60_000_000L));
    }

    @Test
    void soundStartedLaterJoinsThePictures() throws IOException {
        Path file = record("join.mkv", 60, 320, 180);
        ManualLoop loop = new ManualLoop(START_NANOS, 0);
        FileSource source = FileSource.open(file, true, () -> {});
        source.video().orElseThrow().start(loop, f -> {});
        loop.run(START_NANOS + 3 * SECOND);
        List<AudioFrame> sound = new ArrayList<>();
        source.audio().orElseThrow().start(loop, sound::add);
        loop.run(START_NANOS + 3 * SECOND);
        loop.run(START_NANOS + 3 * SECOND + SECOND / 10);
        assertThat(sound).isNotEmpty();
        assertThat(sound.getFirst().timestampNanos()).isCloseTo(START_NANOS + 3 * SECOND, within(600_000_000L));
        source.video().orElseThrow().stop();
        source.audio().orElseThrow().stop();
        loop.run(START_NANOS + 4 * SECOND);
    }

    @Test
    void gapsInSoundAreSilenceAndOtherSizesAreScaled() throws IOException {
        Path file = folder.resolve("gap.mkv");
        try (FileRecorder recorder = FileRecorder.create(file, BOTH)) {
            for (int n = 0; n < 100; n++) {
                if (n < 25 || n >= 75) {
                    recorder.audio(tone(n, 440));
                }
                boolean small = n >= 50;
                recorder.video(TestPattern.draw(n, small ? 320 : 640, small ? 180 : 360, n * 20_000_000L));
            }
        }
        Played played = Played.of(file, false, 3 * SECOND);
        assertThat(played.numbers()).hasSize(100).isSorted();
        assertThat(played.pictures).allMatch(f -> f.width() == 640 && f.height() == 360);
        short[] mono = played.mono();
        assertThat(mono.length).isCloseTo(96_000, within(3_000));
        int loudest = 0;
        for (int i = 28_000; i < 68_000; i++) {
            loudest = Math.max(loudest, Math.abs((int) mono[i]));
        }
        assertThat(loudest).isLessThan(200);
        assertThat(frequencyHz(mono, 76_000, 90_000)).isCloseTo(440, within(5.0));
    }

    @Test
    void soundAloneIsRecorded() throws IOException {
        Path file = folder.resolve("sound.webm");
        try (FileRecorder recorder = FileRecorder.create(file, EnumSet.of(MediaKind.AUDIO))) {
            for (int n = 0; n < 50; n++) {
                recorder.audio(tone(n, 1_000));
            }
        }
        FileSource source = FileSource.open(file, false, () -> {});
        assertThat(source.video()).isEmpty();
        assertThat(frequencyHz(Played.of(file, false, 2 * SECOND).mono(), 10_000, 40_000))
                .isCloseTo(1_000, within(5.0));
    }

    @Test
    void noFrameAtAllStillLeavesAFileThatCanBeClosed() throws IOException {
        FileRecorder recorder = FileRecorder.create(folder.resolve("empty.mkv"), BOTH);
        recorder.close();
        recorder.close();
        recorder.video(TestPattern.draw(0, 64, 64, 0));
        assertThat(recorder.dropped()).isEqualTo(1);
    }

    @Test
    void saysWhatCannotBeOpened() throws IOException {
        Path text = Files.writeString(folder.resolve("text.mp4"), "not a film");
        assertThatThrownBy(() -> FileSource.open(text, false, () -> {})).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> FileSource.open(folder.resolve("none.mkv"), false, () -> {}))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> FileRecorder.create(folder.resolve("none/a.mkv"), BOTH))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> FileRecorder.create(folder.resolve("a.txt"), BOTH))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"c.mkv", "c.webm", "c.mp4"})
    void otherPlayersReadIt(String name) throws IOException, InterruptedException {
        Path file = record(name, 30, 320, 180);
        Process probe;
        try {
            probe = new ProcessBuilder(
                            "ffprobe",
                            "-v",
                            "error",
                            "-show_entries",
                            "stream=codec_name",
                            "-of",
                            "csv=p=0",
                            file.toString())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            System.err.println("SKIPPED: ffprobe is not installed, so nothing else has read the recording");
            Assumptions.abort("ffprobe is not installed");
            return;
        }
        String said = new String(probe.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(probe.waitFor()).isZero();
        assertThat(said.lines())
                .containsExactly(name.endsWith("mp4") ? "h264" : "vp8", name.endsWith("mp4") ? "aac" : "opus");
    }

    /** Writes a WAV file of silence whose header claims a sample rate. */
    private Path wav(String name, int sampleRateHz) throws IOException {
        ByteBuffer b = ByteBuffer.allocate(44 + 9_600).order(ByteOrder.LITTLE_ENDIAN);
        b.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + 9_600);
        b.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII))
                .putInt(16)
                .putShort((short) 1)
                .putShort((short) 1);
        b.putInt(sampleRateHz).putInt(2 * sampleRateHz).putShort((short) 2).putShort((short) 16);
        b.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(9_600);
        return Files.write(folder.resolve(name), b.array());
    }

    @Test
    void ratesThatCostWithoutBoundAreRefused() throws IOException {
        assertThat(FileSource.open(wav("usual.wav", 48_000), false, () -> {}).audio())
                .isPresent();
        for (int rate : new int[] {12_000_000, 500_000, 10, 0, -48_000}) {
            Path file = wav("claims.wav", rate);
            assertThatThrownBy(() -> FileSource.open(file, false, () -> {})).isInstanceOf(IOException.class);
        }
    }

    @Test
    void playlistsOpenNoOtherFiles() throws IOException {
        Path other = wav("other.wav", 48_000);
        for (String text : List.of(
                "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n" + other + "\n#EXT-X-ENDLIST\n",
                "ffconcat version 1.0\nfile " + other + "\n",
                "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=-\nc=IN IP4 127.0.0.1\nt=0 0\nm=audio 5004 RTP/AVP 0\n")) {
            for (String name : List.of("list.m3u8", "list.ffconcat", "list.sdp", "list.wav", "list.mp4")) {
                Path list = Files.writeString(folder.resolve(name), text);
                assertThatThrownBy(() -> FileSource.open(list, false, () -> {})).isInstanceOf(IOException.class);
            }
        }
        assertThatThrownBy(() -> FileSource.open(Path.of("concat:" + other + "|" + other), false, () -> {}))
                .isInstanceOf(IOException.class);
    }
}
