package dev.plumb.objects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.testkit.LinkConditions;
import dev.plumb.testkit.Seeds;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The peer's ICE has a pair before ours. */
class EarlyHandshakeTest {
    @Test
    void aHelloThatComesBeforeOurPairIsAnsweredWithThePairAndNotSentAgain() {
        Seeds.forEach(3, seed -> {
            SimAgents sim = new SimAgents(seed);
            LinkConditions tenMillis = LinkConditions.PERFECT.withDelay(Duration.ofMillis(10));
            sim.hostA.conditions(tenMillis);
            sim.hostB.conditions(tenMillis);
            sim.plumbed();
            AtomicInteger hellos = new AtomicInteger();
            sim.network.tap(datagram -> {
                byte[] bytes = datagram.payload();
                boolean fromB = datagram.source()
                        .getAddress()
                        .equals(sim.hostB.addresses().getFirst());
                // a handshake record in the clear: the client's first flight and nothing else of DTLS 1.3
                if (fromB && bytes[0] == 22) {
                    hellos.incrementAndGet();
                }
            });
            // only B hears of candidates: A learns of B's by its check, and checks back when B has its answer already
            sim.gathererB.gather();
            sim.gathererA.gather();
            sim.iceA.start(sim.gathererA, sim.gathererB.getLocalParameters(), RTCIceRole.CONTROLLING);
            sim.iceB.start(sim.gathererB, sim.gathererA.getLocalParameters(), RTCIceRole.CONTROLLED);
            sim.gathererA.getLocalCandidates().forEach(sim.iceB::addRemoteCandidate);
            sim.dtlsA.start(sim.dtlsB.getLocalParameters());
            sim.dtlsB.start(sim.dtlsA.getLocalParameters());
            sim.clock.runFor(Duration.ofSeconds(1));
            assertThat(sim.dtlsA.state()).isEqualTo(RTCDtlsTransportState.CONNECTED);
            assertThat(sim.dtlsB.state()).isEqualTo(RTCDtlsTransportState.CONNECTED);
            assertThat(hellos).hasValueLessThanOrEqualTo(2);
            assertThat((Object) sim.leftAfterClose()).isEqualTo(SimAgents.nothing());
        });
    }
}
