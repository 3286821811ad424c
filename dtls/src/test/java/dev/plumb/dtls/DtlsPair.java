package dev.plumb.dtls;

import dev.plumb.base.bytes.Packet;
import dev.plumb.testkit.LinkConditions;
import dev.plumb.testkit.Seeds;
import dev.plumb.testkit.SimClock;
import dev.plumb.testkit.SimEngineDriver;
import dev.plumb.testkit.SimLink;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;

/** A client and a server on the simulated clock, with a link each way. */
final class DtlsPair {
    static final DtlsCertificate CLIENT_CERTIFICATE = certificate(1);
    static final DtlsCertificate SERVER_CERTIFICATE = certificate(2);
    static final DtlsCertificate RSA_CERTIFICATE = DtlsCertificate.generateRsa(
            Seeds.secureRandom(3),
            SimClock.wallNanosAt(0) / 1_000_000,
            SimClock.wallNanosAt(0) / 1_000_000 + Duration.ofDays(30).toMillis());

    final SimClock clock = new SimClock();
    final SimLink fromClient;
    final SimLink fromServer;
    final End client;
    final End server;

    DtlsPair(long seed) {
        this(seed, c -> c, c -> c);
    }

    DtlsPair(long seed, UnaryOperator<DtlsConfig> both) {
        this(seed, both, both);
    }

    DtlsPair(long seed, UnaryOperator<DtlsConfig> clientConfig, UnaryOperator<DtlsConfig> serverConfig) {
        Random random = new Random(seed);
        fromClient = new SimLink(clock, random, LinkConditions.PERFECT);
        fromServer = new SimLink(clock, random, LinkConditions.PERFECT);
        client = new End(fromClient, clientConfig.apply(DtlsConfig.of(CLIENT_CERTIFICATE)), seed);
        server = new End(fromServer, serverConfig.apply(DtlsConfig.of(SERVER_CERTIFICATE)), ~seed);
        SimEngineDriver.connect(client.driver, server.driver);
    }

    static DtlsCertificate certificate(long seed) {
        long now = SimClock.wallNanosAt(0) / 1_000_000;
        return DtlsCertificate.generate(
                Seeds.secureRandom(seed), now, now + Duration.ofDays(30).toMillis());
    }

    void conditions(LinkConditions conditions) {
        fromClient.conditions(conditions);
        fromServer.conditions(conditions);
    }

    void startServer() {
        server.start(DtlsRole.SERVER, CLIENT_CERTIFICATE.fingerprint("sha-256"));
    }

    void startClient() {
        client.start(DtlsRole.CLIENT, SERVER_CERTIFICATE.fingerprint("sha-256"));
    }

    DtlsPair start() {
        startServer();
        startClient();
        return this;
    }

    boolean connects(Duration atMost) {
        return clock.runUntil(() -> client.isConnected() && server.isConnected(), atMost);
    }

    /** Closes both ends and says how many packets are out of their pools. */
    long outstandingAfterClose() {
        client.driver.call(DtlsConnection::close);
        server.driver.call(DtlsConnection::close);
        clock.runFor(Duration.ofSeconds(1));
        return client.driver.pool().outstanding() + server.driver.pool().outstanding();
    }

    /** One end, with what it reported. */
    final class End {
        final SimEngineDriver<DtlsConnection, DtlsEvent> driver;
        final List<DtlsEvent> events = new ArrayList<>();
        final List<String> received = new ArrayList<>();
        final List<byte[]> sent = new ArrayList<>();
        /** What somebody on the path makes of a datagram. */
        UnaryOperator<byte[]> onTheWay = datagram -> datagram;

        End(SimLink out, DtlsConfig config, long seed) {
            driver = new SimEngineDriver<DtlsConnection, DtlsEvent>(
                            clock,
                            out,
                            below -> new DtlsConnection(
                                    config,
                                    owned -> {
                                        byte[] bytes = onTheWay.apply(owned.toByteArray());
                                        owned.set(bytes, 0, bytes.length);
                                        sent.add(bytes);
                                        below.sink().send(owned);
                                    },
                                    below.pool(),
                                    Seeds.secureRandom(seed)))
                    .onEvent(events::add)
                    .onPacket(p -> received.add(new String(p.toByteArray(), StandardCharsets.UTF_8)));
        }

        DtlsConnection connection() {
            return driver.engine();
        }

        DtlsState state() {
            return driver.engine().state();
        }

        boolean isConnected() {
            return state() instanceof DtlsState.Connected;
        }

        DtlsSession session() {
            return ((DtlsState.Connected) state()).session();
        }

        DtlsFailure failure() {
            return ((DtlsState.Failed) state()).cause();
        }

        void start(DtlsRole role, DtlsFingerprint... fingerprints) {
            driver.call((engine, nowNanos) -> engine.start(role, List.of(fingerprints), nowNanos));
        }

        void send(String text) {
            Packet owned = driver.pool().copyOf(text.getBytes(StandardCharsets.UTF_8));
            driver.call((engine, nowNanos) -> engine.sendApplicationData(owned, nowNanos));
        }

        <T extends DtlsEvent> List<T> events(Class<T> type) {
            return events.stream().filter(type::isInstance).map(type::cast).toList();
        }
    }
}
