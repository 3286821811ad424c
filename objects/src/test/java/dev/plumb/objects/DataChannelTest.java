package dev.plumb.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumb.testkit.LinkConditions;
import dev.plumb.testkit.Seeds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Data channels between two agents, by objects alone, under simulated time. */
class DataChannelTest {
    private static final LinkConditions POOR = LinkConditions.PERFECT
            .withDelay(Duration.ofMillis(20))
            .withJitter(Duration.ofMillis(50))
            .withLoss(0.05)
            .withReorder(0.02, Duration.ofMillis(30));

    @Test
    void messagesCrossInOrderAndChannelsCloseOnBothSides() {
        SimAgents s = new SimAgents(1).plumbed();
        List<String> received = new ArrayList<>();
        List<RTCDataChannel> announced = new ArrayList<>();
        s.sctpB.onDataChannel(channel -> {
            announced.add(channel);
            channel.onMessage(m -> {
                received.add(((RTCDataChannel.Message.Text) m).text());
                channel.send("echo " + received.getLast());
            });
        });
        RTCDataChannel channel = s.a.dataChannel(s.sctpA, RTCDataChannelParameters.of("chat"));
        List<String> echoed = new ArrayList<>();
        channel.onMessage(m -> echoed.add(((RTCDataChannel.Message.Text) m).text()));
        channel.onOpen(c -> {
            c.send("one");
            c.send("");
            c.send("zwölf");
        });
        s.started();
        assertThat(s.clock.runUntil(() -> echoed.size() == 3, Duration.ofSeconds(10)))
                .isTrue();
        assertThat(received).containsExactly("one", "", "zwölf");
        assertThat(echoed).containsExactly("echo one", "echo ", "echo zwölf");
        assertThat(announced.getFirst().label()).isEqualTo("chat");
        channel.close();
        assertThat(s.clock.runUntil(
                        () -> channel.readyState() == RTCDataChannelState.CLOSED
                                && announced.getFirst().readyState() == RTCDataChannelState.CLOSED,
                        Duration.ofSeconds(10)))
                .isTrue();
        assertThat(s.leftAfterClose()).isEqualTo(SimAgents.nothing());
    }

    @Test
    void aPoorNetworkLosesNoMessageAndLeavesNothingBehind() {
        Seeds.forEach(100, seed -> {
            SimAgents s = new SimAgents(seed).plumbed();
            s.hostA.conditions(POOR);
            s.hostB.conditions(POOR);
            List<String> received = new ArrayList<>();
            s.sctpB.onDataChannel(c -> c.onMessage(m -> received.add(((RTCDataChannel.Message.Text) m).text())));
            RTCDataChannel channel = s.a.dataChannel(s.sctpA, RTCDataChannelParameters.of("x"));
            List<String> sent = new ArrayList<>();
            channel.onOpen(c -> {
                for (int i = 0; i < 50; i++) {
                    String text = i + "-" + "p".repeat(i * 40);
                    sent.add(text);
                    c.send(text);
                }
            });
            s.started();
            assertThat(s.clock.runUntil(() -> received.size() == 50, Duration.ofSeconds(120)))
                    .as("states %s %s", s.iceA.state(), s.dtlsA.state())
                    .isTrue();
            assertThat(received).isEqualTo(sent);
            assertThat(s.leftAfterClose()).isEqualTo(SimAgents.nothing());
        });
    }

    @Test
    void aWrongFingerprintFailsWithAnErrorAndNothingIsDelivered() {
        SimAgents s = new SimAgents(3).plumbed();
        List<RTCError> errors = new ArrayList<>();
        List<RTCDataChannel> announced = new ArrayList<>();
        s.sctpA.onDataChannel(announced::add);
        s.dtlsA.onError(errors::add);
        RTCCertificate other = RTCCertificate.generate(RTCCertificate.Algorithm.ECDSA_P256);
        s.gathererA.gather();
        s.gathererB.gather();
        s.iceA.start(s.gathererA, s.gathererB.getLocalParameters(), RTCIceRole.CONTROLLING);
        s.iceB.start(s.gathererB, s.gathererA.getLocalParameters(), RTCIceRole.CONTROLLED);
        s.dtlsA.start(new RTCDtlsParameters(RTCDtlsRole.AUTO, other.getFingerprints()));
        s.dtlsB.start(s.dtlsA.getLocalParameters());
        s.sctpA.start(RTCSctpTransport.getCapabilities());
        s.sctpB.start(RTCSctpTransport.getCapabilities());
        assertThat(s.clock.runUntil(() -> s.dtlsA.state() == RTCDtlsTransportState.FAILED, Duration.ofSeconds(20)))
                .isTrue();
        assertThat(errors).extracting(RTCError::detail).containsExactly(RTCError.Detail.FINGERPRINT_FAILURE);
        s.clock.runFor(Duration.ofSeconds(5));
        assertThat(announced).isEmpty();
        assertThat(s.dtlsB.state()).isEqualTo(RTCDtlsTransportState.FAILED);
        assertThat(s.leftAfterClose()).isEqualTo(SimAgents.nothing());
    }

