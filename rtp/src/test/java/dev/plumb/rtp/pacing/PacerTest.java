package dev.plumb.rtp.pacing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.testkit.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PacerTest {
    private static final long MILLI_AS_NANOS = 1_000_000;

    @Test
    void spreadsABurstOverTime() {
        Pacer<Integer> pacer = new Pacer<>(1_000_000, 5000 * MILLI_AS_NANOS, 1_000_000);
        long now = 1000 * MILLI_AS_NANOS;
        for (int i = 0; i < 100; i++) {
            assertThat(pacer.enqueue(i, 1250, Pacer.Urgency.VIDEO, now)).isTrue();
        }
        List<Integer> sent = new ArrayList<>();
        while (pacer.waiting() > 0) {
            for (Integer i = pacer.poll(now); i != null; i = pacer.poll(now)) {
                sent.add(i);
            }
            now = Math.max(now + MILLI_AS_NANOS / 10, pacer.waiting() == 0 ? now : pacer.deadlineNanos());
        }
        assertThat(sent).hasSize(100).isSorted();
        assertThat(now).isBetween(1980 * MILLI_AS_NANOS, 2010 * MILLI_AS_NANOS);
        assertThat(pacer.waitingBytes()).isZero();
    }

    @Test
    void audioNeverWaitsAndRepairsGoLast() {
        Pacer<String> pacer = new Pacer<>(100_000, 1000 * MILLI_AS_NANOS, 10_000);
        long now = 1000 * MILLI_AS_NANOS;
        pacer.enqueue("v1", 1200, Pacer.Urgency.VIDEO, now);
        assertThat(pacer.poll(now)).isEqualTo("v1");
        pacer.enqueue("r", 1200, Pacer.Urgency.RETRANSMISSION, now);
        pacer.enqueue("v2", 1200, Pacer.Urgency.VIDEO, now);
        pacer.enqueue("a", 100, Pacer.Urgency.AUDIO, now);
        assertThat(pacer.poll(now)).isEqualTo("a");
        assertThat(pacer.poll(now)).isNull();
        assertThat(pacer.poll(pacer.deadlineNanos())).isEqualTo("v2");
        assertThat(pacer.drain()).isEqualTo("r");
        assertThat(pacer.drain()).isNull();
    }

    @Test
    void takesSoManyBytesOnlyButAlwaysAudio() {
        Pacer<Integer> pacer = new Pacer<>(100_000, 1000 * MILLI_AS_NANOS, 3000);
        for (int i = 0; i < 5; i++) {
            assertThat(pacer.enqueue(i, 1000, Pacer.Urgency.VIDEO, 0)).isEqualTo(i < 3);
        }
        assertThat(pacer.enqueue(9, 1000, Pacer.Urgency.AUDIO, 0)).isTrue();
        assertThat(pacer.poll(0)).isEqualTo(9);
    }

    @Test
    void nothingWaitsLongerThanTheBound() {
        Seeds.forEach(20, seed -> {
            Random random = new Random(seed);
            long bound = 300 * MILLI_AS_NANOS;
            Pacer<Long> pacer = new Pacer<>(200_000, bound, 50_000_000);
            long now = 1000 * MILLI_AS_NANOS;
            int left = 0;
            for (int i = 0; i < 300; i++) {
                int burst = random.nextInt(10) == 0 ? random.nextInt(300) : random.nextInt(4);
                for (int j = 0; j < burst; j++) {
                    Pacer.Urgency[] kinds = Pacer.Urgency.values();
                    pacer.enqueue(now, 200 + random.nextInt(1000), kinds[random.nextInt(kinds.length)], now);
                }
                long until = now + random.nextInt(40) * MILLI_AS_NANOS;
                while (pacer.deadlineNanos() <= until) {
                    now = Math.max(now, pacer.deadlineNanos());
                    for (Long since = pacer.poll(now); since != null; since = pacer.poll(now)) {
                        assertThat(now - since).isLessThanOrEqualTo(bound + MILLI_AS_NANOS);
                        left++;
                    }
                }
                now = until;
            }
            assertThat(left).isPositive();
        });
    }
}
