package dev.plumb.bench;

import dev.plumb.dtls.DtlsCertificate;
import dev.plumb.dtls.DtlsConfig;
import dev.plumb.dtls.DtlsConnection;
import dev.plumb.dtls.DtlsEvent;
import dev.plumb.dtls.DtlsRole;
import dev.plumb.dtls.DtlsState;
import dev.plumb.dtls.suite.DtlsVersion;
import dev.plumb.dtls.suite.NamedGroup;
import java.security.SecureRandom;
import java.util.List;

/** Pairs of DTLS connections in memory, with certificates that are made once. */
final class DtlsPairs {
    private static final long DAY_MILLIS = 86_400_000L;

    private final SecureRandom random = new SecureRandom();
    private final DtlsCertificate one = certificate();
    private final DtlsCertificate two = certificate();

    private DtlsCertificate certificate() {
        long nowMillis = System.currentTimeMillis();
        return DtlsCertificate.generate(random, nowMillis - DAY_MILLIS, nowMillis + DAY_MILLIS);
    }

    /** Two connections after their handshake. */
    EnginePair<DtlsConnection, DtlsEvent> connected(DtlsVersion version, NamedGroup group) {
        var pair = new EnginePair<DtlsConnection, DtlsEvent>(
                below -> connection(one, version, group, below),
                below -> connection(two, version, group, below),
                event -> {},
                packet -> {});
        pair.b.start(DtlsRole.SERVER, List.of(one.fingerprint("sha-256")), pair.nowNanos);
        pair.a.start(DtlsRole.CLIENT, List.of(two.fingerprint("sha-256")), pair.nowNanos);
        pair.settle();
        if (!(pair.a.state() instanceof DtlsState.Connected) || !(pair.b.state() instanceof DtlsState.Connected)) {
            throw new IllegalStateException("not connected: " + pair.a.state() + ", " + pair.b.state());
        }
        return pair;
    }

    private DtlsConnection connection(
            DtlsCertificate certificate,
            DtlsVersion version,
            NamedGroup group,
            dev.plumb.base.engine.DatagramSink below) {
        DtlsConfig config = DtlsConfig.of(certificate).withVersions(version).withGroups(List.of(group));
        return new DtlsConnection(config, below, new dev.plumb.base.bytes.PacketPool(), random);
    }
}
