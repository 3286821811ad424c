package dev.plumb.cli.bench;

import dev.plumb.cli.check.Ranges;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures the time until a new channel is open at both ends. */
@Command(
        name = "setup",
        mixinStandardHelpOptions = true,
        description = "Time from making both sides' transports until a channel is open at both ends, between two agents"
                + " in this process; candidates are trickled by method calls, certificates made once.")
final class SetupBench implements Callable<Integer> {
    private static final int PATIENCE_SECONDS = 300;

    @Option(names = "--count", defaultValue = "400", description = "Pairs measured; default ${DEFAULT-VALUE}.")
    private int count;

    @Option(names = "--parallel", defaultValue = "1", description = "Pairs at a time; default ${DEFAULT-VALUE}.")
    private int parallel;

    @Option(names = "--warm-up", defaultValue = "2000", description = "Pairs before that; default ${DEFAULT-VALUE}.")
    private int warmUp;

    @Option(
            names = "--loops",
            defaultValue = "2",
            description = "1: both agents on one loop; 2: a loop, and so a thread, for each. Default ${DEFAULT-VALUE}.")
    private int loops;

    /** Creates the command, as picocli does. */
    SetupBench() {}

    @Override
    public Integer call() throws Exception {
        Ranges.require("--count", count, 1, 1_000_000);
        Ranges.require("--parallel", parallel, 1, 1_000);
        Ranges.require("--warm-up", warmUp, 0, 1_000_000);
        Ranges.require("--loops", loops, 1, 2);
        try (TwoAgents agents = new TwoAgents(loops)) {
            run(agents, warmUp);
            long cpuBefore = Figures.cpuNanos();
            long before = System.nanoTime();
            long[] nanos = run(agents, count);
            double seconds = (System.nanoTime() - before) / Figures.NANOS_A_SECOND;
            double cpuMillis = (Figures.cpuNanos() - cpuBefore) / Figures.NANOS_A_MILLI;
            Figures.print(Figures.of("setup")
                    .put("p50Millis", Figures.rounded(Figures.percentile(nanos, 50) / Figures.NANOS_A_MILLI))
                    .put("p99Millis", Figures.rounded(Figures.percentile(nanos, 99) / Figures.NANOS_A_MILLI))
                    .put("pairsPerSecond", Figures.rounded(count / seconds))
                    .put("cpuMillisPerPair", Figures.rounded(cpuMillis / count))
                    .put("count", count)
                    .put("parallel", parallel)
                    .put("loops", loops));
            return 0;
        }
    }

    private long[] run(TwoAgents agents, int pairs) throws Exception {
        Runner runner = new Runner(agents, pairs);
        for (int i = 0; i < Math.min(parallel, pairs); i++) {
            runner.next();
        }
        return runner.done.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** Begins another pair whenever one is open and closed again. */
    private static final class Runner {
        private final TwoAgents agents;
        private final int pairs;
        private final AtomicInteger begun = new AtomicInteger();
        private final AtomicInteger ended = new AtomicInteger();
        private final ConcurrentLinkedQueue<Long> nanos = new ConcurrentLinkedQueue<>();
        final CompletableFuture<long[]> done = new CompletableFuture<>();

        Runner(TwoAgents agents, int pairs) {
            this.agents = agents;
            this.pairs = pairs;
        }

        void next() {
            if (begun.getAndIncrement() >= pairs) {
                return;
            }
            long before = System.nanoTime();
            CompletableFuture<Void> _ = agents.connect()
                    .orTimeout(Figures.CONNECT_SECONDS, TimeUnit.SECONDS)
                    .thenCompose(pair -> {
                        nanos.add(System.nanoTime() - before);
                        return pair.close();
                    })
                    .whenComplete((closed, failure) -> {
                        if (failure != null) {
                            done.completeExceptionally(failure);
                        } else if (ended.incrementAndGet() == pairs) {
                            done.complete(nanos.stream().mapToLong(n -> n).toArray());
                        } else {
                            next();
                        }
                    });
        }
    }
}
