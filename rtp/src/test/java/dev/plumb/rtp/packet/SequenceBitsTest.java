package dev.plumb.rtp.packet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.testkit.Seeds;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class SequenceBitsTest {
    @Test
    void findsWhatASortedSetFinds() {
        Seeds.forEach(30, seed -> {
            Random random = new Random(seed);
            int capacity = 64 << random.nextInt(7);
            SequenceBits bits = new SequenceBits(capacity);
            TreeSet<Long> set = new TreeSet<>();
            long low = random.nextInt(1_000_000);
            for (int i = 0; i < 3000; i++) {
                long high = low + capacity - 1;
                long a = low + random.nextInt(capacity);
                long b = a + random.nextInt((int) (high - a) + 1);
                switch (random.nextInt(8)) {
                    case 0 -> {
                        for (long s = a; s <= b; s++) {
                            bits.set(s);
                            set.add(s);
                        }
                    }
                    case 1 -> {
                        bits.clear(a);
                        set.remove(a);
                    }
                    case 2 -> {
                        bits.clear(low, a);
                        set.headSet(a).clear();
                        low = a;
                    }
                    default -> {
                        bits.set(a);
                        set.add(a);
                    }
                }
                Long next = set.subSet(a, true, b, true).isEmpty() ? null : set.ceiling(a);
                Long previous = set.subSet(a, true, b, true).isEmpty() ? null : set.floor(b);
                assertThat(bits.get(a)).isEqualTo(set.contains(a));
                assertThat(bits.next(a, b)).isEqualTo(next == null ? SequenceBits.NONE : next);
                assertThat(bits.previous(b, a)).isEqualTo(previous == null ? SequenceBits.NONE : previous);
                long clear = a;
                while (clear <= b && set.contains(clear)) {
                    clear++;
                }
                long clearDown = b;
                while (clearDown >= a && set.contains(clearDown)) {
                    clearDown--;
                }
                assertThat(bits.nextClear(a, b)).isEqualTo(clear > b ? SequenceBits.NONE : clear);
                assertThat(bits.previousClear(b, a)).isEqualTo(clearDown < a ? SequenceBits.NONE : clearDown);
            }
        });
    }
}
