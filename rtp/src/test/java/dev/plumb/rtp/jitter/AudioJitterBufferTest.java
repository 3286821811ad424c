package dev.plumb.rtp.jitter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.rtp.payload.PayloadFormat;
import dev.plumb.testkit.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

class AudioJitterBufferTest {
    private static final long MILLI_AS_NANOS = 1_000_000;
    private static final long FRAME_NANOS = 20 * MILLI_AS_NANOS;
    private static final int TICKS = 960;

    static AudioPacket packet(int index, long firstTimestamp, long arrivalNanos) {
        return new AudioPacket(
                7,
                List.of(),
                111,
                PayloadFormat.OPUS,
                48_000,
                (65_500 + index) & 0xffff,
                (firstTimestamp + (long) index * TICKS) & 0xffff_ffffL,
                false,
                new byte[] {(byte) index, (byte) (index >> 8), (byte) (index >> 16)},
                -1,
                List.of(),
                arrivalNanos,
                EncodedFrame.UNKNOWN);
    }

    private static int index(AudioPacket packet) {
        return (packet.payload()[0] & 0xff)
                | ((packet.payload()[1] & 0xff) << 8)
                | ((packet.payload()[2] & 0xff) << 16);
    }

    /** Plays a stream through a buffer and notes what the player got. */
    private static final class Run {
        private final AudioJitterBuffer buffer = new AudioJitterBuffer();
        private final List<Integer> played = new ArrayList<>();
        private int lost;
        private int emptyAfterStart;
        private long longestWaitNanos;

        /**
         * @param delayMillis of each packet on its way; negative for one that never arrives
         * @param playerNanos how far apart the player's pulls are
         */
        Run play(int packets, IntUnaryOperator delayMillis, IntPredicate silent, long playerNanos) {
            PriorityQueue<AudioPacket> network =
                    new PriorityQueue<>((x, y) -> Long.compare(x.arrivalNanos(), y.arrivalNanos()));
            int sequenceGap = 0;
            for (int i = 0; i < packets; i++) {
                if (silent.test(i)) {
                    sequenceGap++;
                    continue;
                }
                int delay = delayMillis.applyAsInt(i);
                if (delay >= 0) {
                    AudioPacket p = packet(i, 0xffff_0000L, i * FRAME_NANOS + delay * MILLI_AS_NANOS);
                    network.add(new AudioPacket(
                            p.ssrc(),
                            p.csrcs(),
                            p.payloadType(),
                            p.format(),
                            p.clockRateHz(),
                            (p.sequence() - sequenceGap) & 0xffff,
                            p.rtpTimestamp(),
                            false,
                            p.payload(),
                            -1,
                            List.of(),
                            p.arrivalNanos(),
                            p.captureWallNanos()));
                }
            }
            long end = packets * FRAME_NANOS + 1000 * MILLI_AS_NANOS;
            for (long now = 3 * MILLI_AS_NANOS; now < end; now += playerNanos) {
                while (!network.isEmpty() && network.peek().arrivalNanos() <= now) {
                    buffer.insert(network.poll());
                }
                pull(now);
            }
            return this;
        }

        private void pull(long now) {
            switch (buffer.pull(now)) {
                case AudioPull.Payload(AudioPacket p) -> {
                    played.add(index(p));
                    longestWaitNanos = Math.max(longestWaitNanos, now - p.arrivalNanos());
                }
                case AudioPull.Lost l -> lost++;
                case AudioPull.Empty e -> {
                    emptyAfterStart += played.isEmpty() ? 0 : 1;
                }
            }
        }
    }

    @Test
    void steadyStreamPlaysWithoutConcealment() {
        Run run = new Run().play(500, i -> 10, i -> false, FRAME_NANOS);
        assertThat(run.played).hasSize(500).isSorted();
        assertThat(run.longestWaitNanos).isLessThan(60 * MILLI_AS_NANOS);
        assertThat(run.buffer.stats().concealed()).isLessThanOrEqualTo(6);
    }

    @Test
    void reorderingIsUndone() {
        Run run = new Run().play(500, i -> i % 10 == 3 ? 45 : 10, i -> false, FRAME_NANOS);
        assertThat(run.played).isSorted();
        assertThat(run.played.size()).isGreaterThan(490);
        assertThat(run.buffer.targetDelayNanos()).isBetween(40 * MILLI_AS_NANOS, 80 * MILLI_AS_NANOS);
    }

    @Test
    void lossIsConcealedInPlace() {
        Run run = new Run().play(1000, i -> i % 20 == 7 ? -1 : 10, i -> false, FRAME_NANOS);
        assertThat(run.played).hasSize(950).isSorted();
        assertThat(run.lost).isBetween(50, 60);
    }

