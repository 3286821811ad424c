package dev.plumb.cli.bench;

import dev.plumb.objects.Agent;
import dev.plumb.objects.RTCDataChannel;
import dev.plumb.objects.RTCDataChannelParameters;
import dev.plumb.objects.RTCDtlsParameters;
import dev.plumb.objects.RTCDtlsTransport;
import dev.plumb.objects.RTCIceGatherOptions;
import dev.plumb.objects.RTCIceGatherer;
import dev.plumb.objects.RTCIceParameters;
import dev.plumb.objects.RTCIceRole;
import dev.plumb.objects.RTCIceTransport;
import dev.plumb.objects.RTCSctpTransport;
import java.util.concurrent.CompletableFuture;

/** One agent's transports of a pair. Made, started and closed on its agent's loop. */
final class Side {
    private final Agent agent;
    private final RTCIceRole role;
    private final RTCIceGatherer gatherer;
    private final RTCIceTransport ice;
    private final RTCDtlsTransport dtls;
    private final RTCSctpTransport sctp;
    private final Description description;
    private final CompletableFuture<RTCDataChannel> channel = new CompletableFuture<>();

    /** The parameters that the other side is told. */
    record Description(RTCIceParameters ice, RTCDtlsParameters dtls) {}

    /** Creates a side. The controlling one opens the channel. */
    Side(Agent agent, RTCIceRole role) {
        this.agent = agent;
        this.role = role;
        gatherer = agent.iceGatherer(RTCIceGatherOptions.DEFAULT.withIncludeLoopback(true));
        ice = agent.iceTransport(gatherer);
        dtls = agent.dtlsTransport(ice);
        sctp = agent.sctpTransport(dtls);
        description = new Description(gatherer.getLocalParameters(), dtls.getLocalParameters());
        if (role == RTCIceRole.CONTROLLING) {
            agent.dataChannel(sctp, RTCDataChannelParameters.of("bench")).onOpen(channel::complete);
        } else {
            sctp.onDataChannel(channel::complete);
        }
    }

    Agent agent() {
        return agent;
    }

    /** Returns the parameters to tell the other side. Any thread may call it. */
    Description description() {
        return description;
    }

    /** Returns a future that completes when this end of the channel is open. */
    CompletableFuture<RTCDataChannel> channel() {
        return channel;
    }

    /** Begins to connect, trickling its candidates to the other side. */
    void start(Description theirs, Side other) {
        ice.start(gatherer, theirs.ice(), role);
        dtls.start(theirs.dtls());
        sctp.start(RTCSctpTransport.getCapabilities());
        gatherer.onLocalCandidate(c -> other.agent.loop().execute(() -> other.ice.addRemoteCandidate(c)));
        gatherer.gather();
    }

    /** Ends all of it. */
    void close() {
        sctp.close();
        dtls.close();
        ice.close();
        gatherer.close();
    }
}
