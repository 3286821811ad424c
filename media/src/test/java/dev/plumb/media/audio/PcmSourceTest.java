package dev.plumb.media.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import dev.plumb.base.loop.ManualLoop;
import dev.plumb.testkit.ToneMeter;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests that written sound is played whole and at its pace, that a full source throttles, and that it can be cleared.
 */
class PcmSourceTest {
    private static final long MILLI_AS_NANOS = 1_000_000L;
    private static final int MILLI_SAMPLES = 48;
    private static final double HERTZ = 440;
    private static final double AMPLITUDE = 0.5;
    private static final double LEVEL = AMPLITUDE / Math.sqrt(2);

    private final ManualLoop loop = new ManualLoop(0, 0);
    private final List<AudioFrame> heard = new ArrayList<>();
    private final PcmSource source = new PcmSource(PcmSourceOptions.DEFAULT.withCapacity(Duration.ofSeconds(2)));
    private long nowMillis;

    private void start() {
        source.start(loop, heard::add);
    }

    private void runUntilMillis(long millis) {
        for (; nowMillis <= millis; nowMillis++) {
            loop.run(nowMillis * MILLI_AS_NANOS);
        }
    }

    private short[] played() {
        return Tones.joined(heard);
    }

    private static short[] tone(int rateHz, int millis) {
        return Tones.sine(HERTZ, AMPLITUDE, rateHz, 1, 0, rateHz * millis / 1000);
    }

    @ParameterizedTest
    @CsvSource({
        "8000,1",
        "11025,1",
        "12345,1",
        "16000,1",
        "22050,1",
        "24000,1",
        "24000,2",
        "32000,1",
        "44100,2",
        "48000,1",
        "48000,2",
        "96000,1",
        "192000,2"
    })
    void aToneOfAnyRateIsPlayedWholeWithoutAGap(int rateHz, int channels) {
        start();
        Random random = new Random(rateHz);
        int written = 0;
        while (written < rateHz) {
            int count = Math.min(rateHz - written, 1 + random.nextInt(rateHz / 10));
            short[] piece = Tones.sine(HERTZ, AMPLITUDE, rateHz, channels, written, count);
            assertThat(source.offer(piece, rateHz, channels)).isEqualTo(piece.length);
            written += count;
        }
        assertThat(source.buffered()).isCloseTo(Duration.ofSeconds(1), Duration.ofMillis(1));
        runUntilMillis(1_100);
        short[] played = played();
        int from = Tones.firstSound(played);
        int to = Tones.endOfSound(played);
        assertThat(from).isLessThan(MILLI_SAMPLES);
        assertThat(to - from).isCloseTo(48_000, within(MILLI_SAMPLES));
        assertThat(Tones.level(played, from, to)).isCloseTo(LEVEL, within(0.005));
        // eleven periods: a gap of a millisecond would show
        assertThat(Tones.lowestLevel(played, from + 240, to - 240, 1_200)).isCloseTo(LEVEL, within(0.005));
        ToneMeter meter = new ToneMeter(48_000);
        meter.add(Arrays.copyOfRange(played, from, to), 1);
        assertThat(meter.shareAt(HERTZ)).isGreaterThan(0.998);
        assertThat(source.buffered()).isZero();
    }

    @Test
    void framesComeAtTheirPaceWhetherThereIsSoundOrNot() {
        start();
        source.offer(tone(16_000, 300), 16_000, 1);
        runUntilMillis(1_000);
        assertThat(heard).hasSize(51);
        for (int i = 0; i < heard.size(); i++) {
            assertThat(heard.get(i).samplesPerChannel()).isEqualTo(960);
            assertThat(heard.get(i).timestampNanos()).isEqualTo(i * 20L * MILLI_AS_NANOS);
        }
        assertThat(heard.subList(0, 15)).allMatch(f -> f.peak() > 0.4);
        assertThat(heard.subList(16, 51)).allMatch(f -> f.peak() == 0);
    }

