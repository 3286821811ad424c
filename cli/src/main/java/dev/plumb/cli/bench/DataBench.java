package dev.plumb.cli.bench;

import dev.plumb.base.loop.Loop;
import dev.plumb.cli.check.Ranges;
import dev.plumb.objects.RTCDataChannel;
import dev.plumb.objects.RTCSctpOptions;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Bulk data from one agent to another in this process: one reliable ordered channel over loopback. */
@Command(
        name = "data",
        mixinStandardHelpOptions = true,
        description =
                "Throughput of one reliable ordered data channel between two agents in this process, over loopback.")
final class DataBench implements Callable<Integer> {
    private static final int MESSAGE_BYTES_AT_MOST = RTCSctpOptions.DEFAULT.maxMessageSize();
    private static final long BUFFERED_BYTES_AT_MOST = 1 << 20;

    @Option(names = "--size", defaultValue = "16384", description = "Bytes a message; default ${DEFAULT-VALUE}.")
    private int messageBytes;

    @Option(names = "--seconds", defaultValue = "5", description = "How long it is measured; default ${DEFAULT-VALUE}.")
    private int seconds;

    @Option(names = "--warm-up", defaultValue = "6", description = "Seconds before that; default ${DEFAULT-VALUE}.")
    private int warmUpSeconds;

    private final LongAdder receivedBytes = new LongAdder();

    /** Creates the command, as picocli does. */
    DataBench() {}

    @Override
    public Integer call() throws Exception {
        Ranges.require("--size", messageBytes, 1, MESSAGE_BYTES_AT_MOST);
        Ranges.require("--seconds", seconds, 1, 3_600);
        Ranges.require("--warm-up", warmUpSeconds, 0, 3_600);
        try (TwoAgents agents = new TwoAgents(2)) {
            DataPair pair = agents.connect().get(Figures.CONNECT_SECONDS, TimeUnit.SECONDS);
            pair.receiving().onMessage(this::count);
            fill(pair.sending(), pair.loop());
            Figures.pause(warmUpSeconds);
            long bytesBefore = receivedBytes.sum();
            long cpuBefore = Figures.cpuNanos();
            long before = System.nanoTime();
            Figures.pause(seconds);
            double measuredSeconds = (System.nanoTime() - before) / Figures.NANOS_A_SECOND;
            double cpuSeconds = (Figures.cpuNanos() - cpuBefore) / Figures.NANOS_A_SECOND;
            double bytes = receivedBytes.sum() - bytesBefore;
            if (bytes == 0) {
                throw new IllegalStateException("nothing arrived in " + seconds + " s");
            }
            Figures.print(Figures.of("data")
                    .put("throughputMBps", Figures.rounded(bytes / 1e6 / measuredSeconds))
                    .put("cpuSecondsPerGB", Figures.rounded(cpuSeconds / (bytes / 1e9)))
                    .put("messageBytes", messageBytes)
                    .put("seconds", Figures.rounded(measuredSeconds)));
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
}
