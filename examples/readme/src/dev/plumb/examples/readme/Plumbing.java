package dev.plumb.examples.readme;

import dev.plumb.objects.Agent;
import dev.plumb.objects.RTCDtlsTransport;
import dev.plumb.objects.RTCIceGatherOptions;
import dev.plumb.objects.RTCIceGatherer;
import dev.plumb.objects.RTCIceTransport;
import dev.plumb.objects.RTCSctpTransport;

/** The objects that one agent needs for data channels, each on the one before. */
public record Plumbing(
        Agent agent, RTCIceGatherer gatherer, RTCIceTransport ice, RTCDtlsTransport dtls, RTCSctpTransport sctp) {
    /** Creates the objects of one agent, each on the one before. */
    public static Plumbing of(Agent agent) {
        RTCIceGatherer gatherer = agent.iceGatherer(RTCIceGatherOptions.DEFAULT.withIncludeLoopback(true));
        RTCIceTransport ice = agent.iceTransport(gatherer);
        RTCDtlsTransport dtls = agent.dtlsTransport(ice);
        return new Plumbing(agent, gatherer, ice, dtls, agent.sctpTransport(dtls));
    }
}
