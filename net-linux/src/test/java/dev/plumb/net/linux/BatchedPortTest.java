package dev.plumb.net.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumb.base.net.UdpPort;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Batches over this machine's loopback, with each part of what the kernel offers. */
class BatchedPortTest {
    enum Means {
        BATCHES,
        SEGMENTATION,
        COALESCING;

        Features features() {
            return new Features(this != BATCHES, this == COALESCING);
        }
    }

    @BeforeAll
    static void onLinux() {
        Assumptions.assumeTrue(System.getProperty("os.name").equals("Linux"), "SKIPPED: batched UDP needs Linux");
    }

    @ParameterizedTest
    @EnumSource
    void everySizeArrivesInOrderOverIpv4(Means means) throws IOException {
        everySizeArrivesInOrder(means, Ports.FOUR);
    }

    @ParameterizedTest
    @EnumSource
    void everySizeArrivesInOrderOverIpv6(Means means) throws IOException {
        Assumptions.assumeTrue(hasIpv6(), "SKIPPED: no IPv6 on loopback");
        everySizeArrivesInOrder(means, Ports.SIX);
    }

    private static boolean hasIpv6() throws IOException {
        return NetworkInterface.getByInetAddress(Ports.SIX) != null;
    }

    private static void everySizeArrivesInOrder(Means means, InetAddress address) throws IOException {
        try (Ports ports = new Ports(means.features())) {
            Ports.Keeping from = ports.open(address);
            Ports.Keeping to = ports.open(address);
            List<byte[]> sent = new ArrayList<>();
            for (int size = 1; size <= 1472; size++) {
                sent.add(bytes(size, size));
                ports.send(from.port, to.address(), sent.getLast());
                if (size % 50 == 0) {
                    ports.turnUntil(to, size);
                }
            }
            ports.turnUntil(to, sent.size());
            assertThat(to.received).extracting(Ports.Received::bytes).containsExactlyElementsOf(sent);
            assertThat(to.received).allMatch(r -> r.path().remote().equals(from.address()));
            assertThat(to.received).allMatch(r -> r.path().localPortId() == to.port.id());
            assertThat(from.port.sendErrors()).isZero();
            assertThat(ports.outstandingPackets()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void runsWithAShorterLastOneComeApartAgain(Means means) throws IOException {
        Random random = new Random(7);
        try (Ports ports = new Ports(means.features())) {
            Ports.Keeping from = ports.open(Ports.FOUR);
            Ports.Keeping to = ports.open(Ports.FOUR);
            List<byte[]> sent = new ArrayList<>();
            for (int run = 0; run < 200; run++) {
                int size = 1 + random.nextInt(1472);
                int count = 1 + random.nextInt(70);
                for (int i = 0; i < count; i++) {
                    sent.add(bytes(size, run + i));
                }
                sent.add(bytes(random.nextInt(size + 1), run));
                for (byte[] one : sent.subList(sent.size() - count - 1, sent.size())) {
                    ports.send(from.port, to.address(), one);
                }
                ports.turnUntil(to, sent.size());
            }
            assertThat(to.received).extracting(Ports.Received::bytes).containsExactlyElementsOf(sent);
            assertThat(ports.poller.refusedRuns()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void destinationsAndPortsMayBeMixed(Means means) throws IOException {
        Random random = new Random(11);
        try (Ports ports = new Ports(means.features())) {
            List<Ports.Keeping> from = List.of(ports.open(Ports.FOUR), ports.open(Ports.FOUR));
            List<Ports.Keeping> to = List.of(ports.open(Ports.FOUR), ports.open(Ports.FOUR), ports.open(Ports.FOUR));
            List<List<byte[]>> sent = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
            // each receiver has one sender, so that its order is known
            int total = 0;
            for (int i = 0; i < 2000; i++) {
                int receiver = random.nextInt(to.size());
                byte[] one = bytes(random.nextInt(3) == 0 ? random.nextInt(1200) : 1200, i);
                sent.get(receiver).add(one);
                ports.send(from.get(receiver % 2).port, to.get(receiver).address(), one);
                total++;
                if (total % 40 == 0) {
                    for (int r = 0; r < to.size(); r++) {
                        ports.turnUntil(to.get(r), sent.get(r).size());
                    }
                }
            }
            for (int r = 0; r < to.size(); r++) {
                ports.turnUntil(to.get(r), sent.get(r).size());
                assertThat(to.get(r).received).extracting(Ports.Received::bytes).containsExactlyElementsOf(sent.get(r));
                InetSocketAddress source = from.get(r % 2).address();
                assertThat(to.get(r).received).allMatch(p -> p.path().remote().equals(source));
            }
        }
    }

    @Test
    void nothingLeavesBeforeTheTurnEndsAndAllOfItThen() throws IOException {
        try (Ports ports = new Ports(Features.ALL);
                DatagramSocket outside = new DatagramSocket(new InetSocketAddress(Ports.FOUR, 0))) {
            Ports.Keeping from = ports.open(Ports.FOUR);
            InetSocketAddress to = (InetSocketAddress) outside.getLocalSocketAddress();
            ports.send(from.port, to, (byte) 1);
            ports.send(from.port, to, (byte) 2);
            outside.setSoTimeout(50);
            DatagramPacket in = new DatagramPacket(new byte[10], 10);
            assertThatThrownBy(() -> outside.receive(in)).isInstanceOf(java.net.SocketTimeoutException.class);
            ports.poller.flush();
            outside.setSoTimeout(5000);
            outside.receive(in);
            assertThat(in.getData()[0]).isEqualTo((byte) 1);
            outside.receive(in);
            assertThat(in.getData()[0]).isEqualTo((byte) 2);
        }
    }

    @Test
    void whatMustStayWholeLeavesAtOnceBehindWhatWasSentBefore() throws IOException {
        for (InetAddress address : new InetAddress[] {Ports.FOUR, Ports.SIX}) {
            try (Ports ports = new Ports(Features.ALL);
                    DatagramSocket outside = new DatagramSocket(new InetSocketAddress(address, 0))) {
                Ports.Keeping from = ports.open(address);
                InetSocketAddress to = (InetSocketAddress) outside.getLocalSocketAddress();
                ports.send(from.port, to, (byte) 1);
                ports.sendWhole(from.port, to, (byte) 2);
                outside.setSoTimeout(5000);
                DatagramPacket in = new DatagramPacket(new byte[10], 10);
                outside.receive(in);
                assertThat(in.getData()[0]).isEqualTo((byte) 1);
                outside.receive(in);
                assertThat(in.getData()[0]).isEqualTo((byte) 2);
                assertThat(from.port.sendErrors()).isZero();
            }
        }
    }

    @Test
    void aFullBatchDoesNotWaitForTheTurnToEnd() throws IOException {
        try (Ports ports = new Ports(Features.ALL)) {
            Ports.Keeping from = ports.open(Ports.FOUR);
            Ports.Keeping to = ports.open(Ports.FOUR);
            for (int i = 0; i < 300; i++) {
                ports.send(from.port, to.address(), bytes(1200, i));
            }
            ports.poller.await(1_000_000_000L);
            ports.poller.dispatch();
            assertThat(to.received).isNotEmpty();
            ports.turnUntil(to, 300);
            assertThat(to.received).hasSize(300);
        }
    }

    @Test
    void whatWasSentBeforeAPortClosesStillLeaves() throws IOException {
        try (Ports ports = new Ports(Features.ALL)) {
            Ports.Keeping from = ports.open(Ports.FOUR);
            Ports.Keeping to = ports.open(Ports.FOUR);
            ports.send(from.port, to.address(), (byte) 9);
            from.port.close();
            from.port.close();
            ports.turnUntil(to, 1);
            assertThat(to.received).hasSize(1);
            ports.send(from.port, to.address(), (byte) 9);
            assertThat(from.port.sendErrors()).isEqualTo(1);
            assertThat(ports.outstandingPackets()).isZero();
        }
    }

    @Test
    void aReceiverMayCloseItsPortInTheMiddleOfABatch() throws IOException {
        try (Ports ports = new Ports(Features.ALL)) {
            Ports.Keeping from = ports.open(Ports.FOUR);
            List<Integer> seen = new ArrayList<>();
            UdpPort[] closing = new UdpPort[1];
            closing[0] = ports.open(Ports.FOUR, packet -> {
                seen.add(packet.u8(0));
                closing[0].close();
            });
            for (int i = 0; i < 10; i++) {
                ports.send(from.port, closing[0].localAddress(), (byte) i);
            }
            ports.turn();
            ports.turn();
            assertThat(seen).containsExactly(0);
            assertThat(ports.outstandingPackets()).isZero();
        }
    }

    @Test
    void aReceiverThatThrowsLosesItsOwnDatagramOnly() throws IOException {
        try (Ports ports = new Ports(Features.ALL)) {
            Ports.Keeping from = ports.open(Ports.FOUR);
            List<Integer> seen = new ArrayList<>();
            UdpPort to = ports.open(Ports.FOUR, packet -> {
                seen.add(packet.u8(0));
                if (packet.u8(0) == 1) {
                    throw new IllegalStateException("meant to be in the log of this test");
                }
            });
            for (int i = 0; i < 4; i++) {
                ports.send(from.port, to.localAddress(), (byte) i);
            }
            ports.turn();
            assertThat(seen).containsExactly(0, 1, 2, 3);
            assertThat(ports.outstandingPackets()).isZero();
        }
    }

    @Test
    void aPortThatNobodyHasDoesNotStopTheOthers() throws IOException {
        try (Ports ports = new Ports(Features.ALL)) {
            Ports.Keeping from = ports.open(Ports.FOUR);
            Ports.Keeping gone = ports.open(Ports.FOUR);
            InetSocketAddress nobody = gone.address();
            gone.port.close();
            Ports.Keeping to = ports.open(Ports.FOUR);
            for (int i = 0; i < 100; i++) {
                ports.send(from.port, nobody, bytes(100, i));
                ports.send(from.port, to.address(), bytes(100, i));
                ports.turn();
            }
            ports.turnUntil(to, 100);
            assertThat(to.received).hasSize(100);
        }
    }

    @Test
    void whatTheKernelRefusesIsCountedAndTheRestGoes() throws IOException {
        try (Ports ports = new Ports(Features.ALL)) {
            Ports.Keeping from = ports.open(Ports.FOUR);
            Ports.Keeping to = ports.open(Ports.FOUR);
            ports.send(from.port, to.address(), (byte) 1);
            // longer than IPv4 can carry, and to port 0: the kernel says no to both
            ports.send(from.port, to.address(), bytes(65_530, 1));
            ports.send(from.port, new InetSocketAddress(Ports.FOUR, 0), (byte) 2);
            ports.send(from.port, new InetSocketAddress(Ports.SIX, to.address().getPort()), (byte) 3);
            ports.send(from.port, to.address(), (byte) 4);
            ports.turnUntil(to, 2);
            assertThat(to.received).extracting(r -> r.bytes()[0]).containsExactly((byte) 1, (byte) 4);
            assertThat(from.port.sendErrors()).isEqualTo(3);
        }
    }

    @Test
    void aRunThatTheKernelWillNotCutGoesSinglyAndNoneIsTriedAgain() throws IOException {
        try (Ports ports = new Ports(Features.ALL)) {
            Ports.Keeping from = ports.open(Ports.FOUR);
            Ports.Keeping to = ports.open(Ports.FOUR);
            sendWithoutChecksums(from);
            for (int turn = 1; turn <= 3; turn++) {
                for (int i = 0; i < 40; i++) {
                    ports.send(from.port, to.address(), bytes(1400, i));
                }
                ports.turnUntil(to, 40 * turn);
            }
            assertThat(to.received).hasSize(120);
            for (int i = 0; i < 120; i++) {
                assertThat(to.received.get(i).bytes()).isEqualTo(bytes(1400, i % 40));
            }
            assertThat(from.port.sendErrors()).isZero();
            assertThat(ports.poller.refusedRuns()).isEqualTo(1);
        }
    }

    /** The kernel cuts nothing then (EINVAL). */
    private static void sendWithoutChecksums(Ports.Keeping port) {
        int soNoCheck = 11;
        try (Arena arena = Arena.ofConfined()) {
            int fd = ((BatchedUdpPort) port.port).fd();
            MemorySegment value = arena.allocate(Integer.BYTES);
            assertThat(UdpSocket.option(fd, Libc.SOL_SOCKET, soNoCheck, 1, value, arena.allocate(Libc.ERRNO)))
                    .isTrue();
        }
    }

    @Test
    void ipv4GoesInAndOutOfASocketOfBothFamilies() throws IOException {
        Assumptions.assumeTrue(hasIpv6(), "SKIPPED: no IPv6 on loopback");
        try (Ports ports = new Ports(Features.ALL)) {
            Ports.Keeping both = ports.open(InetAddress.ofLiteral("::"));
            Ports.Keeping four = ports.open(Ports.FOUR);
            ports.send(
                    four.port, new InetSocketAddress(Ports.FOUR, both.address().getPort()), (byte) 4);
            ports.turnUntil(both, 1);
            InetSocketAddress source = both.received.getFirst().path().remote();
            assertThat(source).isEqualTo(four.address());
            ports.send(both.port, source, (byte) 5);
            ports.turnUntil(four, 1);
            assertThat(four.received).hasSize(1);
        }
    }

    @Test
    void manyPeersOfOnePortAreToldApart() throws IOException {
        try (Ports ports = new Ports(Features.ALL)) {
            Ports.Keeping to = ports.open(Ports.FOUR);
            List<Ports.Keeping> peers = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                peers.add(ports.open(Ports.FOUR));
            }
            for (int round = 0; round < 3; round++) {
                for (Ports.Keeping peer : peers) {
                    ports.send(peer.port, to.address(), (byte) round);
                }
                ports.turnUntil(to, 100 * (round + 1));
                for (Ports.Keeping peer : peers) {
                    ports.send(to.port, peer.address(), (byte) round);
                }
                for (Ports.Keeping peer : peers) {
                    ports.turnUntil(peer, round + 1);
                }
            }
            assertThat(to.received.stream().map(r -> r.path().remote()).distinct())
                    .hasSize(100);
            assertThat(peers).allMatch(p -> p.received.size() == 3);
        }
    }

    private static byte[] bytes(int size, int seed) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}
