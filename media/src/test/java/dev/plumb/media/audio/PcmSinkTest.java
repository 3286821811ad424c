package dev.plumb.media.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.plumb.testkit.ToneMeter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests that frames are of the chosen format and length, and that a slow consumer loses the oldest ones. */
class PcmSinkTest {
    private static final long SECOND_NANOS = 1_000_000_000L;
    private static final double HERTZ = 440;

    private final List<AudioFrame> got = new ArrayList<>();

    private PcmSink direct(int rateHz, int frameSamples) {
        return new PcmSink(PcmSinkOptions.DEFAULT.withFormat(rateHz, frameSamples), Runnable::run, got::add);
    }

    private static AudioFrame tone(int rateHz, int channels, long from, int count) {
        return new AudioFrame(
                Tones.sine(HERTZ, 0.5, rateHz, channels, from, count),
                rateHz,
                channels,
                SECOND_NANOS + from * SECOND_NANOS / rateHz);
    }

    private static void play(PcmSink sink, int rateHz, int channels, int frames, int frameSamples) {
        for (int i = 0; i < frames; i++) {
            sink.accept(tone(rateHz, channels, (long) i * frameSamples, frameSamples));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "48000,1,960,16000,320",
        "48000,2,960,16000,512",
        "48000,1,480,24000,480",
        "48000,1,2880,8000,160",
        "48000,1,960,48000,1024",
        "8000,1,160,16000,512",
        "44100,2,441,16000,320",
        "48000,1,960,44100,441"
    })
    void framesHaveTheChosenFormatAndExactlyTheChosenLength(
            int fromHz, int channels, int pieceSamples, int toHz, int frameSamples) {
        int pieces = (2 * fromHz + pieceSamples - 1) / pieceSamples;
        play(direct(toHz, frameSamples), fromHz, channels, pieces, pieceSamples);
        assertThat(got).allMatch(f -> f.sampleRateHz() == toHz && f.channels() == 1);
        assertThat(got).allMatch(f -> f.samples().length == frameSamples);
        // two seconds, less what waits for its frame to be complete
        long samples = (long) pieces * pieceSamples * toHz / fromHz;
        assertThat(samples - (long) got.size() * frameSamples).isBetween(0L, frameSamples + 32L);
        short[] all = Tones.joined(got);
        assertThat(Tones.lowestLevel(all, 100, all.length, toHz / 40)).isCloseTo(0.5 / Math.sqrt(2), within(0.005));
        ToneMeter meter = new ToneMeter(toHz);
        meter.add(all, 1);
        assertThat(meter.shareAt(HERTZ)).isGreaterThan(0.998);
        for (int i = 0; i < got.size(); i++) {
            long due = SECOND_NANOS + (long) i * frameSamples * SECOND_NANOS / toHz;
            assertThat(got.get(i).timestampNanos()).isCloseTo(due, within(100_000L));
        }
    }

    @Test
    void bothChannelsAreGivenWhereAskedFor() {
        PcmSinkOptions stereo = PcmSinkOptions.DEFAULT.withFormat(16_000, 320).withChannels(2);
        play(new PcmSink(stereo, Runnable::run, got::add), 48_000, 1, 50, 960);
        assertThat(got).allMatch(f -> f.channels() == 2 && f.samples().length == 640);
        assertThat(got.get(10).samples()[100]).isEqualTo(got.get(10).samples()[101]);
    }

    @Test
    void aSlowConsumerLosesTheOldestFrames() {
        ArrayDeque<Runnable> later = new ArrayDeque<>();
        PcmSink sink = new PcmSink(PcmSinkOptions.DEFAULT.withWaitingAtMost(10), later::add, got::add);
        play(sink, 16_000, 1, 25, 320);
        assertThat(later).hasSize(1);
        assertThat(sink.droppedFrames()).isEqualTo(15);
        later.remove().run();
        assertThat(got).hasSize(10);
        assertThat(got.getFirst().timestampNanos()).isEqualTo(SECOND_NANOS + 15 * SECOND_NANOS / 50);
        sink.accept(tone(16_000, 1, 25 * 320, 320));
        later.remove().run();
        assertThat(got).hasSize(11);
        assertThat(sink.droppedFrames()).isEqualTo(15);
    }