    @Test
    void theFormatMayChangeBetweenTwoWrites() {
        start();
        int[] rates = {24_000, 8_000, 44_100, 48_000, 16_000};
        for (int i = 0; i < rates.length; i++) {
            // 220 whole periods of 5 ms: the tone goes on without a jump
            int channels = 1 + i % 2;
            short[] piece = Tones.sine(400, AMPLITUDE, rates[i], channels, 0, rates[i] / 5);
            source.offer(piece, rates[i], channels);
        }
        runUntilMillis(1_100);
        short[] played = played();
        int from = Tones.firstSound(played);
        int to = Tones.endOfSound(played);
        assertThat(to - from).isCloseTo(48_000, within(2 * MILLI_SAMPLES));
        assertThat(Tones.lowestLevel(played, from + 240, to - 240, 480)).isGreaterThan(0.9 * LEVEL);
        assertThat(Tones.largestStep(played)).isLessThan(2_500);
    }

    @Test
    void twoChannelsStayApart() {
        List<AudioFrame> stereo = new ArrayList<>();
        PcmSource wide = new PcmSource(PcmSourceOptions.DEFAULT.withChannels(2));
        wide.start(loop, stereo::add);
        short[] left = tone(16_000, 200);
        short[] both = new short[2 * left.length];
        for (int i = 0; i < left.length; i++) {
            both[2 * i] = left[i];
        }
        wide.offer(both, 16_000, 2);
        runUntilMillis(300);
        double right = 0;
        double peak = 0;
        for (AudioFrame f : stereo) {
            peak = Math.max(peak, f.peak());
            for (int i = 1; i < f.samples().length; i += 2) {
                right = Math.max(right, Math.abs(f.samples()[i]));
            }
        }
        assertThat(peak).isCloseTo(AMPLITUDE, within(0.01));
        assertThat(right).isZero();
    }

    @Test
    void aWriterThatKeepsToThePaceIsHeardWithoutGapsInSpiteOfItsJitter() {
        start();
        Random random = new Random(5);
        int pieces = 100;
        long[] at = new long[pieces];
        for (int i = 0; i < pieces; i++) {
            at[i] = 7 + 20L * i + (i == 0 ? 0 : random.nextInt(15));
        }
        for (int i = 0; i < pieces; i++) {
            runUntilMillis(at[i]);
            source.offer(Tones.sine(HERTZ, AMPLITUDE, 22_050, 1, 441L * i, 441), 22_050, 1);
        }
        runUntilMillis(20L * pieces + 100);
        short[] played = played();
        int from = Tones.firstSound(played);
        int to = Tones.endOfSound(played);
        assertThat(to - from).isCloseTo(48_000 * pieces / 50, within(MILLI_SAMPLES));
        assertThat(Tones.lowestLevel(played, from + 240, to - 240, 1_200)).isCloseTo(LEVEL, within(0.005));
    }

    @Test
    void thatSoundEndsInTheMiddleOfAFrameDelaysNothing() {
        start();
        source.offer(tone(48_000, 53), 48_000, 1);
        runUntilMillis(200);
        short[] played = played();
        assertThat(Tones.endOfSound(played) - Tones.firstSound(played)).isCloseTo(53 * MILLI_SAMPLES, within(2));
    }

