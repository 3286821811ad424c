package dev.plumb.objects;

import dev.plumb.testkit.Seeds;
import dev.plumb.testkit.SimClock;
import dev.plumb.testkit.SimHost;
import dev.plumb.testkit.SimNetwork;
import java.time.Duration;
import java.util.List;

/** Two agents on a simulated network, and the plumbing between them by objects alone. */
final class SimAgents {
    final SimNetwork network;
    final SimClock clock;
    final SimHost hostA;
    final SimHost hostB;
    final Agent a;
    final Agent b;
    RTCIceGatherer gathererA;
    RTCIceGatherer gathererB;
    RTCIceTransport iceA;
    RTCIceTransport iceB;
    RTCDtlsTransport dtlsA;
    RTCDtlsTransport dtlsB;
    RTCSctpTransport sctpA;
    RTCSctpTransport sctpB;

    SimAgents(long seed) {
        network = new SimNetwork(seed);
        clock = network.clock();
        hostA = network.host("192.0.2.1");
        hostB = network.host("192.0.2.2");
        a = Agent.create(hostA.loop(), hostA, Seeds.secureRandom(seed));
        b = Agent.create(hostB.loop(), hostB, Seeds.secureRandom(seed + 1_000_000));
    }

    /** Makes gatherers, ICE and DTLS transports on both sides. */
    SimAgents plumbed() {
        gathererA = a.iceGatherer(RTCIceGatherOptions.DEFAULT);
        gathererB = b.iceGatherer(RTCIceGatherOptions.DEFAULT);
        iceA = a.iceTransport(gathererA);
        iceB = b.iceTransport(gathererB);
        dtlsA = a.dtlsTransport(iceA);
        dtlsB = b.dtlsTransport(iceB);
        sctpA = a.sctpTransport(dtlsA);
        sctpB = b.sctpTransport(dtlsB);
        gathererA.onLocalCandidate(c -> clock.after(20_000_000L, () -> iceB.addRemoteCandidate(c)));
        gathererB.onLocalCandidate(c -> clock.after(20_000_000L, () -> iceA.addRemoteCandidate(c)));
        return this;
    }

    /** Tells each side what the other is, and starts all of it. */
    SimAgents started() {
        gathererA.gather();
        gathererB.gather();
        iceA.start(gathererA, gathererB.getLocalParameters(), RTCIceRole.CONTROLLING);
        iceB.start(gathererB, gathererA.getLocalParameters(), RTCIceRole.CONTROLLED);
        dtlsA.start(dtlsB.getLocalParameters());
        dtlsB.start(dtlsA.getLocalParameters());
        sctpA.start(sctpB.getLocalCapabilities());
        sctpB.start(sctpA.getLocalCapabilities());
        return this;
    }

    /** A channel from one side to the other, open on both. */
    RTCDataChannel[] openChannel(RTCDataChannelParameters parameters) {
        RTCDataChannel[] pair = new RTCDataChannel[2];
        Registration listening = sctpB.onDataChannel(c -> pair[1] = c);
        pair[0] = a.dataChannel(sctpA, parameters);
        boolean open = clock.runUntil(
                () -> pair[1] != null && pair[0].readyState() == RTCDataChannelState.OPEN, Duration.ofSeconds(20));
        listening.close();
        if (!open) {
            throw new AssertionError("the channel does not open: " + pair[0].readyState());
        }
        return pair;
    }

    /** Closes both, lets what is under way arrive, and says what is left. */
    List<Object> leftAfterClose() {
        a.close();
        b.close();
        clock.runFor(Duration.ofSeconds(60));
        return List.of(
                a.openObjects(),
                b.openObjects(),
                hostA.openPorts(),
                hostB.openPorts(),
                hostA.loop().pool().outstanding(),
                hostB.loop().pool().outstanding(),
                hostA.loop().waiting(),
                hostB.loop().waiting());
    }

    /** What {@link #leftAfterClose} is where nothing is left. */
    static List<Object> nothing() {
        return List.of(0, 0, 0, 0, 0L, 0L, 0, 0);
    }
}
