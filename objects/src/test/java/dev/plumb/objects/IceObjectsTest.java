package dev.plumb.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumb.testkit.LinkConditions;
import dev.plumb.testkit.SimNetwork;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** RTCP's own component, controllers, and addresses that come and go. */
class IceObjectsTest {
    @Test
    void aGathererFollowsTheMachinesAddresses() {
        SimAgents sim = new SimAgents(1).plumbed().started();
        RTCDataChannel channel = sim.a.dataChannel(sim.sctpA, RTCDataChannelParameters.of("moving"));
        List<String> heard = new ArrayList<>();
        sim.sctpB.onDataChannel(c -> c.onMessage(m -> heard.add(m.toString())));
        assertThat(sim.clock.runUntil(() -> channel.readyState() == RTCDataChannelState.OPEN, Duration.ofSeconds(10)))
                .isTrue();
        List<RTCIceGathererState> states = new ArrayList<>();
        sim.gathererA.onStateChange(states::add);
        sim.hostA.addAddress("192.0.2.77");
        sim.clock.runFor(Duration.ofSeconds(5));
        assertThat(states).containsExactly(RTCIceGathererState.GATHERING, RTCIceGathererState.COMPLETE);
        assertThat(sim.gathererA.getLocalCandidates())
                .extracting(RTCIceCandidate::ip)
                .containsExactly("192.0.2.1", "192.0.2.77");
        sim.hostA.removeAddress(SimNetwork.address("192.0.2.1"));
        sim.clock.runFor(Duration.ofSeconds(10));
        assertThat(sim.gathererA.getLocalCandidates())
                .extracting(RTCIceCandidate::ip)
                .containsExactly("192.0.2.77");
        assertThat(sim.iceA.getSelectedCandidatePair().orElseThrow().local().ip())
                .isEqualTo("192.0.2.77");
        channel.send("from the other address");
        sim.clock.runFor(Duration.ofSeconds(5));
        assertThat(heard).singleElement().asString().contains("from the other address");
        assertThat(sim.leftAfterClose()).isEqualTo(SimAgents.nothing());
    }

    @Test
    void dataGoesOnWhereTheNextPathCarriesLessThanTheOneBefore() {
        SimAgents sim = new SimAgents(1).plumbed().started();
        RTCDataChannel[] channel = sim.openChannel(RTCDataChannelParameters.of("moving"));
        List<Integer> heard = new ArrayList<>();
        channel[1].onMessage(m -> heard.add(((RTCDataChannel.Message.Binary) m).bytes().length));
        List<Integer> sizes = new ArrayList<>();
        sim.network.tap(d -> sizes.add(d.ipBytes()));
        sendMuch(sim, channel[0]);
        assertThat(heard).hasSize(20);
        assertThat(sizes).as("the path carries long packets").anyMatch(size -> size > 1400);
        sim.hostA.addAddress("192.0.2.77");
        sim.clock.runFor(Duration.ofSeconds(5));
        sim.hostA.removeAddress(SimNetwork.address("192.0.2.1"));
        sim.hostA.conditions(LinkConditions.PERFECT.withMtu(1300));
        sim.clock.runFor(Duration.ofSeconds(10));
        sizes.clear();
        sendMuch(sim, channel[0]);
        assertThat(heard).hasSize(40);
        assertThat(sizes)
                .as("only probes were too long")
                .filteredOn(size -> size > 1300)
                .hasSizeLessThan(40);
        assertThat(sim.leftAfterClose()).isEqualTo(SimAgents.nothing());
    }

    private static void sendMuch(SimAgents sim, RTCDataChannel channel) {
        for (int i = 0; i < 20; i++) {
            channel.send(new byte[50_000]);
        }
        sim.clock.runFor(Duration.ofSeconds(10));
    }

