package dev.plumb.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Extensions that a side requires. */
class MustUnderstandTest {
    private static final String WATERMARK = "urn:example:watermark";

    @Test
    void whatIsRequiredAndUnknownIsRefused() {
        SimAgents sim = new SimAgents(1).plumbed();
        sim.dtlsA.require(WATERMARK);
        sim.gathererA.require(WATERMARK);
        sim.sctpA.require(WATERMARK);
        assertThat(sim.dtlsA.getLocalParameters().extensions()).containsExactly(RTCExtension.required(WATERMARK));
        assertThatThrownBy(() -> sim.dtlsB.start(sim.dtlsA.getLocalParameters()))
                .hasMessageContaining("NotSupportedError")
                .hasMessageContaining(WATERMARK);
        assertThatThrownBy(
                        () -> sim.iceB.start(sim.gathererB, sim.gathererA.getLocalParameters(), RTCIceRole.CONTROLLED))
                .hasMessageContaining("NotSupportedError");
        assertThatThrownBy(() -> sim.sctpB.start(sim.sctpA.getLocalCapabilities()))
                .hasMessageContaining("NotSupportedError");
        assertThat(sim.dtlsB.getRemoteParameters()).isEmpty();
    }

    @Test
    void silenceIsRefusal() {
        SimAgents sim = new SimAgents(2).plumbed();
        sim.dtlsA.require(WATERMARK);
        assertThatThrownBy(() -> sim.dtlsA.start(sim.dtlsB.getLocalParameters()))
                .hasMessageContaining("NotSupportedError")
                .hasMessageContaining("does not say");
    }

    @Test
    void whoeverKnowsItConnects() {
        SimAgents sim = new SimAgents(3).plumbed();
        sim.b.understand(WATERMARK);
        sim.gathererA.require(WATERMARK);
        sim.dtlsA.require(WATERMARK);
        sim.sctpA.require(WATERMARK);
        sim.gathererA.gather();
        sim.gathererB.gather();
        sim.iceA.start(sim.gathererA, sim.gathererB.getLocalParameters(), RTCIceRole.CONTROLLING);
        sim.iceB.start(sim.gathererB, sim.gathererA.getLocalParameters(), RTCIceRole.CONTROLLED);
        sim.dtlsA.start(sim.dtlsB.getLocalParameters());
        sim.dtlsB.start(sim.dtlsA.getLocalParameters());
        sim.sctpA.start(sim.sctpB.getLocalCapabilities());
        sim.sctpB.start(sim.sctpA.getLocalCapabilities());
        assertThat(sim.clock.runUntil(
                        () -> sim.sctpB.state() == RTCSctpTransportState.CONNECTED, Duration.ofSeconds(10)))
                .isTrue();
    }
}
