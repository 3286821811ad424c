package dev.plumb.objects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.testkit.LinkConditions;
import dev.plumb.testkit.Seeds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A handshake's time begins when a pair works, and a path that is lost is ICE's to tell. */
class LateCandidatesTest {
    private static final LinkConditions NOTHING_ARRIVES = LinkConditions.PERFECT.withLoss(1);

    private final List<RTCError> errors = new ArrayList<>();

    @ParameterizedTest
    @CsvSource({"32, AUTO", "32, CLIENT", "32, SERVER", "300, AUTO", "300, CLIENT", "300, SERVER"})
    void connectsHoweverLateTheCandidatesCome(int seconds, RTCDtlsRole roleOfB) {
        Seeds.forEach(2, seed -> {
            SimAgents sim = silent(seed, roleOfB);
            sim.clock.runFor(Duration.ofSeconds(seconds));
            assertThat(sim.dtlsA.state()).isEqualTo(RTCDtlsTransportState.NEW);
            assertThat(sim.dtlsB.state()).isEqualTo(RTCDtlsTransportState.NEW);
            sim.gathererA.getLocalCandidates().forEach(sim.iceB::addRemoteCandidate);
            sim.gathererB.getLocalCandidates().forEach(sim.iceA::addRemoteCandidate);
            sim.clock.runFor(Duration.ofSeconds(2));
            assertConnected(sim);
        });
    }

    @ParameterizedTest
    @EnumSource(
            value = RTCDtlsRole.class,
            names = {"CLIENT", "SERVER"})
    void aHandshakeOutlivesThePathItBeganOn(RTCDtlsRole roleOfB) {
        Seeds.forEach(4, seed -> {
            SimAgents sim = silent(seed, roleOfB);
            LinkConditions slow = LinkConditions.PERFECT.withDelay(Duration.ofMillis(200));
            sim.hostA.conditions(slow);
            sim.hostB.conditions(slow);
            sim.gathererA.getLocalCandidates().forEach(sim.iceB::addRemoteCandidate);
            sim.gathererB.getLocalCandidates().forEach(sim.iceA::addRemoteCandidate);
            sim.clock.runUntil(() -> sim.dtlsA.state() == RTCDtlsTransportState.CONNECTING, Duration.ofSeconds(5));
            sim.hostA.conditions(NOTHING_ARRIVES);
            sim.hostB.conditions(NOTHING_ARRIVES);
            sim.clock.runFor(Duration.ofMinutes(2));
            assertThat(sim.iceA.state()).isEqualTo(RTCIceTransportState.FAILED);
            assertThat(sim.iceB.state()).isEqualTo(RTCIceTransportState.FAILED);
            assertThat(sim.dtlsA.state()).isEqualTo(RTCDtlsTransportState.CONNECTING);
            assertThat(errors).as("the path failed, not DTLS").isEmpty();
            sim.hostA.conditions(slow);
            sim.hostB.conditions(slow);
            restart(sim);
            sim.clock.runFor(Duration.ofSeconds(5));
            assertConnected(sim);
        });
    }

    private SimAgents silent(long seed, RTCDtlsRole roleOfB) {
        SimAgents sim = new SimAgents(seed);
        sim.gathererA = sim.a.iceGatherer(RTCIceGatherOptions.DEFAULT);
        sim.gathererB = sim.b.iceGatherer(RTCIceGatherOptions.DEFAULT);
        sim.iceA = sim.a.iceTransport(sim.gathererA);
        sim.iceB = sim.b.iceTransport(sim.gathererB);
        sim.dtlsA = sim.a.dtlsTransport(sim.iceA);
        sim.dtlsB = sim.b.dtlsTransport(sim.iceB);
        sim.dtlsA.onError(errors::add);
        sim.dtlsB.onError(errors::add);
        sim.gathererA.gather();
        sim.gathererB.gather();
        sim.iceA.start(sim.gathererA, sim.gathererB.getLocalParameters(), RTCIceRole.CONTROLLING);
        sim.iceB.start(sim.gathererB, sim.gathererA.getLocalParameters(), RTCIceRole.CONTROLLED);
        RTCDtlsRole roleOfA = roleOfB == RTCDtlsRole.AUTO
                ? RTCDtlsRole.AUTO
                : roleOfB == RTCDtlsRole.CLIENT ? RTCDtlsRole.SERVER : RTCDtlsRole.CLIENT;
        List<RTCDtlsFingerprint> ofA = sim.dtlsA.getLocalParameters().fingerprints();
        List<RTCDtlsFingerprint> ofB = sim.dtlsB.getLocalParameters().fingerprints();
        sim.dtlsA.start(new RTCDtlsParameters(roleOfB, ofB));
        sim.dtlsB.start(new RTCDtlsParameters(roleOfA, ofA));
        return sim;
    }

    private static void restart(SimAgents sim) {
        RTCIceGatherer ofA = sim.a.iceGatherer(RTCIceGatherOptions.DEFAULT);
        RTCIceGatherer ofB = sim.b.iceGatherer(RTCIceGatherOptions.DEFAULT);
        ofA.gather();
        ofB.gather();
        sim.iceA.start(ofA, ofB.getLocalParameters(), RTCIceRole.CONTROLLING);
        sim.iceB.start(ofB, ofA.getLocalParameters(), RTCIceRole.CONTROLLED);
        ofA.getLocalCandidates().forEach(sim.iceB::addRemoteCandidate);
        ofB.getLocalCandidates().forEach(sim.iceA::addRemoteCandidate);
    }

    private void assertConnected(SimAgents sim) {
        assertThat(errors).isEmpty();
        assertThat(sim.dtlsA.state()).isEqualTo(RTCDtlsTransportState.CONNECTED);
        assertThat(sim.dtlsB.state()).isEqualTo(RTCDtlsTransportState.CONNECTED);
        assertThat((Object) sim.leftAfterClose()).isEqualTo(SimAgents.nothing());
    }
}