    @Test
    void samplesAsBytesAreRead() {
        start();
        short[] samples = tone(16_000, 100);
        ByteBuffer bytes = ByteBuffer.allocate(2 * samples.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asShortBuffer().put(samples);
        ShortBuffer view = bytes.asShortBuffer();
        assertThat(source.offer(view, 16_000, 1)).isEqualTo(samples.length);
        assertThat(view.hasRemaining()).isFalse();
        runUntilMillis(200);
        ToneMeter meter = new ToneMeter(48_000);
        heard.subList(0, 5).forEach(f -> meter.add(f.samples(), 1));
        assertThat(meter.shareAt(HERTZ)).isGreaterThan(0.99);
    }

    // ---- back-pressure ----------------------------------------------------------------------------------------------

    @Test
    void aFullSourceTakesOnlyWhatThereIsRoomFor() {
        short[] samples = tone(16_000, 3_000);
        assertThat(source.offer(samples, 16_000, 1)).isEqualTo(32_000);
        assertThat(source.offer(samples, 16_000, 1)).isZero();
        assertThat(source.buffered()).isEqualTo(Duration.ofSeconds(2));
        start();
        runUntilMillis(1_000);
        int room = source.offer(samples, 16_000, 1);
        assertThat(room).isCloseTo(16_000, within(400));
    }

    @Test
    void aWriteCompletesWhenThereWasRoomForAllOfIt() {
        start();
        short[] second = tone(24_000, 1_000);
        CompletableFuture<Void> fits = source.write(tone(24_000, 2_000), 24_000, 1);
        CompletableFuture<Void> waits = source.write(second, 24_000, 1);
        CompletableFuture<Void> last = source.write(tone(48_000, 500), 48_000, 1);
        assertThat(fits).isCompleted();
        assertThat(source.offer(new short[100], 48_000, 1)).isZero();
        runUntilMillis(900);
        assertThat(waits).isNotDone();
        runUntilMillis(1_060);
        assertThat(waits).isCompleted();
        assertThat(last).isNotDone();
        Arrays.fill(second, (short) 20_000);
        runUntilMillis(1_600);
        assertThat(last).isCompleted();
        runUntilMillis(4_000);
        short[] played = played();
        int from = Tones.firstSound(played);
        int to = Tones.endOfSound(played);
        assertThat(to - from).isCloseTo(3_500 * MILLI_SAMPLES, within(2 * MILLI_SAMPLES));
        assertThat(Tones.lowestLevel(played, from + 240, to - 240, 1_200)).isGreaterThan(0.95 * LEVEL);
    }

    @Test
    void writesThatNobodyWaitsForAreBounded() {
        for (int i = 0; i < 65; i++) {
            CompletableFuture<Void> _ = source.write(tone(8_000, 2_000), 8_000, 1);
        }
        assertThatIllegalStateException()
                .isThrownBy(() -> source.write(new short[80], 8_000, 1))
                .withMessageContaining("when the future of the last one is done");
    }

    @Test
    void manyChangesOfFormatTakeLittleMemory() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        int taken = 0;
        for (int i = 0; i < 50_000; i++) {
            taken += source.offer(new short[2], 8_000, 1 + i % 2);
        }
        assertThat(taken).isPositive();
        // all that was allocated, what was let go included
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(20 << 20);
    }

    @Test
    void manySmallWritesTakeLittleMemory() {
        for (int i = 0; i < 96_000; i++) {
            assertThat(source.offer(new short[1], 48_000, 1)).isEqualTo(1);
        }
        assertThat(source.offer(new short[1], 48_000, 1)).isZero();
        assertThat(source.buffered()).isCloseTo(Duration.ofSeconds(2), Duration.ofNanos(1_000));
    }

    // ---- barge-in ---------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(ints = {16_000, 22_050, 48_000})
    void clearedSoundIsSilentWithinAFrameAndEndsWithoutAClick(int rateHz) {
        start();
        source.offer(tone(rateHz, 2_000), rateHz, 1);
        CompletableFuture<Void> waiting = source.write(tone(rateHz, 1_000), rateHz, 1);
        runUntilMillis(505);
        int before = heard.size();
        source.clear();
        assertThat(source.buffered()).isZero();
        runUntilMillis(1_000);
        assertThat(waiting).isCancelled();
        assertThat(heard.get(before - 1).peak()).isCloseTo(AMPLITUDE, within(0.01));
        short[] next = heard.get(before).samples();
        // 5 ms in which it fades
        assertThat(Tones.endOfSound(next)).isBetween(1, 5 * MILLI_SAMPLES);
        assertThat(Tones.level(next, 0, next.length)).isLessThan(0.4 * LEVEL);
        assertThat(heard.subList(before + 1, heard.size())).allMatch(f -> f.peak() == 0);
        // a sine of 440 Hz makes steps of at most this
        assertThat(Tones.largestStep(Tones.joined(heard.subList(before - 1, before + 2))))
                .isLessThan(1_000);
    }

