package dev.plumb.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumb.base.net.ForwardingNetwork;
import dev.plumb.base.net.LocalAddress;
import dev.plumb.objects.loop.RtcLoop;
import dev.plumb.objects.net.ChannelNetwork;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Agents on threads and sockets of this machine, over loopback. */
class RealAgentsTest {
    /** The real network as far as 127.0.0.1. */
    private static final class Loopback extends ForwardingNetwork {
        Loopback() {
            super(new ChannelNetwork());
        }

        @Override
        public List<LocalAddress> localAddresses() {
            return List.of(new LocalAddress(InetAddress.getLoopbackAddress(), "lo", true));
        }
    }

    @Test
    void twoLoopsConnectAndLeaveNoThreadPacketOrPortBehind() throws Exception {
        RtcLoop loopA = new RtcLoop("plumb-loop-test-a");
        RtcLoop loopB = new RtcLoop("plumb-loop-test-b");
        Agent a = Agent.create(loopA, new Loopback(), new SecureRandom());
        Agent b = Agent.create(loopB, new Loopback(), new SecureRandom());
        RTCIceGatherer gathererA = a.iceGatherer(RTCIceGatherOptions.DEFAULT);
        RTCIceGatherer gathererB = b.iceGatherer(RTCIceGatherOptions.DEFAULT);
        RTCIceTransport iceA = a.iceTransport(gathererA);
        RTCIceTransport iceB = b.iceTransport(gathererB);
        RTCDtlsTransport dtlsA = a.dtlsTransport(iceA);
        RTCDtlsTransport dtlsB = b.dtlsTransport(iceB);
        RTCSctpTransport sctpA = a.sctpTransport(dtlsA);
        RTCSctpTransport sctpB = b.sctpTransport(dtlsB);
        gathererA.onLocalCandidate(c -> loopB.execute(() -> iceB.addRemoteCandidate(c)));
        gathererB.onLocalCandidate(c -> loopA.execute(() -> iceA.addRemoteCandidate(c)));
        CompletableFuture<RTCDataChannel.Message> received = new CompletableFuture<>();
        sctpB.onDataChannel(c -> c.onMessage(received::complete));
        RTCDataChannel channel = a.dataChannel(sctpA, RTCDataChannelParameters.of("x"));
        channel.onOpen(c -> c.send("over real sockets"));
        CompletableFuture<Throwable> fromTheOtherLoop = new CompletableFuture<>();
        channel.onOpen(c -> {
            try {
                sctpB.getStats();
                fromTheOtherLoop.complete(new AssertionError("two loops may not wait for each other"));
            } catch (RTCException e) {
                fromTheOtherLoop.complete(e);
            }
        });
        iceA.start(gathererA, gathererB.getLocalParameters(), RTCIceRole.CONTROLLING);
        iceB.start(gathererB, gathererA.getLocalParameters(), RTCIceRole.CONTROLLED);
        dtlsA.start(dtlsB.getLocalParameters());
        dtlsB.start(dtlsA.getLocalParameters());
        sctpA.start(RTCSctpTransport.getCapabilities());
        sctpB.start(RTCSctpTransport.getCapabilities());
        gathererA.gather();
        gathererB.gather();
        assertThat(received.get(20, TimeUnit.SECONDS)).isEqualTo(new RTCDataChannel.Message.Text("over real sockets"));
        assertThat(fromTheOtherLoop.get(5, TimeUnit.SECONDS)).hasMessageContaining("InvalidStateError");
        a.close();
        b.close();
        a.close();
        assertThat(a.openObjects() + b.openObjects()).isZero();
        loopA.close();
        loopB.close();
        assertThat(loopA.pool().outstanding()).isZero();
        assertThat(loopB.pool().outstanding()).isZero();
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(t -> t.getName().startsWith("plumb-loop-test"));
        assertThatThrownBy(() -> channel.send("too late")).hasMessageContaining("InvalidStateError");
    }
}
