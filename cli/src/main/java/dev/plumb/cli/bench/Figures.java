package dev.plumb.cli.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The measures of the benchmarks, and their output. */
final class Figures {
    static final double NANOS_A_SECOND = 1e9;
    static final double NANOS_A_MILLI = 1e6;
    static final double NANOS_A_MICRO = 1e3;
    /** The time limit for a pair to connect, in seconds. */
    static final int CONNECT_SECONDS = 20;

    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private Figures() {}

    /** Returns the object that is the last line of output. */
    static ObjectNode of(String bench) {
        return new ObjectMapper().createObjectNode().put("bench", bench);
    }

    static void print(ObjectNode figures) {
        System.out.println(figures);
    }

    /** Returns the CPU time of this process, user and system, all threads. */
    static long cpuNanos() {
        return SYSTEM.getProcessCpuTime();
    }

    static double rounded(double value) {
        return Math.round(value * 100) / 100.0;
    }

    /** Returns the value that a percentage of the values do not exceed. */
    static long percentile(long[] values, int percent) {
        long[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[(int) Math.min(sorted.length - 1L, (long) sorted.length * percent / 100)];
    }

    static void pause(int seconds) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
