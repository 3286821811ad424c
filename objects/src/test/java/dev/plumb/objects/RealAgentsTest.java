package dev.plumb.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumb.base.net.ForwardingNetwork;
import dev.plumb.base.net.LocalAddress;
import dev.plumb.io.loop.RtcLoop;
import dev.plumb.io.net.ChannelNetwork;
import dev.plumb.media.audio.AudioFrame;
import dev.plumb.media.device.ToneSource;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
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

    /** An agent has a loop's thread of its own; what encodes, decodes and plays is shared by the process. */
    @Test
    void callsShareWorkersAndBuffers() throws Exception {
        int calls = 12;
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        long directBefore = directBytes();
        List<Agent> agents = new ArrayList<>();
        List<RtcLoop> loops = new ArrayList<>();
        List<CompletableFuture<AudioFrame>> heard = new ArrayList<>();
        for (int i = 0; i < calls; i++) {
            for (int end = 0; end < 2; end++) {
                RtcLoop loop = new RtcLoop("plumb-loop-shared-" + i + "-" + end);
                loops.add(loop);
                agents.add(Agent.create(loop, new Loopback(), new SecureRandom()));
            }
            Plumb left = Plumb.on(agents.get(2 * i));
            Plumb right = Plumb.on(agents.get(2 * i + 1));
            for (Plumb from : List.of(left, right)) {
                Plumb to = from == left ? right : left;
                CompletableFuture<AudioFrame> first = new CompletableFuture<>();
                heard.add(first);
                from.onLocalParameters(p -> Thread.ofVirtual().start(() -> to.start(p)));
                from.onTrack(track -> track.onAudio(sound -> {
                    if (sound.peak() > 0.3) {
                        first.complete(sound);
                    }
                }));
            }
            left.send(agents.get(2 * i).audioTrack("tone", new ToneSource(440, 0.5)));
            right.send(agents.get(2 * i + 1).audioTrack("tone", new ToneSource(440, 0.5)));
        }
        CompletableFuture.allOf(heard.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);
        long added = Thread.getAllStackTraces().keySet().stream()
                .filter(t -> !before.contains(t))
                .filter(t -> !t.getName().startsWith("ForkJoinPool"))
                .count();
        assertThat(added).as("threads beside the loops").isLessThan(agents.size() + 16L);
        assertThat((directBytes() - directBefore) / agents.size())
                .as("direct memory of an end")
                .isLessThan(1 << 20);
        agents.forEach(Agent::close);
        loops.forEach(RtcLoop::close);
    }

    private static long directBytes() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(b -> b.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
    }
}
