package dev.plumb.testkit;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * A check that the cost of work does not grow faster than its input. It does the work for a number of items and for
 * {@value #TIMES} times as many and compares the processor time. Processor time is used because a busy machine hardly
 * changes it, and the least of many runs because a disturbance can only add to it.
 */
public final class Growth {
    /** The ratio of the second measurement's number of items to the first's. */
    public static final int TIMES = 4;

    /**
     * The most times as long that work on {@value #TIMES} times as many items may take. Where cost grows with n log n
     * it is about 4.6, where it grows with the square it is 16; the room between is for the noise of the machine.
     */
    public static final double AT_MOST = 6.25;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int RUNS = 9;
    private static final int ROUNDS = 6;
    private static final long LEAST_NANOS = 2_000_000L;

    private Growth() {}

    /**
     * Fails if 2n items cost more than {@link #AT_MOST} times the cost of n/2 items.
     *
     * @param what the name of the work in the failure
     * @param n the middle of the two numbers of items
     * @param prepare makes the work for a number of items; only running its result once is measured
     */
    public static void check(String what, int n, IntFunction<Runnable> prepare) {
        check(what, n, RUNS, prepare);
    }

    /**
     * Fails as {@link #check(String, int, IntFunction)} does. Meant for work that is expensive to prepare.
     *
     * @param runs the number of runs of which the least counts; fewer take less time and may need more rounds
     */
    public static void check(String what, int n, int runs, IntFunction<Runnable> prepare) {
        List<Double> seen = new ArrayList<>();
        int repeats = repeats(n, runs, prepare);
        for (int round = 0; round < ROUNDS; round++) {
            long few = least(n / 2, runs, repeats, prepare);
            long many = least(n / 2 * TIMES, runs, repeats, prepare);
            double ratio = (double) many / Math.max(1, few);
            if (ratio <= AT_MOST) {
                return;
            }
            seen.add(ratio);
        }
        throw new AssertionError(what + ": " + n / 2 * TIMES + " items cost " + seen + " times what " + n / 2
                + " cost, more than " + AT_MOST);
    }

    /**
     * Returns the number of repetitions at which the clock's resolution does not matter. Finding it also warms up the
     * code.
     */
    private static int repeats(int n, int runs, IntFunction<Runnable> prepare) {
        int repeats = 1;
        while (repeats < 1024 && least(n / 2, runs, repeats, prepare) < LEAST_NANOS) {
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
