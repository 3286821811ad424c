package dev.plumb.rtp.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.base.bytes.Packet;
import dev.plumb.rtp.rtcp.TransportFeedback;
import dev.plumb.testkit.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ArrivalRecorderTest {
    private static final long MILLI_AS_NANOS = 1_000_000;

    private static List<TransportFeedback> drain(ArrivalRecorder r) {
        List<TransportFeedback> all = new ArrayList<>();
        for (TransportFeedback f = r.poll(1, 2); f != null; f = r.poll(1, 2)) {
            all.add(f);
        }
        return all;
    }

    /** Puts arrival times by 16-bit number out of feedback. */
    private static void read(TransportFeedback f, Map<Integer, Long> arrivals) {
        long units = f.referenceTime() * (TransportFeedback.REFERENCE_NANOS / TransportFeedback.DELTA_NANOS);
        for (int i = 0; i < f.statusCount(); i++) {
            if (f.deltas()[i] != TransportFeedback.LOST) {
                units += f.deltas()[i];
                arrivals.put(f.baseSequence() + i & 0xffff, units * TransportFeedback.DELTA_NANOS);
            }
        }
    }

    @Test
    void reportsLossAndTimesOverTheWrap() {
        Seeds.forEach(5, seed -> {
            Random random = new Random(seed);
            ArrivalRecorder recorder = new ArrivalRecorder();
            Map<Integer, Long> truth = new TreeMap<>();
            Map<Integer, Long> told = new TreeMap<>();
            long now = 5_000 * MILLI_AS_NANOS;
            int feedbacks = 0;
            for (int i = 0; i < 2000; i++) {
                now += random.nextInt(4) * MILLI_AS_NANOS;
                int sequence = 64_500 + i & 0xffff;
                if (random.nextInt(10) > 0) {
                    recorder.arrived(sequence, now);
                    truth.put(sequence, now);
                }
                if (recorder.dueNanos() <= now) {
                    for (TransportFeedback f : drain(recorder)) {
                        assertThat(f.feedbackCount()).isEqualTo(feedbacks++ & 0xff);
                        Packet out = Packet.copyOf();
                        f.write(out);
                        assertThat(out.length()).isLessThan(1100);
                        read(f, told);
                    }
                    assertThat(recorder.dueNanos()).isEqualTo(Long.MAX_VALUE);
                }
            }
            drain(recorder).forEach(f -> read(f, told));
            assertThat(told.keySet()).isEqualTo(truth.keySet());
            told.forEach((s, t) -> assertThat(Math.abs(t - truth.get(s))).isLessThan(TransportFeedback.DELTA_NANOS));
        });
    }

    @Test
    void lossBetweenFeedbacksIsReported() {
        ArrivalRecorder r = new ArrivalRecorder();
        r.arrived(10, 100 * MILLI_AS_NANOS);
        assertThat(drain(r)).hasSize(1);
        r.arrived(13, 120 * MILLI_AS_NANOS);
        assertThat(drain(r)).singleElement().satisfies(f -> {
            assertThat(f.baseSequence()).isEqualTo(11);
            assertThat(f.statusCount()).isEqualTo(3);
            assertThat(f.receivedCount()).isEqualTo(1);
        });
    }

    @Test
    void latePacketIsReportedAgain() {
        ArrivalRecorder r = new ArrivalRecorder();
        r.arrived(10, 100 * MILLI_AS_NANOS);
        r.arrived(12, 101 * MILLI_AS_NANOS);
        drain(r);
        r.arrived(11, 105 * MILLI_AS_NANOS);
        Map<Integer, Long> told = new TreeMap<>();
        drain(r).forEach(f -> read(f, told));
        assertThat(told).containsOnlyKeys(11, 12);
        r.arrived(11, 106 * MILLI_AS_NANOS);
        assertThat(drain(r)).isEmpty();
    }

    @Test
    void longPausesAndJumpsStayBounded() {
        ArrivalRecorder r = new ArrivalRecorder();
        r.arrived(1, 100 * MILLI_AS_NANOS);
        r.arrived(2, 60_000 * MILLI_AS_NANOS);
        r.arrived(30_000, 60_001 * MILLI_AS_NANOS);
        List<TransportFeedback> all = drain(r);
        assertThat(all.size()).isLessThan(30);
        assertThat(all)
                .allSatisfy(f -> assertThat(f.statusCount()).isLessThanOrEqualTo(ArrivalRecorder.STATUSES_AT_MOST));
        assertThat(all.getLast().receivedCount()).isEqualTo(1);
    }
}
