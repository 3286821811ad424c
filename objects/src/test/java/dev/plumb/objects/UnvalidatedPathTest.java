package dev.plumb.objects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.base.bytes.Path;
import dev.plumb.base.loop.Loop;
import dev.plumb.base.net.LocalAddress;
import dev.plumb.base.net.Network;
import dev.plumb.base.net.PacketReceiver;
import dev.plumb.base.net.UdpPort;
import dev.plumb.io.net.NameLookUps;
import dev.plumb.testkit.Seeds;
import dev.plumb.testkit.SimHost;
import dev.plumb.testkit.SimNetwork;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing is taken from, sent to or looked up for an address only because somebody has named it. */
class UnvalidatedPathTest {
    private static RTCIceCandidate candidate(String ip, int port) {
        return new RTCIceCandidate(
                "f" + port,
                1_000L,
                ip,
                RTCIceProtocol.UDP,
                port,
                RTCIceCandidateType.HOST,
                Optional.empty(),
                Optional.empty(),
                0);
    }

    @Test
    void takesNothingFromACandidateThatNoCheckHasConfirmed() throws IOException {
        SimAgents sim = new SimAgents(1).plumbed().started();
        assertThat(sim.clock.runUntil(
                        () -> sim.dtlsA.state() == RTCDtlsTransportState.CONNECTED, Duration.ofSeconds(10)))
                .isTrue();
        sim.clock.runFor(Duration.ofSeconds(1));
        SimHost other = sim.network.host("192.0.2.3");
        UdpPort port =
                other.openUdp(new InetSocketAddress(SimNetwork.address("192.0.2.3"), 5000), other.loop(), p -> {});
        sim.iceA.addRemoteCandidate(candidate("192.0.2.3", 5000));
        RTCIceCandidate ofA = sim.gathererA.getLocalCandidates().getFirst();
        InetSocketAddress to = new InetSocketAddress(SimNetwork.address(ofA.ip()), ofA.port());
        long before = sim.iceA.packetsReceived();
        for (int i = 0; i < 100; i++) {
            byte[] datagram = new byte[60];
            datagram[0] = (byte) (i % 2 == 0 ? 0x80 : 22);
            port.send(other.loop().pool().copyOf(datagram).path(new Path(port.id(), Path.Protocol.UDP, to)));
        }
        sim.clock.runFor(Duration.ofMillis(100));
        long after = sim.iceA.packetsReceived();
        assertThat(after - before).as("what B says, at most").isLessThan(20);
        assertThat(sim.dtlsA.getDroppedPackets().fromUnvalidatedPath())
                .as("kept for a while, and bounded")
                .isBetween(60L, 100L);
        port.close();
        sim.clock.runFor(Duration.ofMillis(1));
        assertThat((Object) sim.leftAfterClose()).isEqualTo(SimAgents.nothing());
    }

    @ParameterizedTest
    @ValueSource(strings = {"224.0.0.1", "239.255.0.7", "255.255.255.255", "0.0.0.0", "0.1.2.3", "240.0.0.1"})
    void checksNoAddressThatIsNotOneHosts(String ip) {
        SimAgents sim = new SimAgents(2).plumbed().started();
        List<InetAddress> targets = new ArrayList<>();
        sim.network.tap(d -> targets.add(d.target().getAddress()));
        sim.iceA.addRemoteCandidate(candidate(ip, 5000));
        sim.iceA.addRemoteCandidate(candidate("192.0.2.77", 0));
        sim.clock.runFor(Duration.ofSeconds(30));
        assertThat(targets).isNotEmpty().doesNotContain(SimNetwork.address(ip), SimNetwork.address("192.0.2.77"));
    }

    /** A network that never answers what it is asked. */
    private static final class Asked implements Network {
        private final List<String> names = new ArrayList<>();
        private final List<Consumer<List<InetAddress>>> waiting = new ArrayList<>();

        @Override
        public List<LocalAddress> localAddresses() {
            return List.of();
        }

        @Override
        public UdpPort openUdp(InetSocketAddress local, Loop loop, PacketReceiver receiver) throws IOException {
            throw new IOException("no ports");
        }

        @Override
        public void resolve(String hostName, Loop loop, Consumer<List<InetAddress>> answer) {
            names.add(hostName);
            waiting.add(answer);
        }
    }

    @Test
    void aTransportLooksUpFewNamesOfAPeer() {
        SimNetwork network = new SimNetwork(3);
        SimHost host = network.host("192.0.2.1");
        Asked asked = new Asked();
        Agent agent = Agent.create(host.loop(), asked, Seeds.secureRandom(1));
        RTCIceTransport ice = agent.iceTransport();
        for (int i = 0; i < 90; i++) {
            ice.addRemoteCandidate(candidate("host" + i + ".example.org", 5000));
        }
        assertThat(asked.names).hasSize(NameLookUps.AT_ONCE);
        while (!asked.waiting.isEmpty()) {
            asked.waiting.removeFirst().accept(List.of());
        }
        network.clock().runFor(Duration.ofSeconds(60));
        assertThat(asked.names).hasSize(16);
        agent.close();
    }

    @Test
    void lookUpsOfAnAgentAreBoundedInNumberAndRate() {
        SimNetwork network = new SimNetwork(4);
        SimHost host = network.host("192.0.2.1");
        Asked asked = new Asked();
        NameLookUps lookUps = new NameLookUps(host.loop(), asked);
        List<Integer> answered = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            int n = i;
            lookUps.resolve("host" + i, found -> answered.add(n));
        }
        network.clock().runFor(Duration.ofMillis(1));
        assertThat(asked.names).hasSize(NameLookUps.AT_ONCE);
        assertThat(lookUps.refused()).isEqualTo(1000 - NameLookUps.AT_ONCE - NameLookUps.WAITING_AT_MOST);
        assertThat(answered).hasSize((int) lookUps.refused());
        for (int second = 0; second < 20; second++) {
            while (!asked.waiting.isEmpty()) {
                asked.waiting.removeFirst().accept(List.of());
            }
            assertThat(asked.names)
                    .hasSizeLessThanOrEqualTo(NameLookUps.AT_FIRST + 1 + second * (NameLookUps.A_SECOND + 1));
            network.clock().runFor(Duration.ofSeconds(1));
        }
        assertThat(asked.names).hasSize(NameLookUps.AT_ONCE + NameLookUps.WAITING_AT_MOST);
        lookUps.close();
        assertThat(host.loop().waiting()).isZero();
    }
}