    @Test
    void soundAfterAPauseBeginsAFrameOfItsOwn() {
        PcmSink sink = direct(16_000, 512);
        sink.accept(tone(48_000, 1, 0, 960));
        assertThat(got).isEmpty();
        // five seconds later
        sink.accept(tone(48_000, 1, 240_000, 3 * 960));
        assertThat(got).hasSize(2);
        assertThat(got.getFirst().timestampNanos()).isCloseTo(SECOND_NANOS, within(100_000L));
        assertThat(Tones.endOfSound(got.getFirst().samples())).isCloseTo(320, within(1));
        assertThat(got.getLast().timestampNanos()).isCloseTo(6 * SECOND_NANOS, within(100_000L));
        assertThat(Tones.lowestLevel(got.getLast().samples(), 0, 512, 128)).isGreaterThan(0.3);
    }

    @Test
    void theRateOfTheTrackMayChange() {
        PcmSink sink = direct(16_000, 320);
        play(sink, 48_000, 1, 50, 960);
        for (int i = 0; i < 50; i++) {
            AudioFrame piece = tone(8_000, 1, i * 160L, 160);
            sink.accept(new AudioFrame(piece.samples(), 8_000, 1, piece.timestampNanos() + SECOND_NANOS));
        }
        assertThat(got.size()).isBetween(99, 100);
        short[] all = Tones.joined(got);
        assertThat(Tones.lowestLevel(all, 0, all.length, 400)).isGreaterThan(0.33);
    }

    @Test
    void aConsumerThatThrowsGetsTheNextFrame() {
        PcmSink sink = new PcmSink(PcmSinkOptions.DEFAULT, Runnable::run, frame -> {
            got.add(frame);
            throw new IllegalStateException("for the test");
        });
        play(sink, 16_000, 1, 10, 320);
        assertThat(got).hasSize(10);
        assertThat(sink.failedFrames()).isEqualTo(10);
    }

    @Test
    void anExecutorThatRefusesLosesNoMoreThanTheBound() {
        PcmSink sink = new PcmSink(
                PcmSinkOptions.DEFAULT.withWaitingAtMost(5),
                task -> {
                    throw new RejectedExecutionException("for the test");
                },
                got::add);
        play(sink, 16_000, 1, 10, 320);
        assertThat(got).isEmpty();
        assertThat(sink.droppedFrames()).isEqualTo(5);
    }

    @Test
    void anExecutorThatFailsOnceIsAskedAgain() {
        AtomicBoolean fails = new AtomicBoolean(true);
        PcmSink sink = new PcmSink(
                PcmSinkOptions.DEFAULT.withFormat(16_000, 320),
                task -> {
                    if (fails.getAndSet(false)) {
                        throw new IllegalStateException("for the test");
                    }
                    task.run();
                },
                got::add);
        play(sink, 16_000, 1, 10, 320);
        assertThat(got).hasSize(10);
    }

    @Test
    void aClosedSinkTakesNothing() {
        PcmSink sink = direct(16_000, 320);
        play(sink, 16_000, 1, 5, 320);
        sink.close();
        sink.close();
        play(sink, 16_000, 1, 5, 320);
        assertThat(got).hasSize(5);
    }

    @Test
    void framesComeInOrderOnAVirtualThread() throws InterruptedException {
        List<AudioFrame> frames = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch all = new CountDownLatch(50);
        PcmSink sink = new PcmSink(PcmSinkOptions.DEFAULT, frame -> {
            assertThat(Thread.currentThread().isVirtual()).isTrue();
            frames.add(frame);
            all.countDown();
        });
        play(sink, 48_000, 1, 50, 960);
        sink.accept(tone(48_000, 1, 48_000, 960));
        assertThat(all.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(frames).isSortedAccordingTo((a, b) -> Long.compare(a.timestampNanos(), b.timestampNanos()));
        assertThat(sink.failedFrames()).isZero();
    }

    @Test
    void wrongFormatsAreRefusedByName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PcmSinkOptions.DEFAULT.withFormat(4_000, 80))
                .withMessage("sampleRateHz must be between 8000 and 192000, not 4000");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PcmSinkOptions.DEFAULT.withFormat(16_000, 0))
                .withMessage("frameSamples must be between 1 and 16000, not 0");
        assertThatIllegalArgumentException().isThrownBy(() -> PcmSinkOptions.DEFAULT.withWaitingAtMost(0));
        assertThatIllegalArgumentException().isThrownBy(() -> PcmSinkOptions.DEFAULT.withChannels(5));
    }
}
