package dev.plumb.bench;

import dev.plumb.transport.dtls.DtlsCertificate;
import dev.plumb.transport.dtls.DtlsConfig;
import dev.plumb.transport.dtls.DtlsConnection;
import dev.plumb.transport.dtls.DtlsEvent;
import dev.plumb.transport.dtls.DtlsRole;
import dev.plumb.transport.dtls.DtlsState;
import dev.plumb.transport.sctp.SctpAssociation;
import dev.plumb.transport.sctp.SctpConfig;
import dev.plumb.transport.sctp.SctpEvent;
import dev.plumb.transport.sctp.SctpState;
import dev.plumb.transport.sctp.SendOptions;
import java.security.SecureRandom;
import java.util.List;
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

/** One message from one engine to another in memory: an SCTP message with its acknowledgement; a DTLS record. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class SecurePathBench {
    private static final long DAY_MILLIS = 86_400_000L;

    @Param({"160", "1100"})
    int messageBytes;

    private long received;
    private byte[] message = new byte[0];
    private EnginePair<SctpAssociation, SctpEvent> sctp = sctpPair();
    private EnginePair<DtlsConnection, DtlsEvent> dtls = dtlsPair();

    @Setup
    public void connect() {
        message = new byte[messageBytes];
        sctp = sctpPair();
        sctp.a.connect(sctp.nowNanos);
        sctp.settle();
        dtls = dtlsPair();
        dtls.settle();
        if (!(sctp.a.state() instanceof SctpState.Established) || !(dtls.a.state() instanceof DtlsState.Connected)) {
            throw new IllegalStateException("not connected: " + sctp.a.state() + ", " + dtls.a.state());
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

    private EnginePair<DtlsConnection, DtlsEvent> dtlsPair() {
        SecureRandom random = new SecureRandom();
        long nowMillis = System.currentTimeMillis();
        DtlsCertificate one = DtlsCertificate.generate(random, nowMillis - DAY_MILLIS, nowMillis + DAY_MILLIS);
        DtlsCertificate two = DtlsCertificate.generate(random, nowMillis - DAY_MILLIS, nowMillis + DAY_MILLIS);
        var pair = new EnginePair<DtlsConnection, DtlsEvent>(
                below -> new DtlsConnection(DtlsConfig.of(one), below, new dev.plumb.base.bytes.PacketPool(), random),
                below -> new DtlsConnection(DtlsConfig.of(two), below, new dev.plumb.base.bytes.PacketPool(), random),
                e -> received++,
                p -> received += p.length());
        pair.b.start(DtlsRole.SERVER, List.of(one.fingerprint("sha-256")), pair.nowNanos);
        pair.a.start(DtlsRole.CLIENT, List.of(two.fingerprint("sha-256")), pair.nowNanos);
        return pair;
    }

    /** Two messages, the second of which is acknowledged at once. */
    @Benchmark
    public long sctpTwoMessages() {
        sctp.a.send(1, 53, message, SendOptions.RELIABLE, sctp.nowNanos);
        sctp.a.send(1, 53, message, SendOptions.RELIABLE, sctp.nowNanos);
        sctp.settle();
        return received;
    }

    @Benchmark
    public long dtlsRecord() {
        dtls.a.sendApplicationData(dtls.pool.copyOf(message), dtls.nowNanos);
        dtls.settle();
        return received;
    }
}
