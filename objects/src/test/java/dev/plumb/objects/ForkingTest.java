package dev.plumb.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumb.testkit.Seeds;
import dev.plumb.testkit.SimClock;
import dev.plumb.testkit.SimHost;
import dev.plumb.testkit.SimNetwork;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One gatherer, one port, many transports. */
class ForkingTest {
    private static final int PEERS = 5;

    private final SimNetwork network = new SimNetwork(7);
    private final SimClock clock = network.clock();
    private final SimHost host = network.host("192.0.2.1");
    private final Agent agent = Agent.create(host.loop(), host, Seeds.secureRandom(7));
    private final RTCIceGatherer gatherer = agent.iceGatherer(RTCIceGatherOptions.DEFAULT);

    /** A peer that was given the one description, and answers it. */
    private static final class Peer {
        final Agent agent;
        final RTCIceGatherer gatherer;
        final RTCIceTransport ice;
        final RTCDtlsTransport dtls;
        final RTCSctpTransport sctp;
        final List<String> heard = new ArrayList<>();

        Peer(SimNetwork network, int n, RTCIceRole role, RTCIceGatherer theirs, RTCDtlsParameters theirDtls) {
            SimHost host = network.host("192.0.2." + (10 + n));
            agent = Agent.create(host.loop(), host, Seeds.secureRandom(100 + n));
            gatherer = agent.iceGatherer(RTCIceGatherOptions.DEFAULT);
            ice = agent.iceTransport(gatherer);
            dtls = agent.dtlsTransport(ice);
            sctp = agent.sctpTransport(dtls);
            sctp.onDataChannel(c -> c.onMessage(m -> heard.add(m.toString())));
            gatherer.gather();
            ice.start(gatherer, theirs.getLocalParameters(), role);
            theirs.getLocalCandidates().forEach(ice::addRemoteCandidate);
            dtls.start(theirDtls);
            sctp.start(RTCSctpTransport.getCapabilities());
        }
    }

    /** What the forking side makes for one answer. */
    private RTCDataChannel live(Peer peer, RTCIceRole role, boolean withCandidates) {
        RTCIceTransport ice = agent.iceTransport(gatherer);
        RTCDtlsTransport dtls = agent.dtlsTransport(ice);
        RTCSctpTransport sctp = agent.sctpTransport(dtls);
        ice.start(gatherer, peer.gatherer.getLocalParameters(), role);
        if (withCandidates) {
            peer.gatherer.getLocalCandidates().forEach(ice::addRemoteCandidate);
        }
        dtls.start(peer.dtls.getLocalParameters());
        sctp.start(RTCSctpTransport.getCapabilities());
        return agent.dataChannel(sctp, RTCDataChannelParameters.of("to you"));
    }

    private void everyAnswerBecomesATransport(RTCIceRole ours, boolean withCandidates) {
        gatherer.gather();
        clock.runFor(Duration.ofSeconds(1));
        RTCDtlsParameters description = new RTCDtlsParameters(
                RTCDtlsRole.AUTO, agent.defaultCertificate().getFingerprints());
        RTCIceRole theirs = ours == RTCIceRole.CONTROLLING ? RTCIceRole.CONTROLLED : RTCIceRole.CONTROLLING;
        List<Peer> peers = new ArrayList<>();
        for (int i = 0; i < PEERS; i++) {
            peers.add(new Peer(network, i, theirs, gatherer, description));
        }
        // their checks come before their answers do
        clock.runFor(Duration.ofMillis(400));
        List<RTCDataChannel> channels = new ArrayList<>();
        for (Peer p : peers) {
            channels.add(live(p, ours, withCandidates));
        }
        assertThat(clock.runUntil(
                        () -> channels.stream().allMatch(c -> c.readyState() == RTCDataChannelState.OPEN),
                        Duration.ofSeconds(20)))
                .isTrue();
        for (int i = 0; i < PEERS; i++) {
            channels.get(i).send("number " + i);
        }
        clock.runFor(Duration.ofSeconds(1));
        for (int i = 0; i < PEERS; i++) {
            assertThat(peers.get(i).heard).singleElement().asString().contains("number " + i);
        }
        assertThat(host.openPorts()).isEqualTo(1);
        agent.close();
        peers.forEach(p -> p.agent.close());
        clock.runFor(Duration.ofSeconds(60));
        assertThat(host.loop().pool().outstanding()).isZero();
    }

    @Test
    void everyAnswerBecomesALiveTransportOnTheSamePort() {
        everyAnswerBecomesATransport(RTCIceRole.CONTROLLING, true);
    }

    @Test
    void answersWithoutCandidatesConnectByTheChecksThatCameBefore() {
        everyAnswerBecomesATransport(RTCIceRole.CONTROLLING, false);
    }

    @Test
    void checksThatCameBeforeAreKeptForAControlledSideToo() {
        everyAnswerBecomesATransport(RTCIceRole.CONTROLLED, true);
    }

    @Test
    void aForkHasOneCertificate() {
        RTCDtlsTransport _ = agent.dtlsTransport(agent.iceTransport(gatherer));
        RTCCertificate other = RTCCertificate.generate(RTCCertificate.Algorithm.ECDSA_P256);
        assertThatThrownBy(() -> agent.dtlsTransport(agent.iceTransport(gatherer), List.of(other)))
                .hasMessageContaining("InvalidAccessError");
    }
}
