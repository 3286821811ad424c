package dev.plumb.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.dtls.suite.DtlsVersion;
import dev.plumb.dtls.suite.NamedGroup;
import dev.plumb.testkit.LinkConditions;
import dev.plumb.testkit.Seeds;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every handshake completes over a path that loses, doubles and reorders. Ten thousand of them: {@code -Dplumb.seeds=10000}. */
class DtlsLossyPathTest {
    private static final int IP_AND_UDP_BYTES = 28;

    private static LinkConditions poor(int mtuBytes) {
        return LinkConditions.PERFECT
                .withLoss(0.2)
                .withDuplicate(0.1)
                .withReorder(0.1, Duration.ofMillis(40))
                .withJitter(Duration.ofMillis(10))
                .withMtu(mtuBytes);
    }

    private static DtlsConfig patient(DtlsConfig config, DtlsVersion version, int mtuBytes) {
        return config.withVersions(version)
                .withMtuBytes(mtuBytes - IP_AND_UDP_BYTES)
                .withRetransmit(Duration.ofMillis(50), Duration.ofMillis(800));
    }

    @ParameterizedTest
    @EnumSource(DtlsVersion.class)
    void everyHandshakeCompletes(DtlsVersion version) {
        Seeds.forEach(200, seed -> {
            int mtuBytes = 600 + (int) (seed * 37 % 901);
            DtlsPair pair = new DtlsPair(
                    seed,
                    c -> patient(c, version, mtuBytes),
                    c -> asked(patient(c, version, mtuBytes), seed).withVerifiesHello(seed % 4 == 0));
            pair.conditions(poor(mtuBytes));
            if (seed % 3 == 0) {
                pair.startClient();
                pair.clock.runFor(Duration.ofMillis(seed % 5 * 40));
                pair.startServer();
            } else {
                pair.start();
            }
            assertThat(pair.connects(Duration.ofSeconds(30)))
                    .as("client %s, server %s", pair.client.state(), pair.server.state())
                    .isTrue();
            assertThat(pair.client.connection().exportKeyingMaterial("x", null, 16))
                    .isEqualTo(pair.server.connection().exportKeyingMaterial("x", null, 16));
            pair.conditions(LinkConditions.PERFECT);
            pair.client.send("a");
            pair.server.send("b");
            pair.clock.runFor(Duration.ofSeconds(5));
            assertThat(pair.server.received).containsExactly("a");
            assertThat(pair.client.received).containsExactly("b");
            int sent = pair.client.sent.size() + pair.server.sent.size();
            pair.clock.runFor(Duration.ofSeconds(20));
            assertThat(pair.client.sent.size() + pair.server.sent.size()).isEqualTo(sent);
            assertThat(pair.outstandingAfterClose()).isZero();
        });
    }

    /** Every fifth server of DTLS 1.3 asks for a key in another group. */
    private static DtlsConfig asked(DtlsConfig config, long seed) {
        return seed % 5 == 0 ? config.withGroups(List.of(NamedGroup.SECP256R1)) : config;
    }

    /** With what is set by default: the path's round-trip time tells when to send again. */
    @ParameterizedTest
    @EnumSource(DtlsVersion.class)
    void defaultsWithAKnownRoundTripTimeAreQuickEnough(DtlsVersion version) {
        Seeds.forEach(100, seed -> {
            DtlsPair pair = new DtlsPair(seed, c -> c.withVersions(version));
            pair.conditions(poor(1500));
            pair.client.connection().roundTripTime(20_000_000);
            pair.server.connection().roundTripTime(20_000_000);
            pair.start();
            assertThat(pair.connects(Duration.ofSeconds(20)))
                    .as("client %s, server %s", pair.client.state(), pair.server.state())
                    .isTrue();
            assertThat(pair.outstandingAfterClose()).isZero();
        });
    }
}