    @Test
    void delayFollowsTheJitterUpAndDown() {
        Seeds.forEach(5, seed -> {
            Random random = new Random(seed);
            Run run = new Run()
                    .play(
                            3000,
                            i -> i < 1000 || i > 1500 ? 10 + random.nextInt(5) : 10 + random.nextInt(120),
                            i -> false,
                            FRAME_NANOS);
            assertThat(run.played).isSorted();
            assertThat(run.played.size()).isGreaterThan(2900);
            assertThat(run.longestWaitNanos).isBetween(80 * MILLI_AS_NANOS, 320 * MILLI_AS_NANOS);
            assertThat(run.buffer.targetDelayNanos()).isLessThan(40 * MILLI_AS_NANOS);
            assertThat(run.buffer.stats().dropped()).isPositive();
        });
    }

    @Test
    void silenceIsNoLoss() {
        Run run = new Run().play(1000, i -> 10, i -> i % 100 >= 50 && i % 20 != 0, FRAME_NANOS);
        assertThat(run.played).isSorted();
        assertThat(run.played.size()).isGreaterThanOrEqualTo(495);
        assertThat(run.lost).isLessThanOrEqualTo(150);
        assertThat(run.emptyAfterStart).isGreaterThan(300);
        assertThat(run.longestWaitNanos).isLessThan(100 * MILLI_AS_NANOS);
    }

    @Test
    void clocksThatRunApartCostAPacketNowAndThen() {
        for (long playerNanos : new long[] {FRAME_NANOS - 20_000, FRAME_NANOS + 20_000}) {
            Run run = new Run().play(20_000, i -> 10 + i % 3, i -> false, playerNanos);
            assertThat(run.played).isSorted();
            assertThat(run.played.size()).isGreaterThan(19_900);
            assertThat(run.longestWaitNanos).isLessThan(150 * MILLI_AS_NANOS);
        }
    }

    @Test
    void anOutageEndsAndDelayComesBack() {
        Run run = new Run().play(1500, i -> i >= 400 && i < 450 ? 1000 - (i - 400) * 20 : 10, i -> false, FRAME_NANOS);
        assertThat(run.played).isSorted();
        assertThat(run.played.size()).isGreaterThan(1400);
        assertThat(run.buffer.stats().received()).isEqualTo(1500);
    }

    @Test
    void anotherSourceBeginsAnew() {
        AudioJitterBuffer buffer = new AudioJitterBuffer();
        for (int i = 0; i < 10; i++) {
            buffer.insert(packet(i, 0, i * FRAME_NANOS));
        }
        assertThat(buffer.pull(10 * FRAME_NANOS)).isInstanceOf(AudioPull.Payload.class);
        buffer.insert(packet(20_000, 5, 11 * FRAME_NANOS));
        assertThat(buffer.pull(15 * FRAME_NANOS))
                .isInstanceOfSatisfying(
                        AudioPull.Payload.class,
                        p -> assertThat(index(p.packet())).isEqualTo(20_000));
    }

    @Test
    void hostileStreamStaysBounded() {
        Random random = new Random(3);
        AudioJitterBuffer buffer = new AudioJitterBuffer();
        for (int i = 0; i < 50_000; i++) {
            AudioPacket p = packet(random.nextInt(2500), random.nextLong(1L << 32), i * MILLI_AS_NANOS);
            buffer.insert(p);
            if (i % 100 == 0) {
                buffer.pull(i * MILLI_AS_NANOS);
            }
        }
        assertThat(buffer.stats().overflowed()).isPositive();
    }

    @Test
    void nothingPlaysBeforeTheFirstPacketAndLongAfterTheLast() {
        Run run = new Run().play(10, i -> 10, i -> false, FRAME_NANOS);
        assertThat(run.buffer.pull(10_000 * MILLI_AS_NANOS)).isInstanceOf(AudioPull.Empty.class);
        assertThat(new AudioJitterBuffer().pull(5)).isInstanceOf(AudioPull.Empty.class);
        assertThat(run.lost).isBetween(1, 6);
    }

    @Test
    void goesOnThroughAChangeOfTheClockRate() {
        AudioJitterBuffer buffer = new AudioJitterBuffer();
        List<Integer> played = new ArrayList<>();
        int lost = 0;
        for (int i = 0; i < 300; i++) {
            boolean narrow = i / 100 == 1;
            int ticks = narrow ? 160 : 960;
            buffer.insert(new AudioPacket(
                    7,
                    List.of(),
                    narrow ? 0 : 111,
                    narrow ? PayloadFormat.PCM : PayloadFormat.OPUS,
                    narrow ? 8_000 : 48_000,
                    i,
                    i * (long) ticks + 77,
                    false,
                    new byte[] {1},
                    -1,
                    List.of(),
                    i * FRAME_NANOS,
                    EncodedFrame.UNKNOWN));
            AudioPull pull = buffer.pull(i * FRAME_NANOS + MILLI_AS_NANOS);
            if (pull instanceof AudioPull.Payload p) {
                played.add(p.packet().sequence());
            } else if (!played.isEmpty()) {
                lost++;
            }
        }
        assertThat(lost).isZero();
        assertThat(played).isSorted().hasSizeGreaterThan(290);
        assertThat(played.getLast() - played.getFirst()).isEqualTo(played.size() - 1);
    }

