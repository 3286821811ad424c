package dev.plumb.rtp.pacing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PacerTest {
    private static final long MILLI_AS_NANOS = 1_000_000;

    @Test
    void spreadsABurstOverTime() {
        Pacer<Integer> pacer = new Pacer<>(1_000_000, 1000);
        for (int i = 0; i < 100; i++) {
            assertThat(pacer.enqueue(i, 1250, Pacer.Urgency.VIDEO)).isTrue();
        }
        List<Integer> sent = new ArrayList<>();
        long now = 1000 * MILLI_AS_NANOS;
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
    void audioNeverWaitsAndRepairsGoFirst() {
        Pacer<String> pacer = new Pacer<>(100_000, 10);
        pacer.enqueue("v1", 1200, Pacer.Urgency.VIDEO);
        assertThat(pacer.poll(1000 * MILLI_AS_NANOS)).isEqualTo("v1");
        pacer.enqueue("v2", 1200, Pacer.Urgency.VIDEO);
        pacer.enqueue("r", 1200, Pacer.Urgency.RETRANSMISSION);
        pacer.enqueue("a", 100, Pacer.Urgency.AUDIO);
        assertThat(pacer.poll(1000 * MILLI_AS_NANOS)).isEqualTo("a");
        assertThat(pacer.poll(1000 * MILLI_AS_NANOS)).isNull();
        assertThat(pacer.poll(pacer.deadlineNanos())).isEqualTo("r");
        assertThat(pacer.drain()).isEqualTo("v2");
        assertThat(pacer.drain()).isNull();
    }

    @Test
    void takesSoManyOnly() {
        Pacer<Integer> pacer = new Pacer<>(100_000, 3);
        for (int i = 0; i < 5; i++) {
            assertThat(pacer.enqueue(i, 1, Pacer.Urgency.VIDEO)).isEqualTo(i < 3);
        }
    }
}
