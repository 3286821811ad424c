package dev.plumb.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.base.bytes.Path;
import dev.plumb.base.net.PacketReceiver;
import dev.plumb.base.net.UdpPort;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The simulated network does to datagrams what it is told to, and the same for the same seed. */
class SimNetworkTest {
    private static final int DATAGRAMS = 2_000;

    private record Flow(List<Integer> received, List<Long> atNanos) {}

    private static UdpPort open(SimHost host, PacketReceiver receiver) {
        try {
            return host.openUdp(new InetSocketAddress(host.addresses().getFirst(), 0), host.loop(), receiver);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void send(SimHost host, UdpPort from, InetSocketAddress to, byte[] bytes) {
        from.send(host.loop().pool().copyOf(bytes).path(new Path(from.id(), Path.Protocol.UDP, to)));
    }

    private static Flow flow(long seed, LinkConditions conditions, int bytes, Duration gap) {
        SimNetwork network = new SimNetwork(seed);
        SimHost a = network.host("192.0.2.1");
        SimHost b = network.host("192.0.2.2");
        a.egress().conditions(conditions);
        Flow flow = new Flow(new ArrayList<>(), new ArrayList<>());
        UdpPort to = open(b, p -> {
            flow.received.add(p.u16(0));
            flow.atNanos.add(p.arrivalNanos());
        });
        UdpPort from = open(a, p -> {});
        for (int i = 0; i < DATAGRAMS; i++) {
            byte[] payload = new byte[bytes];
            payload[0] = (byte) (i >> 8);
            payload[1] = (byte) i;
            send(a, from, to.localAddress(), payload);
            network.clock().runFor(gap);
        }
        network.clock().runFor(Duration.ofSeconds(10));
        assertThat(a.loop().pool().outstanding() + b.loop().pool().outstanding())
                .isZero();
        return flow;
    }

    @Test
    void aPerfectLinkDeliversEverythingInOrderAfterItsDelay() {
        Flow f = flow(1, LinkConditions.PERFECT.withDelay(Duration.ofMillis(30)), 100, Duration.ofMillis(1));
        assertThat(f.received).hasSize(DATAGRAMS).isSorted();
        // 30 ms out of a, 1 ms into b
        assertThat(f.atNanos.get(1) - f.atNanos.get(0)).isEqualTo(1_000_000L);
    }

    @Test
    void lossDuplicationAndReorderingAreAboutWhatWasAskedFor() {
        Flow lossy = flow(2, LinkConditions.PERFECT.withLoss(0.1), 100, Duration.ofMillis(1));
        assertThat(lossy.received.size()).isBetween(1_740, 1_860);
        Flow twice = flow(3, LinkConditions.PERFECT.withDuplicate(0.2), 100, Duration.ofMillis(1));
        assertThat(twice.received.size()).isBetween(2_320, 2_480);
        Flow mixed = flow(4, LinkConditions.PERFECT.withReorder(0.1, Duration.ofMillis(20)), 100, Duration.ofMillis(1));
        long overtaken = 0;
        for (int i = 1; i < mixed.received.size(); i++) {
            overtaken += mixed.received.get(i) < mixed.received.get(i - 1) ? 1 : 0;
        }
        assertThat(overtaken).isBetween(100L, 260L);
        assertThat(mixed.received).hasSize(DATAGRAMS);
    }

    @Test
    void burstsLoseNeighbours() {
        var burst = new LinkConditions.Burst(0.01, 0.2, 0.9);
        Flow f = flow(5, LinkConditions.PERFECT.withBurst(burst), 100, Duration.ofMillis(1));
        int pairsLost = 0;
        for (int i = 0; i + 1 < DATAGRAMS; i++) {
            pairsLost += !f.received.contains(i) && !f.received.contains(i + 1) ? 1 : 0;
        }
        assertThat(DATAGRAMS - f.received.size()).isBetween(30, 200);
        assertThat(pairsLost).isGreaterThan(20);
    }

    @Test
    void aRateDelaysAndAFullQueueDrops() {
        // 1,000 bytes with headers every millisecond are 8 Mbit/s; the link carries 4
        Flow f = flow(6, LinkConditions.PERFECT.withRate(4_000_000, 20_000), 972, Duration.ofMillis(1));
        assertThat(f.received.size()).isBetween(990, 1_050);
        assertThat(f.received).isSorted();
    }

    @Test
    void longerThanTheMtuVanishes() {
        assertThat(flow(7, LinkConditions.PERFECT.withMtu(1_000), 973, Duration.ofMillis(1)).received)
                .isEmpty();
        assertThat(flow(7, LinkConditions.PERFECT.withMtu(1_000), 972, Duration.ofMillis(1)).received)
                .hasSize(DATAGRAMS);
    }

    @Test
    void theSameSeedGivesTheSameNetwork() {
        LinkConditions bad = LinkConditions.PERFECT
                .withLoss(0.2)
                .withJitter(Duration.ofMillis(10))
                .withDuplicate(0.1);
        assertThat(flow(8, bad, 50, Duration.ofMillis(2))).isEqualTo(flow(8, bad, 50, Duration.ofMillis(2)));
    }

    @Test
    void natsLetInWhatTheirKindLetsIn() {
        for (SimNat.Kind kind : SimNat.Kind.values()) {
            SimNetwork network = new SimNetwork(9);
            SimHost inside = network.nat(kind, "203.0.113.1").host("10.0.0.1");
            SimHost friend = network.host("192.0.2.1");
            SimHost stranger = network.host("192.0.2.2");
            List<String> heard = new ArrayList<>();
            List<InetSocketAddress> seen = new ArrayList<>();
            UdpPort in =
                    open(inside, p -> heard.add(p.path().remote().getAddress().getHostAddress() + "/" + p.u8(0)));
            UdpPort atFriend = open(friend, p -> seen.add(p.path().remote()));
            UdpPort otherAtFriend = open(friend, p -> {});
            UdpPort atStranger = open(stranger, p -> {});
            send(inside, in, atFriend.localAddress(), new byte[1]);
            network.clock().runFor(Duration.ofSeconds(1));
            InetSocketAddress mapped = seen.getFirst();
            assertThat(mapped.getAddress()).isEqualTo(SimNetwork.address("203.0.113.1"));
            send(friend, atFriend, mapped, new byte[] {1});
            send(friend, otherAtFriend, mapped, new byte[] {2});
            send(stranger, atStranger, mapped, new byte[] {3});
            network.clock().runFor(Duration.ofSeconds(1));
            List<String> expected = switch (kind) {
                case FULL_CONE -> List.of("192.0.2.1/1", "192.0.2.1/2", "192.0.2.2/3");
                case ADDRESS_RESTRICTED -> List.of("192.0.2.1/1", "192.0.2.1/2");
                case PORT_RESTRICTED, SYMMETRIC -> List.of("192.0.2.1/1");
            };
            assertThat(heard).as("%s", kind).containsExactlyInAnyOrderElementsOf(expected);
        }
    }
}
