package dev.plumb.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumb.media.codec.MediaKind;
import dev.plumb.media.device.ToneSource;
import dev.plumb.objects.stats.RTCStats;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** RTCP on a transport of its own. */
class RtcpTransportTest {
    private static void connect(RTCIceTransport a, RTCIceTransport b, RTCDtlsTransport dtlsA, RTCDtlsTransport dtlsB) {
        a.iceGatherer().onLocalCandidate(b::addRemoteCandidate);
        b.iceGatherer().onLocalCandidate(a::addRemoteCandidate);
        a.start(a.iceGatherer(), b.iceGatherer().getLocalParameters(), RTCIceRole.CONTROLLING);
        b.start(b.iceGatherer(), a.iceGatherer().getLocalParameters(), RTCIceRole.CONTROLLED);
        dtlsA.start(dtlsB.getLocalParameters());
        dtlsB.start(dtlsA.getLocalParameters());
        a.iceGatherer().gather();
        b.iceGatherer().gather();
    }

    @Test
    void reportsGoOverTheirOwnTransport() {
        SimAgents sim = new SimAgents(1);
        RTCIceTransport iceA = sim.a.iceTransport();
        RTCIceTransport iceB = sim.b.iceTransport();
        RTCIceTransport rtcpIceA = iceA.createAssociatedTransport();
        RTCIceTransport rtcpIceB = iceB.createAssociatedTransport();
        RTCDtlsTransport a = sim.a.dtlsTransport(iceA);
        RTCDtlsTransport b = sim.b.dtlsTransport(iceB);
        RTCDtlsTransport rtcpA = sim.a.dtlsTransport(rtcpIceA);
        RTCDtlsTransport rtcpB = sim.b.dtlsTransport(rtcpIceB);
        RTCRtpSender sender = sim.a.rtpSender(sim.a.audioTrack("tone", new ToneSource(440, 0.5)), a, rtcpA);
        RTCRtpReceiver receiver = sim.b.rtpReceiver(MediaKind.AUDIO, b, rtcpB);
        RTCRtcpParameters apart = new RTCRtcpParameters("", true, false);
        RTCRtpCapabilities capabilities = sim.b.getReceiverCapabilities(MediaKind.AUDIO);
        receiver.receive(capabilities.toReceiveParameters("a").withRtcp(apart));
        sender.send(capabilities.toSendParameters("a", capabilities).withRtcp(apart));
        connect(iceA, iceB, a, b);
        connect(rtcpIceA, rtcpIceB, rtcpA, rtcpB);
        sim.clock.runFor(Duration.ofSeconds(6));
        RTCStats sent = sender.getStats().first("outbound-rtp").orElseThrow();
        assertThat(sent.number("packetsSent")).isGreaterThan(200);
        assertThat(sender.getStats().first("remote-inbound-rtp"))
                .as("reports came back")
                .isPresent();
        assertThat(receiver.getStats().first("remote-outbound-rtp")).isPresent();
        RTCStats transport = a.getStats().first("transport").orElseThrow();
        assertThat(transport.text("rtcpTransportStatsId"))
                .isEqualTo(rtcpA.getStats().first("transport").orElseThrow().id());
        double rtcpPackets = rtcpA.getStats().first("transport").orElseThrow().number("packetsSent");
        assertThat(rtcpPackets).isBetween(5.0, 30.0);
        assertThat(sender.rtcpTransport()).contains(rtcpA);
        assertThat(sim.leftAfterClose()).isEqualTo(SimAgents.nothing());
    }

    @Test
    void withoutSuchATransportItIsRefused() {
        SimAgents sim = new SimAgents(2).plumbed();
        RTCRtpCapabilities capabilities = sim.a.getSenderCapabilities(MediaKind.AUDIO);
        RTCRtpSender sender = sim.a.rtpSender(MediaKind.AUDIO);
        assertThatThrownBy(() -> sender.send(capabilities
                        .toSendParameters("a", capabilities)
                        .withRtcp(new RTCRtcpParameters("", true, false))))
                .hasMessageContaining("InvalidAccessError");
    }
}