    @Test
    void theLastMissingPacketComesWithTheOneThatMayCarryACopy() {
        AudioJitterBuffer buffer = new AudioJitterBuffer();
        buffer.insert(packet(0, 0, 0));
        buffer.insert(packet(1, 0, 0));
        buffer.insert(packet(4, 0, 0));
        buffer.insert(packet(5, 0, 0));
        List<AudioPull> pulled = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            pulled.add(buffer.pull(500 * MILLI_AS_NANOS + i * FRAME_NANOS));
        }
        assertThat(pulled.get(2)).isEqualTo(new AudioPull.Lost(FRAME_NANOS, null));
        assertThat(pulled.get(3))
                .isInstanceOfSatisfying(
                        AudioPull.Lost.class,
                        lost -> assertThat(lost.following())
                                .isNotNull()
                                .satisfies(p -> assertThat(index(p)).isEqualTo(4)));
        assertThat(pulled.get(4))
                .isInstanceOfSatisfying(
                        AudioPull.Payload.class,
                        p -> assertThat(index(p.packet())).isEqualTo(4));
    }

    /** Returns the packets left out in ten seconds, and asserts that no more than two of them are neighbours. */
    private static long leftOut(AudioJitterBuffer buffer, int from) {
        long before = buffer.stats().dropped();
        long last = 0;
        for (int i = from; i < from + 500; i++) {
            buffer.insert(packet(i, 5, i * FRAME_NANOS));
            buffer.pull(i * FRAME_NANOS + MILLI_AS_NANOS);
            assertThat(buffer.stats().dropped() - before - last).isLessThanOrEqualTo(2);
            last = buffer.stats().dropped() - before;
        }
        return last;
    }

    @Test
    void lessDelayIsReachedLittleByLittle() {
        AudioJitterBuffer buffer = new AudioJitterBuffer();
        buffer.wantedDelayNanos(2_000 * MILLI_AS_NANOS);
        for (int i = 0; i < 500; i++) {
            buffer.insert(packet(i, 5, i * FRAME_NANOS));
            buffer.pull(i * FRAME_NANOS + MILLI_AS_NANOS);
        }
        buffer.wantedDelayNanos(0);
        assertThat(leftOut(buffer, 500)).isGreaterThan(50);
    }

    @Test
    void aColdStartLeavesNoDelayBehind() {
        Seeds.forEach(10, seed -> {
            long warm = waitAfterFiveSeconds(seed, false);
            assertThat(waitAfterFiveSeconds(seed, true))
                    .isBetween(warm - 10 * MILLI_AS_NANOS, warm + 10 * MILLI_AS_NANOS);
            assertThat(warm).isLessThan(40 * MILLI_AS_NANOS);
        });
    }

    /**
     * Returns the mean delay, from sending to playing, of the packets played from the fifth second on. A cold start
     * delays the packets of the first second by up to 0.4 s.
     */
    private static long waitAfterFiveSeconds(long seed, boolean cold) {
        Random random = new Random(seed);
        AudioJitterBuffer buffer = new AudioJitterBuffer();
        PriorityQueue<AudioPacket> network =
                new PriorityQueue<>((x, y) -> Long.compare(x.arrivalNanos(), y.arrivalNanos()));
        for (int i = 0; i < 400; i++) {
            long late = cold && i < 50 ? (50 - i) * 8L : 0;
            network.add(packet(i, 5, i * FRAME_NANOS + (10 + late + random.nextInt(4)) * MILLI_AS_NANOS));
        }
        long wait = 0;
        int count = 0;
        long now = 3 * MILLI_AS_NANOS;
        while (now < 7_500 * MILLI_AS_NANOS) {
            while (!network.isEmpty() && network.peek().arrivalNanos() <= now) {
                buffer.insert(network.poll());
            }
            AudioPull pull = buffer.pull(now);
            long lasts = pull instanceof AudioPull.Empty ? FRAME_NANOS / 2 : FRAME_NANOS;
            if (pull instanceof AudioPull.Payload(AudioPacket p)) {
                if (now > 5_000 * MILLI_AS_NANOS) {
                    wait += now - index(p) * FRAME_NANOS;
                    count++;
                }
                long less = buffer.shorteningNanos(now);
                if (less > 0) {
                    buffer.shortened(less, now);
                    lasts -= less;
                }
            }
            now += lasts;
        }
        return wait / count;
    }
}
