package dev.plumb.net.linux;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.plumb.base.bytes.Path;
import dev.plumb.base.net.UdpPort;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sending and receiving make no garbage a datagram; what a turn makes is spread over its datagrams. */
class AllocationTest {
    private static final int BURST = 32;
    private static final int TURNS = 4_000;
    private static final long BUDGET_BYTES = 16;
    private long received;

    /** From one port to another. */
    private record SendingPath(Ports ports, UdpPort from, Path path) {
        SendingPath(Ports ports, UdpPort from, UdpPort to) {
            this(ports, from, ports.path(from, to));
        }

        void send(byte[] content) {
            ports.send(from, path, content);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aDatagramMakesNoGarbage(boolean kernelCutsAndJoins) throws Exception {
        Assumptions.assumeTrue(System.getProperty("os.name").equals("Linux"), "SKIPPED: batched UDP needs Linux");
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        byte[] content = new byte[1200];
        try (Ports ports = new Ports(new Features(kernelCutsAndJoins, kernelCutsAndJoins))) {
            UdpPort from = ports.open(Ports.FOUR, packet -> {});
            UdpPort to = ports.open(Ports.FOUR, packet -> received++);
            SendingPath path = new SendingPath(ports, from, to);
            long before = 0;
            long receivedBefore = 0;
            for (int turn = 0; turn < 2 * TURNS; turn++) {
                if (turn == TURNS) {
                    before = threads.getCurrentThreadAllocatedBytes();
                    receivedBefore = received;
                }
                for (int i = 0; i < BURST; i++) {
                    path.send(content);
                }
                ports.turn();
            }
            long bytes = threads.getCurrentThreadAllocatedBytes() - before;
            assertThat(received - receivedBefore).isGreaterThan(TURNS * BURST * 9L / 10);
            assertThat(bytes / (received - receivedBefore))
                    .as("bytes a datagram")
                    .isLessThanOrEqualTo(BUDGET_BYTES);
        }
    }

    @Test
    void anotherPeerEachTimeMakesNoneEither() throws Exception {
        Assumptions.assumeTrue(System.getProperty("os.name").equals("Linux"), "SKIPPED: batched UDP needs Linux");
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        byte[] content = new byte[200];
        try (Ports ports = new Ports(Features.ALL)) {
            UdpPort to = ports.open(Ports.FOUR, packet -> received++);
            SendingPath[] peers = new SendingPath[BURST];
            for (int i = 0; i < peers.length; i++) {
                peers[i] = new SendingPath(ports, ports.open(Ports.FOUR, packet -> {}), to);
            }
            long before = 0;
            for (int turn = 0; turn < 2 * TURNS; turn++) {
                before = turn == TURNS ? threads.getCurrentThreadAllocatedBytes() : before;
                for (SendingPath peer : peers) {
                    peer.send(content);
                }
                ports.turn();
            }
            long bytes = threads.getCurrentThreadAllocatedBytes() - before;
            assertThat(bytes / ((long) TURNS * BURST)).as("bytes a datagram").isLessThanOrEqualTo(BUDGET_BYTES);
        }
    }
}
