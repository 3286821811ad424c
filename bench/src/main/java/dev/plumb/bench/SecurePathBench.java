package dev.plumb.bench;

import dev.plumb.sctp.SctpAssociation;
import dev.plumb.sctp.SctpConfig;
import dev.plumb.sctp.SctpEvent;
import dev.plumb.sctp.SctpState;
import dev.plumb.sctp.SendOptions;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Messages from one engine to another in memory, with their acknowledgement. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class SecurePathBench {
    @Param({"160", "1100"})
    int messageBytes;

    private long received;
    private byte[] message = new byte[0];
    private EnginePair<SctpAssociation, SctpEvent> sctp = sctpPair();

    @Setup
    public void connect() {
        message = new byte[messageBytes];
        sctp = sctpPair();
        sctp.a.connect(sctp.nowNanos);
        sctp.settle();
        if (!(sctp.a.state() instanceof SctpState.Established)) {
            throw new IllegalStateException("not connected: " + sctp.a.state());
        }
    }

    private EnginePair<SctpAssociation, SctpEvent> sctpPair() {
        return new EnginePair<>(
                below -> new SctpAssociation(
                        SctpConfig.DEFAULT, below, new dev.plumb.base.bytes.PacketPool(), new Random(1)),
                below -> new SctpAssociation(
                        SctpConfig.DEFAULT, below, new dev.plumb.base.bytes.PacketPool(), new Random(2)),
                e -> received += e instanceof SctpEvent.MessageReceived m ? m.payload().length : 0,
                p -> received++);
    }

    /** Two messages, the second of which is acknowledged at once. */
    @Benchmark
    public long sctpTwoMessages() {
        sctp.a.send(1, 53, message, SendOptions.RELIABLE, sctp.nowNanos);
        sctp.a.send(1, 53, message, SendOptions.RELIABLE, sctp.nowNanos);
        sctp.settle();
        return received;
    }
}
