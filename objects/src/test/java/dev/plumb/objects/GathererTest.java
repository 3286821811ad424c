package dev.plumb.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumb.base.net.UdpPort;
import dev.plumb.ice.stun.StunClass;
import dev.plumb.ice.stun.StunMessage;
import dev.plumb.ice.stun.StunWriter;
import dev.plumb.testkit.Seeds;
import dev.plumb.testkit.SimHost;
import dev.plumb.testkit.SimNat;
import dev.plumb.testkit.SimNetwork;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Gathering, by the object alone. */
class GathererTest {
    private final SimNetwork network = new SimNetwork(1);
    private final SimHost inside =
            network.nat(SimNat.Kind.PORT_RESTRICTED, "203.0.113.1").host("10.0.0.1");
    private final Agent agent = Agent.create(inside.loop(), inside, Seeds.secureRandom(1));

    private void stunServer() throws IOException {
        SimHost host = network.host("198.51.100.1");
        network.name("stun.example.org", "198.51.100.1");
        UdpPort[] port = new UdpPort[1];
        port[0] = host.openUdp(new InetSocketAddress(SimNetwork.address("198.51.100.1"), 3478), host.loop(), p -> {
            StunMessage m = StunMessage.parse(p);
            byte[] answer = new StunWriter(StunClass.SUCCESS, StunMessage.BINDING, m.id())
                    .xorMappedAddress(p.path().remote())
                    .toByteArray();
            port[0].send(host.loop().pool().copyOf(answer).path(p.path()));
        });
    }

    @Test
    void aStunServerTellsTheAddressOutsideTheNat() throws Exception {
        stunServer();
        RTCIceGatherer gatherer = agent.iceGatherer(
                RTCIceGatherOptions.DEFAULT.withIceServers(List.of(new RTCIceServer("stun:stun.example.org"))));
        List<RTCIceGatherCandidate> found = new ArrayList<>();
        gatherer.onLocalCandidate(found::add);
        gatherer.gather();
        gatherer.gather();
        assertThat(network.clock()
                        .runUntil(() -> gatherer.state() == RTCIceGathererState.COMPLETE, Duration.ofSeconds(10)))
                .isTrue();
        assertThat(found).hasSize(3).endsWith(new RTCIceCandidateComplete());
        RTCIceCandidate host = (RTCIceCandidate) found.get(0);
        RTCIceCandidate reflexive = (RTCIceCandidate) found.get(1);
        assertThat(host.ip()).isEqualTo("10.0.0.1");
        assertThat(reflexive.type()).isEqualTo(RTCIceCandidateType.SRFLX);
        assertThat(reflexive.ip()).isEqualTo("203.0.113.1");
        assertThat(reflexive.relatedAddress()).contains("10.0.0.1");
        assertThat(reflexive.priority()).isLessThan(host.priority());
        assertThat(gatherer.getLocalCandidates()).containsExactly(host, reflexive);
    }

    @Test
    void serversThatDoNotHelpAreReportedAndGatheringCompletes() {
        network.name("silent.example.org", "198.51.100.9");
        RTCIceGatherer gatherer = agent.iceGatherer(RTCIceGatherOptions.DEFAULT.withIceServers(List.of(
                new RTCIceServer("stun:silent.example.org"),
                new RTCIceServer("stun:nobody.example.org"),
                new RTCIceServer(List.of("turn:turn.example.org"), "user", "secret"))));
        List<RTCIceCandidateError> errors = new ArrayList<>();
        gatherer.onError(errors::add);
        gatherer.gather();
        assertThat(network.clock()
                        .runUntil(() -> gatherer.state() == RTCIceGathererState.COMPLETE, Duration.ofMinutes(2)))
                .isTrue();
        assertThat(errors).extracting(RTCIceCandidateError::errorCode).containsExactly(701, 701);
        assertThat(gatherer.getLocalCandidates()).hasSize(1);
    }

    @Test
    void relayPolicyGathersNothingYetAndLoopbackOnlyWhereAsked() {
        RTCIceGatherer relay =
                agent.iceGatherer(RTCIceGatherOptions.DEFAULT.withGatherPolicy(RTCIceGatherPolicy.RELAY));
        relay.gather();
        network.clock().runFor(Duration.ofSeconds(1));
        assertThat(relay.state()).isEqualTo(RTCIceGathererState.COMPLETE);
        assertThat(relay.getLocalCandidates()).isEmpty();

        SimHost both = network.host("127.0.0.1", "192.0.2.9");
        Agent other = Agent.create(both.loop(), both, Seeds.secureRandom(2));
        RTCIceGatherer without = other.iceGatherer(RTCIceGatherOptions.DEFAULT);
        RTCIceGatherer with = other.iceGatherer(RTCIceGatherOptions.DEFAULT.withIncludeLoopback(true));
        without.gather();
        with.gather();
        assertThat(without.getLocalCandidates()).extracting(RTCIceCandidate::ip).containsExactly("192.0.2.9");
        assertThat(with.getLocalCandidates()).extracting(RTCIceCandidate::ip).containsExactly("192.0.2.9", "127.0.0.1");
    }

    @Test
    void whatIsNoServerIsRefusedAtOnce() {
        assertThatThrownBy(() -> new RTCIceServer("http://example.org")).hasMessageContaining("SyntaxError");
        assertThatThrownBy(() -> new RTCIceServer("turn:example.org")).hasMessageContaining("InvalidAccessError");
        assertThat(new RTCIceServer(List.of("turn:example.org"), "user", new RTCOAuthCredential("a2V5", "dG9rZW4="))
                        .credentialType())
                .isEqualTo(RTCIceCredentialType.OAUTH);
        assertThatThrownBy(() -> new RTCIceServer("stun:example.org:0")).hasMessageContaining("SyntaxError");
        RTCIceGatherer gatherer = agent.iceGatherer(RTCIceGatherOptions.DEFAULT);
        gatherer.close();
        gatherer.close();
        assertThatThrownBy(gatherer::gather).hasMessageContaining("InvalidStateError");
        assertThatThrownBy(() -> agent.iceTransport(gatherer)).hasMessageContaining("InvalidStateError");
    }
}
