package dev.plumb.cli.bench;

import dev.plumb.base.bytes.Packet;
import dev.plumb.base.bytes.PacketPool;
import dev.plumb.base.engine.DatagramSink;
import dev.plumb.dtls.DtlsCertificate;
import dev.plumb.dtls.DtlsConfig;
import dev.plumb.dtls.DtlsConnection;
import dev.plumb.dtls.DtlsRole;
import dev.plumb.dtls.DtlsState;
import dev.plumb.dtls.suite.DtlsVersion;
import dev.plumb.dtls.suite.NamedGroup;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/**
 * A runner of handshakes between two DTLS engines in memory, on one thread. Certificates are made once, as an agent
 * does.
 */
final class HandshakePair {
    private final SecureRandom random = new SecureRandom();
    private final PacketPool pool = new PacketPool();
    private final DtlsCertificate clientCertificate = certificate();
    private final DtlsCertificate serverCertificate = certificate();

    private DtlsCertificate certificate() {
        long nowMillis = System.currentTimeMillis();
        long dayMillis = Duration.ofDays(1).toMillis();
        return DtlsCertificate.generate(random, nowMillis - dayMillis, nowMillis + dayMillis);
    }

    /** Runs one handshake, from hello to both sides connected, and closes. */
    void run(DtlsVersion version, NamedGroup group) {
        Queue<Packet> toClient = new ArrayDeque<>();
        Queue<Packet> toServer = new ArrayDeque<>();
        DtlsConnection client = connection(clientCertificate, version, group, toServer::add);
        DtlsConnection server = connection(serverCertificate, version, group, toClient::add);
        long nowNanos = 1;
        server.start(DtlsRole.SERVER, List.of(clientCertificate.fingerprint("sha-256")), nowNanos);
        client.start(DtlsRole.CLIENT, List.of(serverCertificate.fingerprint("sha-256")), nowNanos);
        while (!toServer.isEmpty() || !toClient.isEmpty()) {
            deliver(toServer, server, nowNanos);
            deliver(toClient, client, nowNanos);
        }
        if (!(client.state() instanceof DtlsState.Connected) || !(server.state() instanceof DtlsState.Connected)) {
            throw new IllegalStateException("not connected: " + client.state() + ", " + server.state());
        }
        client.close(nowNanos);
        server.close(nowNanos);
        release(toClient);
        release(toServer);
    }

    private DtlsConnection connection(
            DtlsCertificate certificate, DtlsVersion version, NamedGroup group, DatagramSink below) {
        DtlsConfig config = DtlsConfig.of(certificate).withVersions(version).withGroups(List.of(group));
        return new DtlsConnection(config, below, pool, random);
    }

    private static void deliver(Queue<Packet> queue, DtlsConnection to, long nowNanos) {
        for (Packet owned = queue.poll(); owned != null; owned = queue.poll()) {
            to.receive(owned, nowNanos);
            owned.release();
        }
    }

    private static void release(Queue<Packet> queue) {
        for (Packet owned = queue.poll(); owned != null; owned = queue.poll()) {
            owned.release();
        }
    }
}
