package dev.plumb.testkit;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Finds costs that grow faster than what a peer sends: work is done for n and for 2n items, and the processor's time is compared. Not the
 * time of day: a busy machine does not change the result, and what disturbs one run is left out by taking the least of many.
 */
public final class Growth {
    /** How many times as much twice the items may cost: n log n with room for noise. */
    public static final double AT_MOST = 2.5;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int RUNS = 9;
    private static final int ROUNDS = 6;
    private static final long LEAST_NANOS = 2_000_000L;

    private Growth() {}

    /**
     * Fails where 2n items cost more than {@link #AT_MOST} times what n items cost.
     *
     * @param what names the work in the failure
     * @param n how many items
     * @param prepare makes the work for so many items, which is not measured; what it returns is run once
     */
    public static void check(String what, int n, IntFunction<Runnable> prepare) {
        check(what, n, RUNS, prepare);
    }

    /**
     * Fails as {@link #check(String, int, IntFunction)} does, for work that is dear to prepare.
     *
     * @param runs how many runs the least is taken of; fewer take less time and may need more rounds
     */
    public static void check(String what, int n, int runs, IntFunction<Runnable> prepare) {
        List<Double> seen = new ArrayList<>();
        int repeats = repeats(n, runs, prepare);
        for (int round = 0; round < ROUNDS; round++) {
            long one = least(n, runs, repeats, prepare);
            long two = least(2 * n, runs, repeats, prepare);
            double ratio = (double) two / Math.max(1, one);
            if (ratio <= AT_MOST) {
                return;
            }
            seen.add(ratio);
        }
        throw new AssertionError(
                what + ": " + 2 * n + " items cost " + seen + " times what " + n + " cost, more than " + AT_MOST);
    }

    /** So many runs that the clock's grain does not matter; they warm up as well. */
    private static int repeats(int n, int runs, IntFunction<Runnable> prepare) {
        int repeats = 1;
        while (repeats < 1024 && least(n, runs, repeats, prepare) < LEAST_NANOS) {
            repeats *= 2;
        }
        return repeats;
    }

    private static long least(int n, int runs, int repeats, IntFunction<Runnable> prepare) {
        long least = Long.MAX_VALUE;
        for (int run = 0; run < runs; run++) {
            List<Runnable> work = new ArrayList<>(repeats);
            for (int i = 0; i < repeats; i++) {
                work.add(prepare.apply(n));
            }
            long before = THREADS.getCurrentThreadCpuTime();
            work.forEach(Runnable::run);
            least = Math.min(least, THREADS.getCurrentThreadCpuTime() - before);
        }
        return least;
    }
}
