package dev.plumb.objects;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.plumb.base.bytes.PacketPool;
import dev.plumb.io.loop.RtcLoop;
import dev.plumb.io.net.ChannelNetwork;
import java.lang.management.ManagementFactory;
import java.security.SecureRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * What a datagram may cost in garbage on its way from DTLS through ICE to the port, over loopback, and back up. What is left is nearly all of
 * the JDK's AES-GCM, and its channels.
 */
class PacketPathAllocationTest {
    private static final int BURST = 16;
    private static final int WARM_UP = 30_000;
    private static final int MEASURED = 30_000;
    private static final long BUDGET_BYTES = 2_500;

    private final RtcLoop loop = new RtcLoop("plumb-loop-test-allocation");
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final byte[] content = new byte[1100];
    private final CompletableFuture<Long> bytesAPacket = new CompletableFuture<>();
    private long sent;
    private long allocatedBefore;
    private long receivedBefore;

    @Test
    void aDatagramStaysWithinItsBudget() throws Exception {
        Agent a = Agent.create(loop, new ChannelNetwork(), new SecureRandom());
        Agent b = Agent.create(loop, new ChannelNetwork(), new SecureRandom());
        CompletableFuture<Boolean> connected = new CompletableFuture<>();
        RTCDtlsTransport[] ends = new RTCDtlsTransport[2];
        loop.execute(() -> connect(a, b, ends, connected));
        assertThat(connected.get(20, TimeUnit.SECONDS)).isTrue();
        loop.execute(() -> burst(ends[0], ends[1]));
        assertThat(bytesAPacket.get(60, TimeUnit.SECONDS))
                .as("bytes allocated for a datagram sent and received")
                .isLessThanOrEqualTo(BUDGET_BYTES);
        a.close();
        b.close();
        loop.close();
        assertThat(loop.pool().outstanding()).isZero();
    }

    private static void connect(Agent a, Agent b, RTCDtlsTransport[] ends, CompletableFuture<Boolean> connected) {
        RTCIceGatherOptions options = RTCIceGatherOptions.DEFAULT.withIncludeLoopback(true);
        RTCIceGatherer gathererA = a.iceGatherer(options);
        RTCIceGatherer gathererB = b.iceGatherer(options);
        RTCIceTransport iceA = a.iceTransport(gathererA);
        RTCIceTransport iceB = b.iceTransport(gathererB);
        ends[0] = a.dtlsTransport(iceA);
        ends[1] = b.dtlsTransport(iceB);
        gathererA.onLocalCandidate(iceB::addRemoteCandidate);
        gathererB.onLocalCandidate(iceA::addRemoteCandidate);
        iceA.start(gathererA, gathererB.getLocalParameters(), RTCIceRole.CONTROLLING);
        iceB.start(gathererB, gathererA.getLocalParameters(), RTCIceRole.CONTROLLED);
        Runnable told = () -> {
            if (ends[0].state() == RTCDtlsTransportState.CONNECTED
                    && ends[1].state() == RTCDtlsTransportState.CONNECTED) {
                connected.complete(true);
            }
        };
        ends[0].onStateChange(state -> told.run());
        ends[1].onStateChange(state -> told.run());
        ends[0].start(ends[1].getLocalParameters());
        ends[1].start(ends[0].getLocalParameters());
        gathererA.gather();
        gathererB.gather();
    }

    private void burst(RTCDtlsTransport from, RTCDtlsTransport to) {
        PacketPool pool = loop.pool();
        if (sent >= WARM_UP && allocatedBefore == 0) {
            allocatedBefore = threads.getCurrentThreadAllocatedBytes();
            receivedBefore = to.transport().packetsReceived();
        }
        if (sent >= WARM_UP + MEASURED) {
            long packets = to.transport().packetsReceived() - receivedBefore;
            bytesAPacket.complete((threads.getCurrentThreadAllocatedBytes() - allocatedBefore) / packets);
            return;
        }
        for (int i = 0; i < BURST; i++) {
            from.sendApplicationData(pool.copyOf(content));
        }
        sent += BURST;
        // in the next turn, so that what was sent is received first
        loop.schedule(loop.nowNanos(), () -> burst(from, to));
    }
}
