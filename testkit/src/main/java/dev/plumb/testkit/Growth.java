package dev.plumb.testkit;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.function.IntFunction;

/**
 * Measures how the cost of work grows when what a peer sends doubles. Cost is processor time of the calling thread, so that other
 * work on the machine does not count; the least of several runs is taken, so that compilation and garbage do not count either.
 */
public final class Growth {
    /** The highest growth upon doubling that n log n explains, with room for noise. */
    public static final double AT_MOST = 2.5;

    private static final int RUNS = 3;
    private static final int ROUNDS = 8;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private Growth() {}

    /**
     * Returns by which factor the cost grows from {@code n} to {@code 2 n}; about 2 for linear work, 4 for quadratic. Measures again
     * until the factor is at most {@link #AT_MOST}, a few times.
     *
     * @param n the smaller size; large enough for a millisecond of work
     * @param prepare makes the work of a size, which is run once and may be of any outcome
     */
    public static double ofDoubling(int n, IntFunction<Runnable> prepare) {
        double least = Double.MAX_VALUE;
        for (int round = 0; round < ROUNDS && least > AT_MOST; round++) {
            long once = Long.MAX_VALUE;
            long twice = Long.MAX_VALUE;
            for (int run = 0; run < RUNS; run++) {
                once = Math.min(once, cpuNanos(prepare.apply(n)));
                twice = Math.min(twice, cpuNanos(prepare.apply(2 * n)));
            }
            least = Math.min(least, (double) twice / Math.max(1, once));
        }
        return least;
    }

    private static long cpuNanos(Runnable work) {
        long before = THREADS.getCurrentThreadCpuTime();
        work.run();
        return THREADS.getCurrentThreadCpuTime() - before;
    }
}