    @Test
    void rtcpMayHaveAComponentOfItsOwn() {
        SimAgents sim = new SimAgents(2).plumbed();
        RTCIceTransport rtcpA = sim.iceA.createAssociatedTransport();
        RTCIceTransport rtcpB = sim.iceB.createAssociatedTransport();
        assertThatThrownBy(sim.iceA::createAssociatedTransport).hasMessageContaining("InvalidStateError");
        assertThatThrownBy(rtcpA::createAssociatedTransport).hasMessageContaining("InvalidStateError");
        assertThatThrownBy(sim.gathererA::createAssociatedGatherer).hasMessageContaining("InvalidStateError");
        assertThat(rtcpA.component()).isEqualTo(RTCIceComponent.RTCP);
        rtcpA.iceGatherer().onLocalCandidate(rtcpB::addRemoteCandidate);
        rtcpB.iceGatherer().onLocalCandidate(rtcpA::addRemoteCandidate);
        rtcpA.start(rtcpA.iceGatherer(), rtcpB.iceGatherer().getLocalParameters(), RTCIceRole.CONTROLLING);
        rtcpB.start(rtcpB.iceGatherer(), rtcpA.iceGatherer().getLocalParameters(), RTCIceRole.CONTROLLED);
        rtcpA.iceGatherer().gather();
        rtcpB.iceGatherer().gather();
        sim.gathererA.gather();
        assertThat(sim.clock.runUntil(() -> rtcpA.state() == RTCIceTransportState.COMPLETED, Duration.ofSeconds(10)))
                .isTrue();
        long rtp = sim.gathererA.getLocalCandidates().getFirst().priority();
        long rtcp = rtcpA.iceGatherer().getLocalCandidates().getFirst().priority();
        assertThat(rtcp).isEqualTo(rtp - 1);
    }

    @Test
    void underAControllerTheFirstTransportChecksFirst() {
        SimAgents sim = new SimAgents(3);
        RTCIceTransportController controller = sim.a.iceTransportController();
        List<RTCIceTransport> ours = new ArrayList<>();
        List<RTCIceTransport> theirs = new ArrayList<>();
        List<RTCIceTransport> order = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            RTCIceTransport a = sim.a.iceTransport();
            RTCIceTransport b = sim.b.iceTransport();
            ours.add(a);
            theirs.add(b);
            controller.addTransport(a, 0);
            a.iceGatherer().gather();
            b.iceGatherer().gather();
            a.onStateChange(s -> {
                if (s == RTCIceTransportState.CONNECTED) {
                    order.add(a);
                }
            });
        }
        assertThat(controller.getTransports()).containsExactly(ours.get(2), ours.get(1), ours.get(0));
        assertThatThrownBy(() -> controller.addTransport(ours.getFirst())).hasMessageContaining("InvalidStateError");
        for (int i = 0; i < 3; i++) {
            RTCIceTransport a = ours.get(i);
            RTCIceTransport b = theirs.get(i);
            a.start(a.iceGatherer(), b.iceGatherer().getLocalParameters(), RTCIceRole.CONTROLLING);
            // the peer only answers
            b.iceGatherer().getLocalCandidates().forEach(a::addRemoteCandidate);
        }
        assertThat(sim.clock.runUntil(() -> order.size() == 3, Duration.ofSeconds(10)))
                .isTrue();
        assertThat(order).containsExactly(ours.get(2), ours.get(1), ours.get(0));
        ours.get(1).stop();
        assertThat(controller.getTransports()).containsExactly(ours.get(2), ours.get(0));
    }

    @Test
    void otherRemoteParametersBeginANewGenerationWithTheSameGatherer() {
        SimAgents sim = new SimAgents(4).plumbed().started();
        sim.clock.runUntil(() -> sim.iceA.state() == RTCIceTransportState.COMPLETED, Duration.ofSeconds(10));
        List<RTCIceTransportState> states = new ArrayList<>();
        sim.iceA.onStateChange(states::add);
        sim.iceA.start(sim.gathererA, sim.gathererB.getLocalParameters(), RTCIceRole.CONTROLLING);
        assertThat(states).as("the same again").isEmpty();
        RTCIceGatherer other = sim.b.iceGatherer(RTCIceGatherOptions.DEFAULT);
        sim.iceB.start(other, sim.gathererA.getLocalParameters(), RTCIceRole.CONTROLLED);
        sim.iceA.start(sim.gathererA, other.getLocalParameters(), RTCIceRole.CONTROLLING);
        assertThat(states).containsExactly(RTCIceTransportState.NEW);
        assertThat(sim.iceA.getRemoteCandidates()).isEmpty();
        assertThatThrownBy(() -> sim.iceA.start(sim.gathererA, other.getLocalParameters(), RTCIceRole.CONTROLLED))
                .hasMessageContaining("InvalidStateError");
        other.onLocalCandidate(sim.iceA::addRemoteCandidate);
        other.gather();
        assertThat(sim.clock.runUntil(() -> sim.iceA.state() == RTCIceTransportState.COMPLETED, Duration.ofSeconds(10)))
                .isTrue();
        assertThat(states).startsWith(RTCIceTransportState.NEW, RTCIceTransportState.CHECKING);
    }
}