    @Test
    void whatIsWrittenAfterAClearIsAllThatIsHeard() {
        start();
        source.offer(Tones.sine(1_000, AMPLITUDE, 16_000, 1, 0, 32_000), 16_000, 1);
        runUntilMillis(500);
        int before = heard.size();
        source.clear();
        source.offer(tone(24_000, 1_000), 24_000, 1);
        runUntilMillis(1_600);
        short[] after = Tones.joined(heard.subList(before, heard.size()));
        assertThat(Tones.endOfSound(after)).isCloseTo(1_000 * MILLI_SAMPLES, within(MILLI_SAMPLES));
        ToneMeter meter = new ToneMeter(48_000);
        meter.add(Arrays.copyOfRange(after, 5 * MILLI_SAMPLES, 1_000 * MILLI_SAMPLES), 1);
        assertThat(meter.shareAt(HERTZ)).isGreaterThan(0.995);
    }

    @Test
    void clearingBeforeAnythingWasPlayedLeavesNothingToHear() {
        source.offer(tone(16_000, 500), 16_000, 1);
        CompletableFuture<Void> drained = source.drained();
        source.clear();
        assertThat(drained).isCompleted();
        start();
        runUntilMillis(1_000);
        assertThat(heard).allMatch(f -> f.peak() == 0);
    }

    // ---- empty ------------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(ints = {8_000, 22_050, 48_000})
    void tellsOncePerDrainingThatItIsEmpty(int rateHz) {
        AtomicInteger empties = new AtomicInteger();
        source.onEmpty(empties::incrementAndGet);
        start();
        runUntilMillis(500);
        assertThat(empties).hasValue(0);
        assertThat(source.drained()).isCompleted();

        source.offer(tone(rateHz, 300), rateHz, 1);
        CompletableFuture<Void> drained = source.drained();
        runUntilMillis(790);
        assertThat(drained).isNotDone();
        assertThat(empties).hasValue(0);
        runUntilMillis(845);
        assertThat(drained).isCompleted();
        assertThat(empties).hasValue(1);

        source.offer(tone(rateHz, 300), rateHz, 1);
        runUntilMillis(1_000);
        source.clear();
        runUntilMillis(1_500);
        assertThat(empties).hasValue(2);
        source.clear();
        runUntilMillis(2_000);
        assertThat(empties).hasValue(2);
    }

    @Test
    void isNotEmptyWhileWritesWait() {
        AtomicInteger empties = new AtomicInteger();
        source.onEmpty(empties::incrementAndGet);
        start();
        CompletableFuture<Void> _ = source.write(tone(16_000, 5_000), 16_000, 1);
        runUntilMillis(4_950);
        assertThat(empties).hasValue(0);
        runUntilMillis(5_100);
        assertThat(empties).hasValue(1);
    }

    @Test
    void aListenerThatThrowsEndsNothing() {
        source.onEmpty(() -> {
            throw new IllegalStateException("for the test");
        });
        start();
        source.offer(tone(16_000, 100), 16_000, 1);
        runUntilMillis(1_000);
        assertThat(heard).hasSize(51);
    }

