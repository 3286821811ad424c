package dev.plumb.bench;

import dev.plumb.dtls.DtlsConnection;
import dev.plumb.dtls.suite.DtlsVersion;
import dev.plumb.dtls.suite.NamedGroup;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Whole handshakes in memory, both sides on one thread, with mutual ECDSA certificates. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class DtlsHandshakeBench {
    @Param({"DTLS_1_2 SECP256R1", "DTLS_1_2 X25519", "DTLS_1_3 X25519", "DTLS_1_3 X25519MLKEM768"})
    String kind = "";

    private final DtlsPairs pairs = new DtlsPairs();

    @Benchmark
    public DtlsConnection handshake() {
        String[] parts = kind.split(" ", -1);
        var pair = pairs.connected(DtlsVersion.valueOf(parts[0]), NamedGroup.valueOf(parts[1]));
        pair.a.close(pair.nowNanos);
        pair.b.close(pair.nowNanos);
        return pair.a;
    }
}
