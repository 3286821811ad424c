package dev.plumb.objects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.objects.stats.RTCStats;
import dev.plumb.objects.stats.RTCStatsReport;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What transports and channels report of themselves. */
class StatsTest {
    @Test
    void referencesLeadToWhatIsThereAndFiguresAgreeOnBothSides() {
        SimAgents sim = new SimAgents(1).plumbed().started();
        RTCDataChannel channel = sim.a.dataChannel(sim.sctpA, RTCDataChannelParameters.of("figures"));
        sim.clock.runUntil(() -> channel.readyState() == RTCDataChannelState.OPEN, Duration.ofSeconds(10));
        channel.send("five!");
        sim.clock.runFor(Duration.ofSeconds(3));
        RTCStatsReport a = RTCStatsReport.merged(List.of(sim.dtlsA.getStats(), sim.sctpA.getStats()));
        RTCStatsReport b = RTCStatsReport.merged(List.of(sim.dtlsB.getStats(), sim.sctpB.getStats()));
        for (RTCStats s : a.byId().values()) {
            s.members().forEach((name, value) -> {
                if (name.endsWith("Id") && !name.equals("dataChannelIdentifier")) {
                    assertThat(a.byId()).as(s.type() + "." + name).containsKey(value.toString());
                }
            });
        }
        RTCStats transportA = a.first("transport").orElseThrow();
        RTCStats transportB = b.first("transport").orElseThrow();
        assertThat(transportA.number("packetsSent")).isEqualTo(transportB.number("packetsReceived"));
        assertThat(transportA.number("bytesReceived")).isEqualTo(transportB.number("bytesSent"));
        RTCStats pairA = a.byId().get(transportA.text("selectedCandidatePairId"));
        assertThat(pairA.number("packetsReceived")).isEqualTo(transportA.number("packetsReceived"));
        assertThat(pairA.number("lastPacketReceivedTimestamp")).isBetween(1.0, transportA.timestampMillis());
        RTCStats theirs = b.byId().get(transportB.text("remoteCertificateId"));
        RTCStats ours = a.byId().get(transportA.text("localCertificateId"));
        assertThat(theirs.text("fingerprint")).isEqualTo(ours.text("fingerprint"));
        assertThat(theirs.text("base64Certificate")).isEqualTo(ours.text("base64Certificate"));
        assertThat(transportA.text("srtpCipher")).startsWith("SRTP_");
        assertThat(b.first("data-channel").orElseThrow().number("messagesReceived"))
                .isEqualTo(1);
        assertThat(channel.getStats().first("data-channel").orElseThrow().number("bytesSent"))
                .isEqualTo(5);
        assertThat(sim.iceA.getStats().ofType("candidate-pair")).isNotEmpty();
        assertThat(sim.gathererA.getStats().ofType("local-candidate")).hasSize(1);
    }
}