    @Test
    void expiredConsentFailsTheIceTransport() {
        SimAgents s = new SimAgents(4).plumbed().started();
        s.clock.runUntil(() -> s.sctpA.state() == RTCSctpTransportState.CONNECTED, Duration.ofSeconds(10));
        List<RTCIceTransportState> states = new ArrayList<>();
        s.iceA.onStateChange(states::add);
        s.hostB.conditions(LinkConditions.PERFECT.withLoss(1));
        assertThat(s.clock.runUntil(() -> s.iceA.state() == RTCIceTransportState.FAILED, Duration.ofSeconds(60)))
                .isTrue();
        assertThat(states).containsExactly(RTCIceTransportState.DISCONNECTED, RTCIceTransportState.FAILED);
        assertThat(s.leftAfterClose()).isEqualTo(SimAgents.nothing());
    }

    @Test
    void theCallersMistakesThrowAtOnce() {
        SimAgents s = new SimAgents(5).plumbed().started();
        RTCDataChannel channel = s.a.dataChannel(s.sctpA, RTCDataChannelParameters.of("x"));
        assertThatThrownBy(() -> channel.send("too early")).hasMessageContaining("InvalidStateError");
        s.clock.runUntil(() -> channel.readyState() == RTCDataChannelState.OPEN, Duration.ofSeconds(10));
        assertThatThrownBy(() -> channel.send(new byte[300_000])).hasMessageContaining("TypeError");
        assertThatThrownBy(() -> s.dtlsA.start(s.dtlsB.getLocalParameters())).hasMessageContaining("InvalidStateError");
        assertThatThrownBy(() ->
                        RTCDataChannelParameters.of("x").withMaxRetransmits(1).withMaxPacketLifetimeMillis(1))
                .hasMessageContaining("TypeError");
        s.a.close();
        assertThatThrownBy(() -> s.a.iceGatherer(RTCIceGatherOptions.DEFAULT))
                .hasMessageContaining("InvalidStateError");
    }

    @Test
    void closingFromInsideACallbackLeavesNothingBehind() {
        SimAgents s = new SimAgents(6).plumbed();
        s.sctpB.onDataChannel(c -> c.onMessage(m -> s.b.close()));
        RTCDataChannel channel = s.a.dataChannel(s.sctpA, RTCDataChannelParameters.of("x"));
        channel.onOpen(c -> c.send("bye"));
        channel.onClose(c -> s.a.close());
        s.started();
        assertThat(s.clock.runUntil(() -> s.a.isClosed() && s.b.isClosed(), Duration.ofSeconds(60)))
                .isTrue();
        assertThat(s.leftAfterClose()).isEqualTo(SimAgents.nothing());
    }

    @Test
    void eachSideMayHaveASctpPortOfItsOwn() {
        SimAgents sim = new SimAgents(77);
        RTCIceTransport iceA = sim.a.iceTransport();
        RTCIceTransport iceB = sim.b.iceTransport();
        RTCDtlsTransport dtlsA = sim.a.dtlsTransport(iceA);
        RTCDtlsTransport dtlsB = sim.b.dtlsTransport(iceB);
        RTCSctpTransport a = sim.a.sctpTransport(dtlsA, 6000);
        RTCSctpTransport b = sim.b.sctpTransport(dtlsB, 7000);
        iceA.iceGatherer().onLocalCandidate(iceB::addRemoteCandidate);
        iceB.iceGatherer().onLocalCandidate(iceA::addRemoteCandidate);
        iceA.start(iceA.iceGatherer(), iceB.iceGatherer().getLocalParameters(), RTCIceRole.CONTROLLING);
        iceB.start(iceB.iceGatherer(), iceA.iceGatherer().getLocalParameters(), RTCIceRole.CONTROLLED);
        iceA.iceGatherer().gather();
        iceB.iceGatherer().gather();
        dtlsA.start(dtlsB.getLocalParameters());
        dtlsB.start(dtlsA.getLocalParameters());
        assertThatThrownBy(() -> a.start(RTCSctpTransport.getCapabilities(), 0)).hasMessageContaining("TypeError");
        a.start(RTCSctpTransport.getCapabilities(), 7000);
        b.start(RTCSctpTransport.getCapabilities(), 6000);
        RTCDataChannel channel = sim.a.dataChannel(a, RTCDataChannelParameters.of("ports"));
        assertThat(sim.clock.runUntil(() -> channel.readyState() == RTCDataChannelState.OPEN, Duration.ofSeconds(10)))
                .isTrue();
    }
}
