package dev.plumb.js;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Connections that a script has opened and closed leave nothing behind. */
class ScriptHeapTest {
    private static final String PAIR = """
            async function pair() {
              const a = new RTCPeerConnection(), b = new RTCPeerConnection();
              const channel = a.createDataChannel('x');
              const open = new Promise(r => channel.onopen = r);
              await join(a, b);
              await open;
              a.close();
              b.close();
            }
            """;

    @Test
    void aHundredMorePairsLeaveNothing() throws Exception {
        compare(50, 150);
    }

    @Test
    @Tag("long")
    void aThousandPairsLeaveNoMoreThanAHundred() throws Exception {
        compare(100, 1_000);
    }

    private static void compare(int few, int many) throws Exception {
        try (PlumbScript script = PlumbScript.create()) {
            pairs(script, few);
            long afterFew = liveBytes();
            pairs(script, many - few);
            long afterMany = liveBytes();
            System.out.printf(
                    "live heap after %d pairs %d kB, after %d %d kB%n", few, afterFew >> 10, many, afterMany >> 10);
            assertThat(script.agent().openObjects()).isZero();
            assertThat((double) afterMany / afterFew).isLessThan(1.05);
        }
    }

    private static void pairs(PlumbScript script, int count) throws Exception {
        for (int done = 0; done < count; done += 50) {
            Scripts.run(
                    script,
                    PAIR + "for (let i = 0; i < " + Math.min(50, count - done) + "; i++) await pair(); return 'done';");
        }
        // what closing has left to be done on the loop
        script.eval("idle", "0").join();
    }

    private static long liveBytes() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            System.gc();
            least = Math.min(
                    least,
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return least;
    }
}
