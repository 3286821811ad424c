package dev.plumb.cli.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.ThreadMXBean;
import dev.plumb.cli.check.Ranges;
import dev.plumb.dtls.suite.DtlsVersion;
import dev.plumb.dtls.suite.NamedGroup;
import java.lang.management.ManagementFactory;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** DTLS handshakes between two engines of this process, without a network: what one core does. */
@Command(
        name = "handshake",
        mixinStandardHelpOptions = true,
        description = "DTLS handshakes a second of CPU time, both sides together, and bytes allocated by each.")
final class HandshakeBench implements Callable<Integer> {
    private static final double NANOS_A_SECOND = 1e9;

    @Option(
            names = "--count",
            defaultValue = "5000",
            description = "Handshakes of each kind; default ${DEFAULT-VALUE}.")
    private int count;

    @Option(
            names = "--warm-up",
            defaultValue = "5000",
            description = "Handshakes of each kind before that; default ${DEFAULT-VALUE}.")
    private int warmUp;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final HandshakePair pair = new HandshakePair();

    /** Creates the command, as picocli does. */
    HandshakeBench() {}

    private enum Kind {
        DTLS12_P256(DtlsVersion.DTLS_1_2, NamedGroup.SECP256R1, "dtls12P256"),
        DTLS12_X25519(DtlsVersion.DTLS_1_2, NamedGroup.X25519, "dtls12X25519"),
        DTLS13_X25519(DtlsVersion.DTLS_1_3, NamedGroup.X25519, "dtls13X25519"),
        DTLS13_HYBRID(DtlsVersion.DTLS_1_3, NamedGroup.X25519MLKEM768, "dtls13X25519Mlkem768");

        private final DtlsVersion version;
        private final NamedGroup group;
        private final String member;

        Kind(DtlsVersion version, NamedGroup group, String member) {
            this.version = version;
            this.group = group;
            this.member = member;
        }
    }

    @Override
    public Integer call() {
        Ranges.require("--count", count, 1, 10_000_000);
        Ranges.require("--warm-up", warmUp, 0, 10_000_000);
        for (Kind kind : Kind.values()) {
            run(kind, warmUp);
        }
        ObjectNode result = new ObjectMapper().createObjectNode().put("bench", "handshake");
        for (Kind kind : Kind.values()) {
            long bytesBefore = threads.getCurrentThreadAllocatedBytes();
            long cpuBefore = threads.getCurrentThreadCpuTime();
            run(kind, count);
            double cpuSeconds = (threads.getCurrentThreadCpuTime() - cpuBefore) / NANOS_A_SECOND;
            long bytes = threads.getCurrentThreadAllocatedBytes() - bytesBefore;
            result.put(kind.member + "HandshakesPerSecond", Math.round(count / cpuSeconds))
                    .put(kind.member + "AllocatedBytesPerHandshake", bytes / count);
        }
        result.put("handshakesOfEachKind", count);
        System.out.println(result);
        return 0;
    }

    private void run(Kind kind, int times) {
        for (int i = 0; i < times; i++) {
            pair.run(kind.version, kind.group);
        }
    }
}
