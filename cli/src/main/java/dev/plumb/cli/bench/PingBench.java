package dev.plumb.cli.bench;

import dev.plumb.cli.check.Ranges;
import dev.plumb.objects.RTCDataChannel;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures the time of a small message and its echo, one at a time. */
@Command(
        name = "ping",
        mixinStandardHelpOptions = true,
        description = "Round trips of a 64-byte message over a data channel between two agents in this process.")
final class PingBench implements Callable<Integer> {
    private static final int MESSAGE_BYTES = 64;
    private static final int PATIENCE_SECONDS = 120;

    @Option(names = "--count", defaultValue = "20000", description = "Round trips measured; default ${DEFAULT-VALUE}.")
    private int count;

    @Option(
            names = "--warm-up",
            defaultValue = "40000",
            description = "Round trips before that; default ${DEFAULT-VALUE}.")
    private int warmUp;

    @Option(
            names = "--loops",
            defaultValue = "1",
            description = "1: both agents on one loop; 2: a loop, and so a thread, for each. Default ${DEFAULT-VALUE}.")
    private int loops;

    /** Creates the command, as picocli does. */
    PingBench() {}

    @Override
    public Integer call() throws Exception {
        Ranges.require("--count", count, 1, 10_000_000);
        Ranges.require("--warm-up", warmUp, 0, 10_000_000);
        Ranges.require("--loops", loops, 1, 2);
        try (TwoAgents agents = new TwoAgents(loops)) {
            DataPair pair = agents.connect().get(Figures.CONNECT_SECONDS, TimeUnit.SECONDS);
            long[] nanos = new Player(pair).play(warmUp, count);
            Figures.print(Figures.of("ping")
                    .put("p50Micros", Figures.rounded(Figures.percentile(nanos, 50) / Figures.NANOS_A_MICRO))
                    .put("p99Micros", Figures.rounded(Figures.percentile(nanos, 99) / Figures.NANOS_A_MICRO))
                    .put("messageBytes", MESSAGE_BYTES)
                    .put("count", count)
                    .put("loops", loops));
            return 0;
        }
    }

    /** A player that sends the next message when the last one is back. */
    private static final class Player {
        private final DataPair pair;
        private final byte[] message = new byte[MESSAGE_BYTES];
        private long sentNanos;
        private int played;

        Player(DataPair pair) {
            this.pair = pair;
        }

        long[] play(int warmUp, int count) throws Exception {
            long[] nanos = new long[count];
            CompletableFuture<Boolean> done = new CompletableFuture<>();
            pair.receiving().onMessage(m -> {
                if (m instanceof RTCDataChannel.Message.Binary(byte[] bytes)) {
                    pair.receiving().send(bytes);
                }
            });
            pair.sending().onMessage(m -> {
                long now = System.nanoTime();
                if (played >= warmUp) {
                    nanos[played - warmUp] = now - sentNanos;
                }
                if (++played < warmUp + count) {
                    send();
                } else {
                    done.complete(true);
                }
            });
            pair.loop().execute(this::send);
            done.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return nanos;
        }

        private void send() {
            sentNanos = System.nanoTime();
            pair.sending().send(message);
        }
    }
}
