package dev.plumb.cli.bench;

import dev.plumb.cli.check.Ranges;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures the memory of connections that carry nothing. */
@Command(
        name = "idle",
        mixinStandardHelpOptions = true,
        description = "Memory that open, idle connections hold: live heap after collection plus direct memory."
                + " A connection is one side's gatherer, transports and channel; two make a pair.")
final class IdleBench implements Callable<Integer> {
    private static final int COLLECTIONS = 4;
    private static final double BYTES_A_KB = 1000;

    @Option(names = "--count", defaultValue = "200", description = "Pairs; default ${DEFAULT-VALUE}.")
    private int count;

    @Option(
            names = "--settle",
            defaultValue = "5",
            description = "Seconds that they are left alone before memory is measured; default ${DEFAULT-VALUE}.")
    private int settleSeconds;

    /** Creates the command, as picocli does. */
    IdleBench() {}

    @Override
    public Integer call() throws Exception {
        Ranges.require("--count", count, 1, 20_000);
        Ranges.require("--settle", settleSeconds, 1, 3_600);
        try (TwoAgents agents = new TwoAgents(2)) {
            List<DataPair> pairs = new ArrayList<>();
            // what is made once, classes and the loops' buffers, is not the connections'
            pairs.add(connect(agents));
            Figures.pause(1);
            long bytesBefore = liveBytes();
            for (int i = 0; i < count; i++) {
                pairs.add(connect(agents));
            }
            long cpuBefore = Figures.cpuNanos();
            Figures.pause(settleSeconds);
            double cpuSeconds = (Figures.cpuNanos() - cpuBefore) / Figures.NANOS_A_SECOND;
            double kBPerPair = (liveBytes() - bytesBefore) / BYTES_A_KB / count;
            Figures.print(Figures.of("idle")
                    .put("kBPerConnection", Figures.rounded(kBPerPair / 2))
                    .put("kBPerPair", Figures.rounded(kBPerPair))
                    .put("connections", 2 * count)
                    .put("idleCpuPercent", Figures.rounded(100 * cpuSeconds / settleSeconds)));
            return pairs.size() == count + 1 ? 0 : 1;
        }
    }

    private static DataPair connect(TwoAgents agents) throws Exception {
        return agents.connect().get(Figures.CONNECT_SECONDS, TimeUnit.SECONDS);
    }

    private static long liveBytes() {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
        }
        Runtime runtime = Runtime.getRuntime();
        long direct = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
        return runtime.totalMemory() - runtime.freeMemory() + direct;
    }
}
