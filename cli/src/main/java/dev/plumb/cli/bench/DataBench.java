package dev.plumb.cli.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumb.base.loop.Loop;
import dev.plumb.objects.RTCDataChannel;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Bulk data from one agent to another in this process: one reliable ordered channel over loopback. */
@Command(
        name = "data",
        mixinStandardHelpOptions = true,
        description =
                "Throughput of one reliable ordered data channel between two agents in this process, over loopback.")
final class DataBench implements Callable<Integer> {
    private static final long BUFFERED_BYTES_AT_MOST = 1 << 20;
    private static final long NANOS_A_SECOND = 1_000_000_000L;

    @Option(names = "--size", defaultValue = "16384", description = "Bytes a message; default ${DEFAULT-VALUE}.")
    private int messageBytes;

    @Option(names = "--seconds", defaultValue = "5", description = "How long it is measured; default ${DEFAULT-VALUE}.")
    private int seconds;

    @Option(names = "--warm-up", defaultValue = "3", description = "Seconds before that; default ${DEFAULT-VALUE}.")
    private int warmUpSeconds;

    private final LongAdder receivedBytes = new LongAdder();

    /** Made by picocli. */
    DataBench() {}

    @Override
    public Integer call() throws Exception {
        try (DataPair pair = DataPair.connected()) {
            pair.receiving().onMessage(this::count);
            fill(pair.sending(), pair.loop());
            pause(warmUpSeconds);
            long bytesBefore = receivedBytes.sum();
            long cpuBefore = processCpuNanos();
            long before = System.nanoTime();
            pause(seconds);
            double measuredSeconds = (System.nanoTime() - before) / (double) NANOS_A_SECOND;
            double cpuSeconds = (processCpuNanos() - cpuBefore) / (double) NANOS_A_SECOND;
            double bytes = receivedBytes.sum() - bytesBefore;
            ObjectNode result = new ObjectMapper().createObjectNode().put("bench", "data");
            result.put("throughputMBps", rounded(bytes / 1e6 / measuredSeconds))
                    .put("cpuSecondsPerGB", rounded(cpuSeconds / (bytes / 1e9)))
                    .put("messageBytes", messageBytes)
                    .put("seconds", rounded(measuredSeconds));
            System.out.println(result);
            return 0;
        }
    }

    /** Keeps the channel's buffer between half and full for ever, so that memory stays bounded. */
    private void fill(RTCDataChannel channel, Loop loop) {
        byte[] message = new byte[messageBytes];
        Runnable refill = () -> {
            while (channel.bufferedAmount() + messageBytes <= Math.max(BUFFERED_BYTES_AT_MOST, messageBytes)) {
                channel.send(message);
            }
        };
        channel.bufferedAmountLowThreshold(BUFFERED_BYTES_AT_MOST / 2);
        channel.onBufferedAmountLow(c -> refill.run());
        loop.execute(refill);
    }

    private void count(RTCDataChannel.Message message) {
        if (message instanceof RTCDataChannel.Message.Binary(byte[] bytes)) {
            receivedBytes.add(bytes.length);
        }
    }

    private static void pause(int seconds) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private static long processCpuNanos() {
        return ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .orElseThrow(() -> new IllegalStateException("this system does not tell a process's CPU time"))
                .toNanos();
    }

    private static double rounded(double value) {
        return Math.round(value * 100) / 100.0;
    }
}