    @Test
    void manyThreadsMayWriteWhileTheSourcePlays() throws Exception {
        start();
        int threads = 4;
        int writes = 50;
        List<Thread> writers = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            writers.add(Thread.startVirtualThread(() -> {
                short[] loud = new short[4_800];
                Arrays.fill(loud, (short) 1_000);
                for (int i = 0; i < writes; i++) {
                    source.write(loud, 48_000, 1).join();
                }
            }));
        }
        while (writers.stream().anyMatch(Thread::isAlive) || !source.drained().isDone()) {
            if (source.buffered().isZero() && source.drained().isDone()) {
                Thread.onSpinWait();
            } else {
                runUntilMillis(nowMillis + 20);
            }
        }
        long samples = 0;
        for (AudioFrame frame : heard) {
            for (short s : frame.samples()) {
                samples += s == 1_000 ? 1 : 0;
            }
        }
        assertThat(samples).isEqualTo((long) threads * writes * 4_800);
    }

    // ---- ends and mistakes ------------------------------------------------------------------------------------------

    @Test
    void aWorkerThatWasHeldUpGoesOnFromWhereItWas() {
        start();
        source.offer(tone(16_000, 1_000), 16_000, 1);
        runUntilMillis(100);
        nowMillis = 5_000;
        runUntilMillis(7_000);
        int catchingUp = (int) heard.stream()
                .filter(f -> f.timestampNanos() > 110 * MILLI_AS_NANOS && f.timestampNanos() < 5_000 * MILLI_AS_NANOS)
                .count();
        assertThat(catchingUp).isLessThanOrEqualTo(6);
        assertThat(Tones.endOfSound(played()) - Tones.firstSound(played())).isCloseTo(48_000, within(MILLI_SAMPLES));
        for (int i = 1; i < heard.size(); i++) {
            assertThat(heard.get(i).timestampNanos() - heard.get(i - 1).timestampNanos())
                    .isGreaterThanOrEqualTo(20 * MILLI_AS_NANOS);
        }
    }

    @Test
    void aTrackThatEndsEndsTheWritersToo() {
        start();
        runUntilMillis(10);
        source.offer(tone(16_000, 2_000), 16_000, 1);
        CompletableFuture<Void> waiting = source.write(tone(16_000, 2_000), 16_000, 1);
        CompletableFuture<Void> drained = source.drained();
        source.stop();
        assertThat(drained).isCompleted();
        assertThatThrownBy(waiting::join)
                .isInstanceOf(CompletionException.class)
                .hasMessageContaining("track of this source has ended");
        assertThat(source.write(new short[10], 16_000, 1)).isCompletedExceptionally();
        assertThatIllegalStateException().isThrownBy(() -> source.offer(new short[10], 16_000, 1));
        int before = heard.size();
        runUntilMillis(1_000);
        assertThat(heard).hasSize(before);
        assertThat(loop.waiting()).isZero();
        source.start(loop, heard::add);
        assertThat(source.offer(new short[10], 16_000, 1)).isEqualTo(10);
    }

    @Test
    void aClosedSourceStaysClosed() {
        start();
        runUntilMillis(100);
        source.close();
        source.close();
        source.stop();
        int before = heard.size();
        source.start(loop, heard::add);
        runUntilMillis(1_000);
        assertThat(heard).hasSize(before);
        assertThatIllegalStateException()
                .isThrownBy(() -> source.offer(new short[10], 16_000, 1))
                .withMessageContaining("create another");
    }

    @Test
    void waitingOnTheThreadThatPlaysThrows() {
        start();
        runUntilMillis(10);
        source.offer(tone(16_000, 2_000), 16_000, 1);
        CompletableFuture<Void> waiting = source.write(tone(16_000, 100), 16_000, 1);
        assertThatIllegalStateException().isThrownBy(waiting::join).withMessageContaining("thenRun");
        assertThatIllegalStateException().isThrownBy(() -> source.drained().get());
        assertThatIllegalStateException()
                .isThrownBy(() -> source.drained().thenApply(v -> 1).join());
        source.clear();
        assertThatThrownBy(waiting::join).isInstanceOf(CancellationException.class);
    }

    @Test
    void wrongFormatsAreRefusedByName() {
        short[] three = new short[3];
        assertThatIllegalArgumentException()
                .isThrownBy(() -> source.offer(three, 7_999, 1))
                .withMessage("sampleRateHz must be between 8000 and 192000, not 7999");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> source.write(three, 16_000, 3))
                .withMessage("channels must be between 1 and 2, not 3");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> source.offer(three, 16_000, 2))
                .withMessageContaining("keep what is over for the next write");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PcmSourceOptions.DEFAULT.withCapacity(Duration.ofMillis(39)))
                .withMessageContaining("capacity must be between");
        assertThatIllegalArgumentException().isThrownBy(() -> PcmSourceOptions.DEFAULT.withChannels(0));
    }
}
